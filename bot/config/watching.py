"""Where whoever runs Heed finds its figures, and where its traces go.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.config.places import is_this_machine, parse_host, parse_port, parse_web_address
from bot.config.problems import UnfitError, shown

LOCAL: Final = "127.0.0.1"
TRACES: Final = "/v1/traces"
"""Where a collector takes traces over HTTP (https://opentelemetry.io/docs/specs/otlp/)."""

_MEND: Final = "Write an address and a port, such as 127.0.0.1:9464, or off."
_NO: Final = frozenset({"off", "none", "no", "false"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """An address and a port of the figures' own; without a host they are served nowhere."""

    host: str = ""
    port: int = 0


OFF: Final = Apart()


def parse_figures(text: str) -> Apart:
    """Read `127.0.0.1:9464`, a port alone (for this machine), or `off`."""
    if text.lower() in _NO:
        return OFF
    host, _, port = text.rpartition(":")
    try:
        return Apart(host=parse_host(host or LOCAL), port=parse_port(port))
    except UnfitError:
        raise UnfitError(f"{shown(text)} isn't an address with a port", _MEND) from None


def render_figures(apart: Apart) -> str:
    """Write `127.0.0.1:9464`, or `off`."""
    if apart == OFF:
        return "off"
    return f"[{apart.host}]:{apart.port}" if ":" in apart.host else f"{apart.host}:{apart.port}"


def beside_the_rest(figures: Apart | None, host: str, public_url: str | None) -> bool:
    """Whether figures are served on Heed's own port: unless said otherwise, where nobody else is.

    `host` is what Heed listens on. Behind a public address every request may come from anywhere,
    a proxy's on this machine too.
    """
    return figures is None and public_url is None and is_this_machine(host)


def parse_collector(text: str) -> str:
    """Read where traces go; the usual path is put in where none was written."""
    url = parse_web_address(text)
    return url if urlsplit(url).path else url + TRACES
