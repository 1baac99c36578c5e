"""Documents from outside, read again: whether one that was cut short says anything at all."""

from pyoxigraph import QuerySolutions, parse, parse_query_results

from graph.engine.document import GRAPHS, ROWS, end_document, says_truncated


def is_bare(media: str, begun: bytes) -> bool:
    """Whether the beginning of a document has no row, or no triple, in it yet."""
    if not says_truncated(media):  # a table: its first line names the variables
        return begun.count(b"\n") <= 1
    whole = begun + end_document(media, None)
    if media in GRAPHS:
        return next(iter(parse(whole, GRAPHS[media])), None) is None
    found = parse_query_results(whole, ROWS[media])
    return isinstance(found, QuerySolutions) and next(found, None) is None
