"""The demo's routes: each takes a request apart, asks the room, and answers with JSON."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from adapters.web import render
from adapters.web.chat import Chat
from adapters.web.desk import Desk
from adapters.web.model import Person, RefusedError, Seat, SignedOutError
from adapters.web.names import UnfitError
from adapters.web.owndata import OwnDataDesk
from adapters.web.player import Player
from adapters.web.requests import AboutMe, Edit, NewMessage, Order, Pace, Play, Press, React, SignIn
from adapters.web.stream import Streams
from bot.domain.wishes import Format
from bot.runtime.ports import Boards

_TYPES: Final = {
    Format.MARKDOWN: "text/markdown",
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
    Format.PNG: "image/png",
    Format.SVG: "image/svg+xml",
}
_R = TypeVar("_R", bound=BaseModel)
Signed = Callable[[web.Request, Person], Awaitable[web.StreamResponse]]


class Routes:
    """The room's routes."""

    def __init__(  # noqa: PLR0913 - the parts that it is made of
        self,
        chat: Chat,
        desk: Desk,
        own_data: OwnDataDesk,
        player: Player,
        streams: Streams,
        *,
        boards: Boards,
    ) -> None:
        self._chat = chat
        self._desk = desk
        self._own_data = own_data
        self._player = player
        self._streams = streams
        self._boards = boards

    def table(self) -> list[web.RouteDef]:
        """Give all routes that pages call."""
        message = "/api/messages/{message}"
        return [
            web.post("/api/people", self._sign_in),
            web.delete("/api/people/me", self._signed(self._leave)),
            web.get("/api/stream", self._signed(self._stream)),
            web.post("/api/messages", self._signed(self._post)),
            web.patch(message, self._signed(self._edit)),
            web.delete(message, self._signed(self._delete)),
            web.post(f"{message}/reactions", self._signed(self._react)),
            web.post(f"{message}/let-go", self._signed(self._let_go)),
            web.post(f"{message}/heard-too", self._signed(self._heard_too)),
            web.post("/api/presses", self._signed(self._press)),
            web.post("/api/orders", self._signed(self._order)),
            web.get("/api/people/me/data", self._signed(self._look)),
            web.post("/api/people/me/wishes", self._signed(self._wish)),
            web.get("/api/report", self._signed(self._report)),
            web.get("/api/export/{form}", self._signed(self._export)),
            web.post("/api/board", self._signed(self._board)),
            web.post("/api/play", self._play),
            web.patch("/api/play", self._pace),
            web.delete("/api/play", self._stop),
        ]

    def _signed(self, handler: Signed) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def signed(request: web.Request) -> web.StreamResponse:
            return await handler(request, await self._who(request))

        return signed

    async def _who(self, request: web.Request) -> Person:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise SignedOutError
        return await self._chat.who(token)

    # --- people and messages -----------------------------------------------------------------

    async def _sign_in(self, request: web.Request) -> web.Response:
        asked = await _read(request, SignIn)
        return web.json_response(_seat(await self._chat.sign_in(asked.name)), status=201)

    async def _leave(self, _request: web.Request, me: Person) -> web.Response:
        await self._chat.leave(me.id)
        return _done()

    async def _stream(self, request: web.Request, me: Person) -> web.StreamResponse:
        return await self._streams.serve(request, me.id, once="once" in request.query)

    async def _post(self, request: web.Request, me: Person) -> web.Response:
        asked = await _read(request, NewMessage)
        message = await self._chat.post(me.id, asked.text, asked.reply_to)
        return web.json_response({"id": message.id}, status=201)

    async def _edit(self, request: web.Request, me: Person) -> web.Response:
        asked = await _read(request, Edit)
        await self._chat.edit(me.id, _message(request), asked.text)
        return _done()

    async def _delete(self, request: web.Request, me: Person) -> web.Response:
        await self._chat.delete(me.id, _message(request))
        return _done()

    async def _react(self, request: web.Request, me: Person) -> web.Response:
        asked = await _read(request, React)
        await self._chat.react(me.id, _message(request), asked.emoji, on=asked.on)
        return _done()

    # --- what is asked of Heed ---------------------------------------------------------------

    async def _let_go(self, request: web.Request, me: Person) -> web.Response:
        return _told(await self._desk.let_go(me.id, _message(request)))

    async def _heard_too(self, request: web.Request, me: Person) -> web.Response:
        return _told(await self._desk.heard_too(me.id, _message(request)))

    async def _press(self, request: web.Request, me: Person) -> web.Response:
        asked = await _read(request, Press)
        self._player.touched(asked.card)
        return _told(await self._desk.press(me.id, asked))

    async def _order(self, request: web.Request, me: Person) -> web.Response:
        asked = await _read(request, Order)
        return _told(await self._desk.order(me.id, asked.do))

    async def _look(self, _request: web.Request, me: Person) -> web.Response:
        return web.json_response(await self._own_data.look(me.id))

    async def _wish(self, request: web.Request, me: Person) -> web.Response:
        asked = await _read(request, AboutMe)
        return _told(await self._own_data.ask(me.id, asked.wish))

    async def _report(self, _request: web.Request, me: Person) -> web.Response:
        return web.json_response(render.page(await self._desk.report(me.id)))

    async def _board(self, _request: web.Request, me: Person) -> web.Response:
        """A link to the board, for a convener alone."""
        if not await self._desk.convenes(me.id):
            raise RefusedError("The board is the convener's. Press “Become the convener” first.")
        return web.json_response({"url": await self._boards.invite(self._chat.room, me.id)})

    async def _export(self, request: web.Request, me: Person) -> web.Response:
        form = request.match_info["form"]
        if form not in list(Format):
            raise UnfitError(f"An export is one of {', '.join(Format)}.")
        file, data = await self._desk.export(me.id, Format(form))
        kept = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return web.Response(body=data, content_type=_TYPES[Format(form)], headers=kept)

    # --- played meetings ---------------------------------------------------------------------

    async def _play(self, request: web.Request) -> web.Response:
        asked = await _read(request, Play)
        convener = await self._player.start(asked.meeting, asked.speed)
        if not asked.chair:
            return _done()
        return web.json_response(_seat(await self._chat.take_seat(convener)), status=201)

    async def _pace(self, request: web.Request) -> web.Response:
        asked = await _read(request, Pace)
        await self._player.pace(asked.speed)
        return _done()

    async def _stop(self, _request: web.Request) -> web.Response:
        await self._player.stop()
        return _done()


async def _read(request: web.Request, kind: type[_R]) -> _R:
    if request.content_type != "application/json":
        raise UnfitError("Please send JSON, as the page does.")
    try:
        return kind.model_validate_json(await request.read())
    except ValidationError as error:
        raise UnfitError(_unfit(error)) from error


def _unfit(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"This can't be read: {where or 'the request'}: {first['msg']}."


def _message(request: web.Request) -> str:
    return request.match_info["message"]


def _seat(seat: Seat) -> dict[str, str]:
    return {"id": seat.person.id, "name": seat.person.name, "token": seat.token}


def _done() -> web.Response:
    return web.json_response({})


def _told(replies: list[str]) -> web.Response:
    return web.json_response({"replies": replies})
