"""Search: an index of what has a name, made anew from the graph whenever that has changed.

An inverted index of our own and not SQLite's FTS5: that finds beginnings of words but no slips of
the pen, old names or initials, so most of what is here would stand beside it all the same.
"""
