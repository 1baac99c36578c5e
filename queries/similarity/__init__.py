"""How alike the contexts of places are, from what is known of both; pure functions over numbers.

A profile (`profiles/*.yaml`) says what is compared, in which frame and with which weights;
`similar` ranks the places of a table by it, with what is unknown carried into an interval and
possible ranks. Reading tables and naming places are not here, nor is any claim that likeness
predicts transfer.
"""
