"""The board, put together: its doors, which the reception opens, and its pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from aiohttp import web

from adapters.board.doors import Doors, Keys
from adapters.board.pages import HERE, Pages
from adapters.board.routes import Routes
from adapters.board.tickets import tickets
from adapters.board.watch import Finder, Watches
from adapters.pictures import as_svg
from adapters.pictures.svg import sheet
from adapters.web.app import STATIC
from bot.runtime.ports import Clock, Intake, Passes, Reception


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The board's part of a server: its routes, and what ends its streams."""

    routes: Sequence[web.RouteDef]
    watches: Watches


class BoardHouse:
    """The boards of this installation. `url` is where its server is found; empty: on this machine.

    `key_for` makes a key of the installation's secret for a purpose.
    """

    def __init__(
        self,
        url: str,
        key_for: Callable[[str], bytes],
        passes: Passes,
        intake: Intake,
        clock: Clock,
    ) -> None:
        self._url = urlsplit(url.rstrip("/"))
        self._intake = intake
        self._clock = clock
        links, cookies = tickets(key_for)
        home = f"{url.rstrip('/')}/board"
        self.doors = Doors(home, Keys(links=links, cookies=cookies), passes, intake, clock)

    def opened(self, reception: Reception, find: Finder) -> Opened:
        """Give the routes; `find` asks the room's platform for links to messages."""
        base = self._url.path
        pages = Pages(base, partial(as_svg, style=False))
        watches = Watches(self._intake, self._clock, self.doors.valid, find, pages.live)
        routes = Routes(
            self.doors,
            watches,
            pages,
            reception,
            self._clock,
            base=base,
            secure=self._url.scheme == "https",
            style=_style(),
        )
        return Opened(routes=routes.table(), watches=watches)


def _style() -> str:
    """What all of Heed's pages share, the pictures' colours, and the board's own."""
    shared = (STATIC / "heed.css").read_text("utf-8")
    return "\n".join((shared, sheet(), (HERE / "static" / "board.css").read_text("utf-8")))
