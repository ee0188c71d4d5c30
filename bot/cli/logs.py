"""Where the log goes and how much it says: never a token, never what people wrote."""

import logging
import re
import sys
from typing import Final

import structlog

# What a library says after these may be a payload, an address with a secret, or somebody's words.
_OPENING: Final = re.compile(r"[^:({\[<\n\"'=]*")


class _Bridge(logging.Handler):
    """Takes what libraries log: of their words the opening alone, and the kind of an error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a record on."""
        error = record.exc_info[0] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno,
            "library",
            of=record.name,
            said=opening(record.getMessage()),
            **({"kind": error.__name__} if error else {}),
        )


def opening(said: str) -> str:
    """The words that a library's line begins with, up to where its values begin."""
    found = _OPENING.match(said)
    return found[0].strip() if found else ""


def log_to_stderr(level: str, form: str = "auto") -> None:
    """Log to stderr: as text for people, or as a JSON object a line.

    Unless `form` says which, a terminal gets text, and everything else JSON.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    people = sys.stderr.isatty() if form == "auto" else form == "text"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _for_people() if people else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Of libraries what is amiss is enough; at debug level they log whole payloads.
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_Bridge()], force=True)


def _for_people() -> structlog.dev.ConsoleRenderer:
    """Text, in colours where a terminal shows them."""
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
