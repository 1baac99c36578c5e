"""Plain text and Markdown: decoded, and otherwise untouched."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from ingest.extractors.refusals import Unreadable, WrongEncoding

_UTF_16 = (BOM_UTF16_BE, BOM_UTF16_LE)


def read_text(data: bytes) -> str:
    """The text of bytes in UTF-8.

    Signs that nobody sees stay, a mark of byte order among them: offsets count them, and the user's
    file has them. Raises WrongEncoding where the bytes are no UTF-8, Unreadable where they hold a
    zero byte.
    """
    if data.startswith(_UTF_16):
        msg = "begins as UTF-16: save the text as UTF-8"
        raise WrongEncoding(msg)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        msg = f"byte {error.start} is not UTF-8: save the text as UTF-8"
        raise WrongEncoding(msg) from None
    if "\0" in text:
        msg = "holds a zero byte: this is no text"
        raise Unreadable(msg)
    return text
