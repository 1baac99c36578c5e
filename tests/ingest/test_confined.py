"""The process that reads documents: held in bounds, and started again when it has died."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from bench.samples import TITLE, make_web, make_word
from ingest.extractors import confined
from ingest.extractors.confined import Bounds, open_reader
from ingest.extractors.formats import FORMATS, Format
from ontology.errors import InvalidInput, LimitReached


def fake(monkeypatch: pytest.MonkeyPatch, folder: Path, module: str, body: str) -> Format:
    """A format whose reader does this, in the process that reads."""
    code = f"def read_{module}(data):\n    {body}\n"
    program = (
        "import sys, types\n"
        f"made = types.ModuleType('ingest.extractors.{module}')\n"
        f"exec({code!r}, made.__dict__)\n"
        f"sys.modules['ingest.extractors.{module}'] = made\n"
        "from ingest.extractors.child import serve\n"
        "serve(sys.stdin.buffer, sys.stdout.buffer)\n"
    )
    path = folder / "program.py"
    path.write_text(program, "utf-8")
    monkeypatch.setattr(confined, "CHILD", [str(path)])
    return Format("made-up format", "a/b", module, 1)


@pytest.mark.parametrize(
    ("module", "body", "told"),
    [
        ("slow", "while True:\n        pass", "takes more than 1 seconds"),
        ("greedy", "return 'a' * (1 << 40)", "takes more memory"),
        ("deep", "return read_deep(data)", "takes more memory"),
    ],
)
def test_a_document_that_takes_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str, body: str, told: str
) -> None:
    form = fake(monkeypatch, tmp_path, module, body)
    with open_reader(Bounds(seconds=1)) as reader, pytest.raises(LimitReached, match=told):
        reader.read(form, b"a")


@pytest.mark.parametrize(
    ("module", "body"),
    [
        ("dead", "import os, signal\n    os.kill(os.getpid(), signal.SIGSEGV)"),
        ("files", "return open('/etc/hostname').read()"),
        ("net", "import socket\n    return str(socket.create_connection(('127.0.0.1', 9)))"),
        ("writes", "import sys\n    open(sys.prefix + '/written', 'w')\n    return 'a'"),
        ("runs", "import subprocess\n    return str(subprocess.run(['true']))"),
    ],
)
def test_a_reader_that_dies_or_reaches_out_ends_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str, body: str
) -> None:
    form = fake(monkeypatch, tmp_path, module, body)
    with open_reader() as reader:
        with pytest.raises(InvalidInput, match="cannot be read as a made-up format"):
            reader.read(form, b"a")
        assert TITLE in reader.read(FORMATS[".docx"], make_word())


def test_a_process_that_was_killed_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = confined._start

    def watch() -> "subprocess.Popen[bytes]":
        started.append(start())
        return started[-1]

    monkeypatch.setattr(confined, "_start", watch)
    with open_reader() as reader:
        assert TITLE in reader.read(FORMATS[".html"], make_web())
        os.kill(started[0].pid, signal.SIGKILL)
        started[0].wait()
        with pytest.raises(InvalidInput, match="it ended the process that read it"):
            reader.read(FORMATS[".html"], make_web())
        assert TITLE in reader.read(FORMATS[".html"], make_web())
    assert all(process.poll() is not None for process in started)
