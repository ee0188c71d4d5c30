"""A town: people on a local Slack, and Heed among them, whole, on a database of its own."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from adapters.slack.app import SlackApp
from adapters.slack.gaps import Gaps
from bot.domain.room import Room
from tests.adapters.slack.local import heed, server
from tests.adapters.slack.local.heed import Faltering
from tests.adapters.slack.local.server import APP, HEED, SECRET, TEAM, Channel, LocalSlack, Person
from tests.adapters.slack.local.sight import Json, elements, pressable, text_of

RUTH = Person("U0RUTH", "Ruth")
MAYA = Person("U0MAYA", "Maya")
TOM = Person("U0TOM", "Tom")
LENA = Person("U0LENA", "Lena")
ZOE = Person("U0ZOE", "Zoe")
"""Somebody of the workspace who is in none of the channels."""

PEOPLE = [RUTH, MAYA, TOM, LENA, ZOE]
PLACE = Channel("C0PLACE", "place", (RUTH.id, MAYA.id, TOM.id, LENA.id, HEED))
HARBOUR = Channel("C0HARBOUR", "harbour", PLACE.members)
QUIET = Channel("C0QUIET", "quiet", (RUTH.id, MAYA.id))
WITHIN = 15.0
"""Real seconds in which everything that is to come has come, on a busy machine too."""


class ShiftedClock:
    """The machine's time, and so many seconds more: time passes when a test says so."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        """The time in epoch seconds."""
        return time.time() + self.ahead

    def seconds_until(self, at: float) -> float:
        """How many real seconds until it shows `at`."""
        return max(0.0, at - self.now())

    def after(self, seconds: float) -> float:
        """What it shows in so many real seconds."""
        return self.now() + seconds


@dataclass
class Town:
    """What people do there, and what they see."""

    slack: LocalSlack
    ui: aiohttp.ClientWebSocketResponse
    answers_url: str
    clock: ShiftedClock
    companion: Faltering
    app: SlackApp
    gaps: Gaps
    answers: list[Json] = field(default_factory=list)
    modals: list[Json] = field(default_factory=list)
    errors: Json = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    start_anew: Callable[[], Awaitable[None]] | None = None

    @property
    def room(self) -> str:
        """The id of the room that Heed is invited to."""
        return f"slack/{TEAM}/{PLACE.id}"

    async def look(self) -> Room:
        """The room as Heed has it."""
        room = await self.companion.look(self.room)
        assert room is not None
        return room

    # --- what people do ----------------------------------------------------------------------

    async def say(
        self, who: Person, text: str, *, channel: str = PLACE.id, thread: str | None = None
    ) -> str:
        """Somebody writes; the message's id comes back, once Heed has acknowledged it."""
        body = {"channel": channel, "user": who.id, "text": text, "thread_ts": thread}
        ts: str = (await self.slack.post("/_control/message", body))["message"]["ts"]
        return ts

    async def edit(self, who: Person, message: str, text: str) -> None:
        """Somebody puts their message otherwise."""
        body = {"channel": PLACE.id, "ts": message, "user": who.id, "text": text}
        await self.slack.post("/_control/edit-message", body)

    async def delete(self, who: Person, message: str) -> None:
        """Somebody takes their message away."""
        body = {"channel": PLACE.id, "ts": message, "user": who.id}
        await self.slack.post("/_control/delete-message", body)

    async def react(self, who: Person, message: str, emoji: str) -> None:
        """Somebody puts an emoji on a message."""
        body = {"channel": PLACE.id, "ts": message, "user": who.id, "name": emoji}
        await self.slack.post("/_control/reaction", body)

    async def command(self, who: Person, text: str, channel: str = PLACE.id) -> str:
        """Somebody types `/heed …`; what they are told comes back, as text."""
        before = len(await self.told(who, channel))
        body = {"channel": channel, "user": who.id, "command": "/heed", "text": text}
        await self.slack.post("/_control/command", body)
        told: str = await self.until(
            lambda: self._newest_told(who, channel, before), f"an answer to /heed {text}"
        )
        return told

    async def _newest_told(self, who: Person, channel: str, before: int) -> str:
        told = await self.told(who, channel)
        return text_of(told[-1]) if len(told) > before else ""

    async def press(self, who: Person, message: Json, label: str) -> None:
        """Somebody presses a button of a message, or chooses in one of its menus."""
        channel = message["channel"]
        action = pressable(message["blocks"], label)
        body = {"channel": channel, "messageTs": message["ts"], "user": who.id, "action": action}
        await self.slack.post("/_control/interact", body)

    async def choose_person(self, who: Person, message: Json, chosen: Person) -> None:
        """Somebody chooses a person in a message's select."""
        await self.slack.post("/_test/extra", {"selected_user": chosen.id})
        action = next(
            each for each in elements(message["blocks"]) if each["type"] == "users_select"
        )
        body = {
            "channel": message["channel"],
            "messageTs": message["ts"],
            "user": who.id,
            "action": {key: action[key] for key in ("type", "action_id", "block_id")},
        }
        await self.slack.post("/_control/interact", body)

    async def choose_in_modal(self, who: Person, select: Json, option: Json) -> None:
        """Somebody chooses an option in the open modal."""
        named = {key: select[key] for key in ("type", "action_id", "block_id")}
        await self._act(who, self.modals[-1], {**named, "selected_option": option})

    async def press_at_home(self, who: Person, action: Json) -> None:
        """Somebody presses a button of their App Home."""
        await self._act(who, self.homes[who.id], action)

    async def _act(self, who: Person, view: Json, action: Json) -> None:
        """Something is done in a view; the local Slack knows presses in messages alone."""
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "town"},
            "user": {"id": who.id, "name": who.name, "team_id": TEAM},
            "api_app_id": APP,
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": await self._trigger(),
            "view": view,
            "actions": [{**action, "action_ts": f"{self.clock.now():.6f}"}],
        }
        await self._deliver("interactive", payload)

    async def _trigger(self) -> str:
        """A trigger that opens a modal: the local Slack gives one with whatever was typed."""
        before = len(await self.messages(QUIET.id))
        body = {"channel": QUIET.id, "user": RUTH.id, "command": "/heed", "text": "help"}
        await self.slack.post("/_control/command", body)
        await self.until(lambda: self._longer(QUIET.id, before), "an answer")
        log = (await self.slack.get("/_control/log"))["log"]
        told = [each["detail"] for each in log if each["kind"] == "slash_commands"]
        given = [each for each in told if each]
        last = given[-1]
        fields = last if isinstance(last, dict) else dict(parse_qsl(str(last)))
        return str(fields["trigger_id"])

    async def _longer(self, channel: str, than: int) -> bool:
        return len(await self.messages(channel)) > than

    async def submit(self, who: Person, values: Mapping[str, Json]) -> None:
        """Somebody sends the open modal in; `values` are given by the actions' ids."""
        filled = {
            block["block_id"]: {block["element"]["action_id"]: value}
            for block in self.modals[-1]["blocks"]
            if block["type"] == "input"
            for name, value in values.items()
            if block["element"]["action_id"].startswith(name)
        }
        await self.ui.send_json({"t": "view_submit", "user": who.id, "values": filled})

    async def sends_in(self, who: Person, view: Json) -> None:
        """Somebody sends a view in that nobody opened for them, as far as they can make one up."""
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "town"},
            "user": {"id": who.id, "name": who.name, "team_id": TEAM},
            "api_app_id": APP,
            "trigger_id": f"{next(self.numbers)}.{time.time()}",
            "view": view,
        }
        await self._deliver("interactive", payload)

    async def shortcut(
        self, who: Person, callback: str, message: str, author: Person, **more: object
    ) -> Json:
        """Somebody chooses a shortcut of a message's; what they are told comes back.

        `more` stands in the payload in place of what usually does.
        """
        before = len(self.answers)
        number = next(self.numbers)
        payload = {
            "type": "message_action",
            "callback_id": callback,
            "trigger_id": f"{number}.{time.time()}",
            "action_ts": f"{self.clock.now():.6f}",
            "team": {"id": TEAM, "domain": "town"},
            "user": {"id": who.id, "name": who.name, "team_id": TEAM},
            "channel": {"id": PLACE.id, "name": PLACE.name},
            "message": {"type": "message", "user": author.id, "ts": message, "text": "…"},
            "message_ts": message,
            "response_url": self.answers_url,
            "api_app_id": APP,
            **more,
        }
        await self._deliver("interactive", payload)
        told: Json = await self.until(
            lambda: _soon(self.answers[-1] if len(self.answers) > before else None),
            f"an answer to the shortcut {callback}",
        )
        return told

    async def open_home(self, who: Person) -> None:
        """Somebody opens App Home."""
        await self.slack.post("/_control/open-home", {"user": who.id})

    # --- what Slack tells --------------------------------------------------------------------

    async def happens(self, event: Json, *, event_id: str = "", retry: str = "") -> bool:
        """Slack tells of an event that the local one has no word for; whether it was heard.

        `retry` is for which time it tells again, where it does.
        """
        now = self.clock.now()
        payload = {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": event_id or f"EvTEST{next(self.numbers)}",
            "event_time": int(now),
            "event": {"event_ts": f"{now:.6f}", **event},
            "authorizations": [{"team_id": TEAM, "user_id": HEED, "is_bot": True}],
        }
        return await self._deliver("events_api", payload, retry)

    async def _deliver(self, kind: str, payload: Json, retry: str = "") -> bool:
        if self.slack.mode == "socket":
            envelope = {
                "envelope_id": f"envelope-{next(self.numbers)}",
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
            said = await self.slack.post("/_test/deliver", envelope)
            return bool(said["acknowledged"])
        as_form = kind == "interactive"
        body = urlencode({"payload": json.dumps(payload)}) if as_form else json.dumps(payload)
        content = "application/x-www-form-urlencoded" if as_form else "application/json"
        again = {"X-Slack-Retry-Num": retry} if retry else {}
        headers = {**signed(body), "Content-Type": content, **again}
        async with self.slack.session.post(
            self.slack.events_url, data=body, headers=headers
        ) as response:
            return response.status == 200

    async def invite(self, by: Person = RUTH) -> Json:
        """Heed is added to the channel; its greeting comes back."""
        joined = {
            "type": "member_joined_channel",
            "user": HEED,
            "channel": PLACE.id,
            "channel_type": "C",
            "team": TEAM,
            "inviter": by.id,
        }
        assert await self.happens(joined)
        greeting: Json = await self.until(lambda: self.public("Heed has joined"), "the greeting")
        return greeting

    async def pass_time(self, seconds: float) -> None:
        """Let so much time pass, for Slack and for Heed."""
        self.clock.ahead += seconds
        await self.slack.post("/_test/clock", {"ahead": self.clock.ahead})
        self.companion.clock_changed()

    # --- what people see ---------------------------------------------------------------------

    async def messages(self, channel: str = PLACE.id) -> list[Json]:
        """Everything in a channel, ephemeral messages too."""
        found: list[Json] = (await self.slack.get(f"/_control/messages/{channel}"))["messages"]
        return found

    async def said_in_public(self) -> list[Json]:
        """What Heed has said to the whole channel."""
        return [
            each
            for each in await self.messages()
            if each["user"] == HEED and each.get("subtype") != "ephemeral"
        ]

    async def public(self, words: str) -> Json | None:
        """The last of these that holds some words."""
        found = [each for each in await self.said_in_public() if words in text_of(each)]
        return found[-1] if found else None

    async def told(self, who: Person, channel: str = PLACE.id) -> list[Json]:
        """What somebody alone was told in a channel."""
        return [each for each in await self.messages(channel) if each.get("ephemeral_to") == who.id]

    async def direct(self, who: Person) -> list[Json]:
        """What Heed has written to somebody directly."""
        channels = (await self.slack.get("/_control/state"))["channels"]
        mine = [each for each in channels if each["is_im"] and who.id in each["members"]]
        return [
            message
            for channel in mine
            for message in await self.messages(channel["id"])
            if message["user"] == HEED and message.get("subtype") != "ephemeral"
        ]

    async def card(self, who: Person, words: str) -> Json:
        """The last direct message with some words, once it is there."""

        async def newest() -> Json | None:
            found = [each for each in await self.direct(who) if words in text_of(each)]
            return found[-1] if found else None

        found: Json = await self.until(newest, f"a direct message to {who.name} with “{words}”")
        return found

    async def modal(self, words: str) -> Json:
        """The modal that is open, once it shows some words."""

        async def shown() -> Json | None:
            top = self.modals[-1] if self.modals else None
            return top if top is not None and words in text_of(top) else None

        modal: Json = await self.until(shown, f"a modal with “{words}”")
        return modal

    async def until(self, holds: Callable[[], Awaitable[Any]], what: str) -> Any:  # noqa: ANN401 - whatever it gives
        """Wait until something holds; what it gives comes back."""
        last = time.monotonic() + WITHIN
        while not (found := await holds()):
            assert time.monotonic() < last, f"{what} didn't come within {WITHIN:g} seconds"
            await asyncio.sleep(0.02)
        return found

    async def restart(self) -> None:
        """Heed is stopped and started anew, on the same database."""
        assert self.start_anew is not None
        before = await self._hellos()
        await self.start_anew()
        await self.until(lambda: self.connected(before), "Heed's connection to Slack")

    async def connected(self, before: int = 0) -> bool:
        """Whether Slack can reach Heed: over a new socket, or by requests in any case."""
        return self.slack.mode == "events" or await self._hellos() > before

    async def _hellos(self) -> int:
        log = (await self.slack.get("/_control/log"))["log"]
        return sum("hello" in each["summary"] for each in log)

    async def watch(self) -> None:
        """Keep what the workspace's own page shows: modals and homes."""
        async for frame in self.ui:
            told = frame.json()
            match told["t"]:
                case "view":
                    self.modals = told["stack"]
                case "view_errors":
                    self.errors = told["errors"]
                case "home":
                    self.homes[told["user"]] = told["view"]


async def _soon(value: Any) -> Any:  # noqa: ANN401 - whatever it is
    return value


def signed(body: str, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs a body, then (epoch seconds) or now."""
    stamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


Between = Callable[[LocalSlack], AbstractAsyncContextManager[LocalSlack]]
"""What Heed reaches in Slack's place."""


@asynccontextmanager
async def no_one_between(slack: LocalSlack) -> AsyncIterator[LocalSlack]:
    """Slack itself."""
    yield slack


@asynccontextmanager
async def town(
    folder: Path,
    mode: str,
    more: Mapping[str, str] = MappingProxyType({}),
    between: Between = no_one_between,
) -> AsyncIterator[Town]:
    """A town whose Heed is reached by `socket` or `events` (signed HTTP).

    `more` are settings of its .env beside the usual ones; `between` may put something between Heed
    and Slack.
    """
    server.require()
    async with AsyncExitStack() as stack:
        port = server.free_port()
        events_url = f"http://127.0.0.1:{port}/slack/events" if mode == "events" else ""
        slack = await stack.enter_async_context(
            server.running(folder, mode, PEOPLE, [PLACE, HARBOUR, QUIET], events_url)
        )
        clock = ShiftedClock()
        reached = await stack.enter_async_context(between(slack))
        ui = await slack.session.ws_connect(f"{slack.url}/ui")
        answers: list[Json] = []
        answers_url = await stack.enter_async_context(_answering(answers))
        heeds = await stack.enter_async_context(AsyncExitStack())
        start = partial(heed.running, folder, reached, clock, port, more)
        app, companion, gaps = await heeds.enter_async_context(start())
        made = Town(slack, ui, answers_url, clock, companion, app, gaps, answers)
        await made.until(made.connected, "Heed's connection to Slack")

        async def start_anew() -> None:
            await heeds.aclose()
            made.app, made.companion, made.gaps = await heeds.enter_async_context(start())

        made.start_anew = start_anew
        watching = asyncio.create_task(made.watch())
        try:
            yield made
        finally:
            await ui.close()
            await watching


@asynccontextmanager
async def _answering(answers: list[Json]) -> AsyncIterator[str]:
    """Where answers go that the local Slack gives no address for."""

    async def answered(request: web.Request) -> web.Response:
        answers.append(await request.json())
        return web.Response(text="ok")

    site = web.Application()
    site.add_routes([web.post("/answers", answered)])
    async with heed.served(site, server.free_port()) as url:
        yield f"{url}/answers"
