"""Why it transferred: what sources say, what is on record side by side, and what chance would show.

All of it is arithmetic over cases of one axis (`queries.outcomes`); nothing here is a claim about
causes, and what nobody assessed stays unknown throughout.
"""
