"""What worked where: cases, each with its result on one axis and the claims it rests on.

Whether an innovation worked (effect) and whether it was taken up (adoption) are never mixed. Why
it worked is not asked here but in `queries.transfer`, whether it would work elsewhere in
`queries.fit`.
"""
