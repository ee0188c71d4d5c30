"""One scripted meeting on every platform: the core sees the same, and the convener gets the same.

What differs by the platform's own nature is put on one footing: ids, times, what a room is
called, and that Slack answers in threads where others reply.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Action
from bot.domain.room import Card, Purpose, Room
from bot.domain.views import CardView
from bot.domain.wording import card_view
from tests.adapters.contract.stages import PLATFORMS, Stage, staged

ASKED = "If I'm honest, I still find it hard to say what our partnership is for?"
REWORDED = ASKED.replace("say", "put into words")
ANSWER = "Our partnership is for getting people home sooner, that's what it is for."
WITHIN = 15.0
"""Real seconds in which everything that is to come has come, on a busy machine too."""

TALK = (
    ("Tom", "The clinic opens at nine on Monday."),
    ("Lena", "I have printed the leaflets for the clinic."),
    ("Tom", "Then we need chairs in the clinic, twelve of them."),
    ("Lena", "The caretaker has the chairs in the cellar."),
    ("Tom", "I'll fetch the chairs with the van."),
    ("Lena", "The van is booked until ten."),
)


@dataclass
class Record:
    """What a meeting came to: what the core made of it, and what was shown at each step."""

    said: dict[str, int] = field(default_factory=dict)
    core: list[object] = field(default_factory=list)
    views: list[object] = field(default_factory=list)
    shown: list[tuple[CardView, str]] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


async def _play(stage: Stage) -> Record:
    record = Record()

    async def say(who: str, text: str, answers: str | None = None) -> str:
        message = await stage.say(who, text, answers)
        record.said[message] = len(record.said)
        return message

    await stage.convene()
    asked = await say("Maya", ASKED)
    for who, text in TALK:
        await say(who, text)
    await until(lambda: _has(stage, 1), "a nudge")
    await _note(stage, record)
    await stage.press("Show", Action.SHOW)
    await until(lambda: _reads(stage, "hard to say"), "the question on the card")
    await _note(stage, record)
    await stage.edit("Maya", asked, REWORDED)
    await until(lambda: _reads(stage, "hard to put into words"), "the words as they are now")
    await _note(stage, record)
    await say("Lena", ANSWER, asked)
    await until(lambda: _is_closed(stage), "the card's end")
    await _note(stage, record)
    opening = await say("Tom", "When does the library open on Saturday?")
    await say("Lena", "The library opens at ten on Saturday.", opening)
    gone = await say("Tom", "Who is missing from this decision, and why weren't they asked?")
    await stage.delete("Tom", gone)
    await until(lambda: _is_gone(stage, gone), "that what was deleted is gone")
    record.core = _of_the_core(await stage.room(), record.said)
    record.others = [await stage.cards(who) for who in ("Ruth", "Maya", "Tom", "Lena")]
    return record


async def until(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until something holds."""
    last = time.monotonic() + WITHIN
    while not await holds():
        assert time.monotonic() < last, f"{what} didn't come within {WITHIN:g} seconds"
        await asyncio.sleep(0.05)


async def _has(stage: Stage, cards: int) -> bool:
    return await stage.cards("Ruth") >= cards


async def _reads(stage: Stage, words: str) -> bool:
    return _plain(words) in _plain(await stage.card())


async def _is_closed(stage: Stage) -> bool:
    card = _nudge(await stage.room())
    return card.closed is not None and _plain(card.closed) in _plain(await stage.card())


async def _is_gone(stage: Stage, message: str) -> bool:
    room = await stage.room()
    question = room.questions.get(message)
    turn = next((each for each in room.turns if each.id == message), None)
    return (question is None or question.text is None) and (turn is None or turn.deleted)


async def _note(stage: Stage, record: Record) -> None:
    """Keep what is shown now, and the view that it was made from."""
    room = await stage.room()
    view = card_view(room, _nudge(room), room.now)
    record.shown.append((view, await stage.card()))
    record.views.append(_on_one_footing(view, room, record.said))


def _nudge(room: Room) -> Card:
    return [each for each in room.cards.values() if each.purpose is Purpose.NUDGE][-1]


_BY_TIME = ("In the", "The talk moved on")
"""Reasons that tell of times, which in the demo room are the machine's own."""


# --- on one footing --------------------------------------------------------------------------


def _of_the_core(room: Room, said: dict[str, int]) -> list[object]:
    """What the core remembers of the talk, people by name and messages by their number."""
    turns = [
        (
            said[each.id],
            room.name_of(each.author),
            said.get(each.reply_to or each.thread or ""),
            each.length,
            each.deleted,
        )
        for each in room.turns
        if each.id in said
    ]
    questions = [
        (
            said[each.message],
            room.name_of(each.asker),
            each.kind.value,
            each.state.value,
            each.text,
            [
                (said[pick.message], room.name_of(pick.author), pick.how.value)
                for pick in each.pick_ups
            ],
        )
        for each in room.questions.values()
        if each.message in said
    ]
    return [sorted(turns), sorted(questions)]


def _on_one_footing(view: CardView, room: Room, said: dict[str, int]) -> object:
    def text(words: str) -> str:
        return re.sub(r"\d+ \w+", "SOME TIME", words.replace(room.title or room.id, "ROOM"))

    return (
        view.purpose,
        text(view.title),
        [text(each) for each in view.lines],
        [
            (
                each.quote,
                each.who,
                [text(why) for why in each.why if not why.startswith(_BY_TIME)],
                [stem.text for stem in each.stems],
            )
            for each in view.details
        ],
        [(each.action, each.label) for each in view.buttons],
        [(each.action, each.label) for each in view.menu],
        said.get(view.target or ""),
        view.closed,
    )


def _plain(text: str) -> str:
    """Words alone: platforms mark up and escape in their own ways."""
    return " ".join(re.findall(r"\w+", text.casefold()))


# --- the contract ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """Each platform's record, once it was played."""
    return {}


@pytest.fixture(params=PLATFORMS)
async def record(
    request: pytest.FixtureRequest, tmp_path: Path, records: dict[str, Record]
) -> Record:
    """The meeting as it went on one platform."""
    name = str(request.param)
    if name not in records:
        async with staged(name, tmp_path) as stage:
            records[name] = await _play(stage)
    return records[name]


def _first(records: dict[str, Record]) -> Record:
    return next(iter(records.values()))


async def test_the_core_saw_the_same(record: Record, records: dict[str, Record]) -> None:
    """Who said what to whom, what asked, what became of it, what was deleted."""
    assert record.core == _first(records).core


async def test_the_convener_got_the_same(record: Record, records: dict[str, Record]) -> None:
    """At each step: alerted, shown, edited, taken up; and nobody else got anything."""
    assert record.views == _first(records).views
    assert record.others == [1, 0, 0, 0]


async def test_nothing_is_left_out_of_what_is_shown(record: Record) -> None:
    """Every word of the view stands in the platform's own message, and before *Show* no more."""
    for view, shown in record.shown:
        for words in _words_of(view):
            assert _plain(words) in _plain(shown), words
    before_show = _plain(record.shown[0][1])
    assert "hard to say" not in before_show
    assert "maya" not in before_show


def _words_of(view: CardView) -> list[str]:
    found: list[Any] = [view.title, *view.lines]
    for each in view.details:
        found += [each.quote or "", each.who, *each.why, *(stem.text for stem in each.stems)]
    # Slack asks in a modal how much later, where others list it.
    found += [each.label for each in (*view.buttons, *view.menu) if each.action is not Action.LATER]
    return [each for each in found if each]
