"""Would it work here: what speaks for an innovation in a place and against, and what nobody knows.

Pure over cases (queries.outcomes) and likenesses (queries.similarity): `rules` gives the verdict,
`readiness` what the place has of the conditions that matter, `lessons` what similar places learnt.
"""
