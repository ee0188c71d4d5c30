"""Writes what people see: pages and their live part, from templates that escape everything."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.board.model import Board, Face
from bot.domain.answers import BOARD_LASTS
from bot.domain.drawing import Picture

HERE: Final = Path(__file__).parent

# Everything comes from this server, and nothing of it stands in a page itself; the live part is
# put in through the one policy that board.js makes for it.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types board"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not `no-referrer`, with which a browser hides from us that a form of ours was sent in by us.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class Pages:
    """The pages of all boards. `base` is the path before `/board`; `draw` writes a picture as SVG.

    `draw` has to escape every text itself, and to use neither script nor style.
    """

    def __init__(self, base: str, draw: Callable[[Picture], str]) -> None:
        self._draw = draw
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._base = base

    def live(self, board: Board) -> str:
        """The live part of a board."""
        svg = Markup(self._draw(board.picture))  # noqa: S704 - escaped where it was drawn
        return self._templates.get_template("live.html").render(board=board, svg=svg)

    def board(self, title: str, name: str, face: Face, live: str) -> web.Response:
        """A board's page, with what is live of it; `name` is the pass's."""
        shown = Markup(live)  # noqa: S704 - as `live` has escaped it
        return self._page("board.html", title=title, name=name, face=face, live=shown)

    def link(self) -> web.Response:
        """The page behind a link, before it is opened."""
        return self._page("link.html", hours=round(BOARD_LASTS / 3600))

    def closed(self, status: int = 403) -> web.Response:
        """The page of somebody who isn't let in, or no more."""
        return self._page("closed.html", status=status)

    def error(self, status: int, why: str) -> web.Response:
        """Something went wrong, in words for people."""
        return self._page("error.html", status=status, why=why)

    def _page(self, template: str, *, status: int = 200, **what: object) -> web.Response:
        html = self._templates.get_template(template).render(base=self._base, **what)
        return web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
