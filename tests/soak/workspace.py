"""The Slack of a busy workspace: it keeps what it is told, and fails as Slack does."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from aiohttp import web

from adapters.slack.manifest import SCOPES
from tests.adapters.slack.payloads import TEAM
from tests.adapters.slack.webapi import US, Fault, Json, SlackApi
from tests.soak.talk import channel_name, convener, people
from tests.soak.undisturbed import name_of

SLOW: Final = (0.3, 2.5)  # seconds
TOO_LATE: Final = 12.0  # seconds: later than Heed waits for an answer
A_PAGE: Final = 200
BUSY_FOR: Final = (1, 8)  # seconds

_CUT: Final = Fault(method="", cut=True)
_TROUBLE: Final = Fault(method="", status=503)
# What befalls a call, and how likely that is; where Slack has taken it all the same it says so.
MISHAPS: Final[Mapping[str, tuple[float, Fault | None]]] = {
    "429, Retry-After": (0.03, Fault(method="", status=429, error="ratelimited")),
    "503": (0.02, _TROUBLE),
    "503, but taken": (0.02, replace(_TROUBLE, taken=True)),
    "internal_error, but taken": (0.01, Fault(method="", error="internal_error", taken=True)),
    "cut off": (0.01, _CUT),
    "cut off, but taken": (0.02, replace(_CUT, taken=True)),
    "slow": (0.04, None),
    "taken, no answer in time": (0.005, None),
}
# Without these Heed doesn't start: whoever starts it tries again, which is another matter.
_SPARED: Final = frozenset({"auth.test"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of Heed's that stands on Slack; `at` in epoch seconds."""

    mark: str
    channel: str
    ts: str
    at: float
    blocks: Sequence[Json]


@dataclass
class Workspace(SlackApi):
    """The channels of so many rooms. `shown` are Heed's messages, by the marks that they bear.

    While it is `away` every connection is cut. `told` hears of each message that is new.
    """

    rooms: int = 0
    chance: random.Random = field(default_factory=random.Random)
    away: bool = False
    spares: bool = False
    mishaps: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[Shown]] = field(default_factory=dict)
    told: Callable[[Shown], None] = lambda _: None
    answered: dict[str, str] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or let it fail."""
        method = request.match_info["method"]
        if self.away:
            return _cut(request)
        name, fault = self._drawn(method)
        if name == "slow":
            await asyncio.sleep(self.chance.uniform(*SLOW))
        if fault is not None:
            self.faults.append(replace(fault, method=method, headers=self._headers(fault)))
        answer = await super().handle(request)
        if name == "taken, no answer in time":
            await asyncio.sleep(TOO_LATE)
        answer.headers["X-OAuth-Scopes"] = ",".join(SCOPES)
        return answer

    def _drawn(self, method: str) -> tuple[str, Fault | None]:
        """What befalls this call, if anything."""
        if self.spares or method in _SPARED:
            return "", None
        left = self.chance.random()
        for name, (likely, fault) in MISHAPS.items():
            left -= likely
            if left < 0:
                self.mishaps[name] += 1
                return name, fault
        return "", None

    def _headers(self, fault: Fault) -> Mapping[str, str]:
        busy = fault.status == 429
        return {"Retry-After": str(self.chance.randint(*BUSY_FOR))} if busy else {}

    async def hear_answer(self, request: web.Request) -> web.Response:
        """What somebody who pressed is told afterwards."""
        said = await request.json()
        self.answered[request.match_info["press"]] = str(said.get("text", ""))
        return web.Response(text="ok")

    def answer(self, method: str, said: Json) -> Json:
        """What Slack says, having done it."""
        match method:
            case "auth.test":
                us = {"user_id": US.bot_user_id, "bot_id": US.bot_id}
                return {"ok": True, "team": "Town", "team_id": TEAM, **us}
            case "users.info":
                name = name_of(said["user"])
                user = {"id": said["user"], "name": name, "profile": {"display_name": name}}
                return {"ok": True, "user": user}
            case "users.conversations":
                return self._listed(said)
            case "conversations.info":
                return {"ok": True, "channel": _described(said["channel"])}
            case "conversations.members":
                number = int(said["channel"].removeprefix("C"))
                here = [US.bot_user_id, convener(number), *people(number)]
                return {"ok": True, "members": here, "response_metadata": {}}
        answer = super().answer(method, said)
        if method == "chat.postMessage" and answer["ok"]:
            self._note(said, answer["ts"])
        return answer

    def _listed(self, said: Json) -> Json:
        first = int(said.get("cursor") or 0)
        numbers = range(first, min(first + A_PAGE, self.rooms))
        more = {"next_cursor": str(numbers.stop)} if numbers.stop < self.rooms else {}
        channels = [_described(channel_name(each)) for each in numbers]
        return {"ok": True, "channels": channels, "response_metadata": more}

    def _note(self, said: Json, ts: str) -> None:
        mark = str(said["metadata"]["event_payload"]["nonce"])
        shown = Shown(
            mark=mark, channel=said["channel"], ts=ts, at=time.time(), blocks=said["blocks"]
        )
        self.shown.setdefault(mark, []).append(shown)
        self.told(shown)

    def now_at(self, shown: Shown) -> Json:
        """The message as it stands now."""
        return next(each for each in self.messages[shown.channel] if each["ts"] == shown.ts)


def _described(channel: str) -> Json:
    return {"id": channel, "name": channel.lower(), "is_member": True, "creator": "U0"}


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)
