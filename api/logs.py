"""What a server tells of its work: a line of JSON for each answer, on standard error."""

import json
import logging
import sys
import time

LOG = "whatworked"  # the root of this program's loggers


class JsonLine(logging.Formatter):
    """A record as one line: when, how grave, what, and the fields of `line` where it has any."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line; the trace of an error is one field of it."""
        found: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "line", {}),
        }
        if record.exc_info:
            found["trace"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=False)


def write_logs() -> None:
    """Send this program's log to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
    log = logging.getLogger(LOG)
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
