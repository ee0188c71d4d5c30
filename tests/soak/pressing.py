"""What conveners do about the cards that they are shown: a third follows, a third lets it rest."""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from itertools import count
from typing import Final
from urllib.parse import urlencode

from adapters.slack.address import (
    Address,
    BadAddressError,
    Memory,
    Modal,
    address_of,
    block_id,
    metadata,
    press_id,
)
from adapters.slack.desk import NO_ANSWER
from bot.domain.answers import NOT_KEPT, SORRY
from bot.domain.events import Action, Event
from tests.adapters.slack.payloads import TEAM
from tests.soak.talk import End, Json, Talk
from tests.soak.telling import Teller
from tests.soak.undisturbed import pressed
from tests.soak.workspace import Shown, Workspace

WAITS: Final = (2.0, 6.0)  # seconds from a card to its press
TOLD_WITHIN: Final = 4.0  # seconds in which whoever pressed hears that it couldn't be done
ACTIONS: Final = (Action.POST, Action.LET_IT_REST, None)
_FAILED: Final = (NOT_KEPT, NO_ANSWER, SORRY)
_FORM: Final = "application/x-www-form-urlencoded"


class Conveners:
    """They look at the cards of questions that hang for good, and press until it is done.

    `done` is what the core was told. `answers` is where Heed tells them what came of it.
    """

    def __init__(
        self, talk: Talk, teller: Teller, workspace: Workspace, answers: str, chance: random.Random
    ) -> None:
        self.done: list[Event] = []
        self._talk = talk
        self._teller = teller
        self._workspace = workspace
        self._answers = answers
        self._chance = chance
        self._numbers = count(1)
        workspace.told = self._look

    def _look(self, shown: Shown) -> None:
        about = card_on(shown.blocks)
        if about is None:
            return
        channel, message = about.room.rpartition("/")[2], about.card.split(":")[1]
        if self._talk.ends.get((channel, message)) is End.HANGS:
            action = self._chance.choice(ACTIONS)
            if action is not None:
                self._teller.begin(self._press(action, about, shown))

    async def _press(self, action: Action, about: Address, shown: Shown) -> None:
        await asyncio.sleep(self._chance.uniform(*WAITS))
        number, at = f"press{next(self._numbers)}", time.time()
        said = _submitted(number, about) if action is Action.POST else _acted(action, about, shown)
        body: Json = {
            **said,
            "team": {"id": TEAM, "domain": "town"},
            "user": {"id": shown.channel.removeprefix("D"), "team_id": TEAM},
            "api_app_id": "AHEED",
            "trigger_id": number,
            "response_url": f"{self._answers}/{number}",
        }
        if action is not Action.POST:
            body["actions"][0]["action_ts"] = f"{at:.6f}"
        while not await self._is_done(number, body):
            self._workspace.answered.pop(number, None)
        self.done.append(pressed(body, at))

    async def _is_done(self, number: str, body: Json) -> bool:
        """Whether whoever pressed wasn't told that it couldn't be done."""
        said = await self._teller.until_taken(urlencode({"payload": json.dumps(body)}), _FORM)
        if any(each in said for each in _FAILED):
            return False
        await asyncio.sleep(TOLD_WITHIN)
        told = self._workspace.answered.get(number, "")
        return not any(each in told for each in _FAILED)


def card_on(blocks: Sequence[Json]) -> Address | None:
    """Which card a message is, by what its buttons bring back; None where it has none of ours."""
    for block in blocks:
        try:
            return address_of(block.get("block_id"))
        except BadAddressError:
            continue
    return None


def _submitted(number: str, about: Address) -> Json:
    """The preview of a follow is sent in."""
    words = f"Shall we stay with this for a moment? ({number})"
    memory = Memory(room=about.room, card=about.card, question=about.question, text=words)
    return {
        "type": "view_submission",
        "view": {
            "id": f"V{number}",
            "type": "modal",
            "callback_id": Modal.PREVIEW.value,
            "private_metadata": metadata(memory),
            "state": {"values": {}},
        },
    }


def _acted(action: Action, about: Address, shown: Shown) -> Json:
    """A button of a card is pressed."""
    return {
        "type": "block_actions",
        "container": {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel},
        "channel": {"id": shown.channel},
        "message": {"ts": shown.ts},
        "actions": [
            {"type": "button", "action_id": press_id(action), "block_id": block_id(about, 1)}
        ],
    }
