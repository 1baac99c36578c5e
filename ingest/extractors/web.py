"""Web pages, by trafilatura: their main text, without menus, notices and feet."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

import trafilatura

from ingest.extractors.refusals import NoText, TooLarge, Unreadable
from ingest.extractors.tidy import tidy

MOST_BYTES = 20_000_000
_SEEN = 1024  # bytes in which a page may declare its encoding
_CHARSET = re.compile(
    rb"<meta[^>]{1,200}charset\s*=[\s\"']*(windows-125\d|iso-8859-\d{1,2}|koi8-[ru]|utf-8)",
    re.IGNORECASE,
)
_LATIN = "cp1252"  # what browsers take ISO 8859-1 and pages that say nothing for
_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # signs that mean something in Markdown
_ITALIC = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]{0,300}[^\s*])?)\*(?![\w*])")


def read_web(data: bytes) -> str:
    """The main text of a web page. Raises NoText where there is none, TooLarge, Unreadable."""
    if len(data) > MOST_BYTES:
        msg = f"has {len(data):,} bytes, more than a web page may have ({MOST_BYTES:,})"
        raise TooLarge(msg)
    page = _decode(data)
    if "\0" in page:
        msg = "holds a zero byte: this is no web page"
        raise Unreadable(msg)
    found = _main_text(page)
    if not found:
        msg = "holds no main text: save the page as a whole, or give its words as .txt"
        raise NoText(msg)
    plain = _ITALIC.sub(r"\1", found.replace("**", ""))
    return tidy(_ESCAPED.sub(r"\1", plain))


def _main_text(page: str) -> str | None:
    """In Markdown; a page that marks no main part is all main part, but for menus and feet."""
    tree = trafilatura.load_html(
        page if _PAGE.search(page) else f"<html><body>{page}</body></html>"
    )
    if tree is None:
        return None
    if not tree.xpath("//main | //article"):
        for body in tree.iter("body"):
            body.tag = "main"  # or headings of short pages are lost
    return trafilatura.extract(
        tree,
        output_format="markdown",
        include_comments=False,
        include_tables=True,
        include_links=False,
        favor_recall=True,
    )


def _decode(data: bytes) -> str:
    """The page as a browser decodes it, but for UTF-8, which shows itself."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:_SEEN])
        name = declared[1].decode().lower() if declared else _LATIN
        known = _LATIN if name == "iso-8859-1" else name
        return data.decode(known, errors="replace")
