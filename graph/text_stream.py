"""Many texts read as one file, each of them made when its turn comes."""

from collections.abc import Iterable
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class TextStream(BufferedReader):
    """A file of texts in UTF-8, one of them held at a time; what making one raises is raised."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Read them once, in order."""
        super().__init__(_Pieces(texts))


class _Pieces(RawIOBase):
    """The bytes of the texts, as many at a time as are asked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = iter(texts)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Whether it can be read, as it can."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill a buffer as far as one text goes; 0 where there is no other."""
        target = memoryview(buffer).cast("B")
        while not self._left:
            text = next(self._texts, None)
            if text is None:
                return 0
            self._left = memoryview(text.encode())
        count = min(len(target), len(self._left))
        target[:count], self._left = self._left[:count], self._left[count:]
        return count
