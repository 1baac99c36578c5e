"""Review: what was suggested or claimed, who decided what on it, and what becomes of it.

All that happened stands in a log of events; the queue is what they add up to, a pure function of
them. Nothing here reads or writes a store.
"""
