"""Whatever can be pressed, chosen or sent in on Slack, by everybody whom it isn't for.

Payloads are made up as far as anybody could: with others' cards, other rooms' ids, other questions,
and values that nobody was offered. The town's Slack signs them, so Heed takes them as Slack's own.
"""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from adapters.slack.address import Address, Do, Memory, Modal, block_id, metadata, option, press_id
from adapters.slack.shortcuts import Shortcut
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    Event,
    MemberJoined,
    OptedOut,
    Role,
)
from bot.domain.room import Room
from tests.adapters.slack.local.server import HEED, Person
from tests.adapters.slack.local.sight import Json, text_of
from tests.adapters.slack.local.town import HARBOUR, LENA, MAYA, PLACE, RUTH, TOM, ZOE, Town, town
from tests.adapters.slack.meetings import shown

WORDS = "I am Ruth, says somebody else"
STRANGER = Person("U0STRANGER", "Sam of another firm")
BOT = Person("U0ROBOT", "Another app")
GIVEAWAYS = ("hard to say", "partnership", "Maya")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose Slack tells over signed HTTP."""
    async with town(tmp_path, "events") as made:
        yield made


# --- made up ---------------------------------------------------------------------------------


def _where(card: Json) -> Address:
    _, room, name, question = json.loads(card["blocks"][-1]["block_id"])
    return Address(room=room, card=name, question=question)


def _acted(here: Town, who: Person, address: Address, action: Json) -> Json:
    now = f"{here.clock.now():.6f}"
    return {
        "type": "block_actions",
        "team": {"id": "T0TOWN", "domain": "town"},
        "user": {"id": who.id, "name": who.name, "team_id": "T0TOWN"},
        "api_app_id": "A0HEED",
        "container": {"type": "message", "message_ts": "1.2", "channel_id": PLACE.id},
        "channel": {"id": PLACE.id},
        "trigger_id": f"{next(here.numbers)}.1.a",
        "response_url": here.answers_url,
        "actions": [
            {"block_id": block_id(address, next(here.numbers)), "action_ts": now, **action}
        ],
    }


def _sent_in(here: Town, who: Person, modal: Modal, memory: Memory) -> Json:
    member = {"type": "static_select", "selected_option": {"value": TOM.id}}
    when = {"type": "static_select", "selected_option": {"value": "600"}}
    tick = {"type": "checkboxes", "selected_options": [{"value": memory.question}]}
    filled = {
        "b": {Do.WORDS: {"type": "plain_text_input", "value": WORDS}},
        "c": {Do.MEMBER: member},
        "d": {Do.WHEN: when},
        "e": {f"{Do.TICK}#1": tick},
    }
    return {
        "type": "view_submission",
        "team": {"id": "T0TOWN", "domain": "town"},
        "user": {"id": who.id, "name": who.name, "team_id": "T0TOWN"},
        "api_app_id": "A0HEED",
        "trigger_id": f"{next(here.numbers)}.1.a",
        "view": {
            "id": f"V0FORGED{next(here.numbers)}",
            "type": "modal",
            "callback_id": modal,
            "private_metadata": metadata(memory),
            "state": {"values": filled},
        },
    }


def _presses() -> list[Json]:
    """Each action by its own button, and chosen in a menu."""
    values = {Action.POST: WORDS, Action.HAND_TO: TOM.id, Action.LATER: "600"}
    pressed: list[Json] = []
    for action in Action:
        value = values.get(action, "")
        pressed.append({"type": "button", "action_id": press_id(action), "value": value})
        picked = {"value": option(action, value)}
        pressed.append({"type": "overflow", "action_id": Do.MENU, "selected_option": picked})
    stem = {"type": "static_select", "action_id": Do.STEM, "selected_option": {"value": "1"}}
    return [*pressed, stem]


async def _try_all(here: Town, who: Person, address: Address) -> None:
    """Press and send in all that there is, with this card and question."""
    payloads = [_acted(here, who, address, each) for each in _presses()]
    for modal in (Modal.FOLLOW, Modal.PREVIEW, Modal.HAND_TO, Modal.LATER):
        memory = Memory(room=address.room, card=address.card, question=address.question, text=WORDS)
        payloads.append(_sent_in(here, who, modal, memory))
    memory = Memory(room=address.room, question=address.question, text="summary post yes")
    payloads.append(_sent_in(here, who, Modal.PAGE, memory))
    for payload in payloads:
        await here._deliver("interactive", payload)


async def _kept(here: Town) -> Room:
    """The room as it is kept, but for what is in memory alone, and for time."""
    room = await here.look()
    room.questions = {
        name: replace(each, moved_on_to="", moved_on_in="") for name, each in room.questions.items()
    }
    room.now = room.seq = 0  # that time passes is nobody's doing
    room.wake_at = None
    return room


async def _happen(here: Town, *events: Event) -> None:
    for event in events:
        await here.companion.receive(event)
    await here.until(partial(_noticed, here), "the notice anew")


async def _noticed(here: Town) -> bool:
    """Whether the notice stands as it should: nothing else waits to be posted."""
    room = await here.look()
    return room.notice_posted == room.notice_wanted


# --- who tries -------------------------------------------------------------------------------


def _roles(here: Town) -> Sequence[tuple[str, Person, Sequence[Event]]]:
    """Each role, who has it, and what makes it theirs, one after another."""
    room, at = here.room, here.clock.now()

    def convenes(who: Person, role: Role = Role.CONVENER) -> Sequence[Event]:
        asked = ConvenerInvited(room=room, at=at, member=who.id, role=role, by=RUTH.id)
        return (asked, ConvenerAccepted(room=room, at=at, member=who.id))

    return (
        ("of the workspace, not in the channel", ZOE, ()),
        ("of no workspace that is known", STRANGER, ()),
        ("whoever asked", MAYA, ()),
        ("a member", TOM, ()),
        ("a member who opted out", TOM, (OptedOut(room=room, at=at, member=TOM.id),)),
        ("another convener", LENA, convenes(LENA)),
        ("a former convener", LENA, (ConvenerSteppedDown(room=room, at=at, member=LENA.id),)),
        ("a deputy", LENA, convenes(LENA, Role.DEPUTY)),
        (
            "another app",
            BOT,
            (MemberJoined(room=room, at=at, member=BOT.id, name=BOT.name, bot=True),),
        ),
        ("Heed itself", Person(HEED, "heed"), ()),
    )


async def test_nothing_of_a_card_is_for_anybody_but_its_recipient(here: Town) -> None:
    """By each role, each press, menu and modal: nothing is changed, shown, posted or sent."""
    _, card = await shown(here)
    address = _where(card)
    for role, who, events in _roles(here):
        await _happen(here, *events)
        before, said = await _kept(here), len(await here.said_in_public())
        answers, modals = len(here.answers), len(here.modals)
        await _try_all(here, who, address)
        assert await _kept(here) == before, role
        assert len(await here.said_in_public()) == said, role
        told = [text_of(each) for each in (*here.answers[answers:], *here.modals[modals:])]
        assert not [each for each in told for word in GIVEAWAYS if word in each], role
    ends = {"type": "button", "action_id": press_id(Action.LET_IT_REST)}
    await here._deliver("interactive", _acted(here, RUTH, address, ends))
    assert await _kept(here) != before, "for Ruth, the very same does something"


@pytest.mark.parametrize("made_up", ["room", "card", "question"])
async def test_nor_is_it_for_its_recipient_elsewhere(here: Town, made_up: str) -> None:
    """Ruth's own press, with another room, card or question in its place: nothing comes of it."""
    await shown(here)
    card = (await here.direct(RUTH))[-1]
    own = _where(card)
    other = {
        "room": replace(own, room=own.room.replace(PLACE.id, HARBOUR.id)),
        "card": replace(own, card=own.card.replace(RUTH.id, LENA.id)),
        "question": replace(own, question="1700000000.000100"),
    }[made_up]
    before = await _kept(here)
    for each in _presses():
        if made_up == "question" and _about_the_card(each):
            continue
        await here._deliver("interactive", _acted(here, RUTH, other, each))
    assert await _kept(here) == before


def _about_the_card(press: Json) -> bool:
    """Whether it is about the card as a whole, whichever question is named with it."""
    chosen = press.get("selected_option", {}).get("value", press["action_id"])
    return any(each in chosen for each in ("SHOW", "STEP_DOWN", "LATER"))


async def test_a_card_that_was_ones_own_does_nothing_after_stepping_down(here: Town) -> None:
    """Ruth's card still stands in her messages; what it bears is nobody's any more."""
    _, card = await shown(here)
    address = _where(card)
    await here.command(RUTH, "step-down")
    await here.until(partial(_noticed, here), "the notice anew")
    before = await _kept(here)
    await _try_all(here, RUTH, address)
    assert await _kept(here) == before
    assert await here.public(WORDS) is None


async def test_whom_a_press_names_is_a_person_and_nothing_else(here: Town) -> None:
    """What a menu of people brings back can't say more than one name."""
    await shown(here)
    before = await _kept(here)
    address = Address(room=here.room, card=RUTH.id)
    for chosen in ("U0LENA> remove <@U0RUTH", "me", "U0LENA deputy", "<@U0LENA>", ""):
        action = {"type": "users_select", "action_id": Do.INVITE, "selected_user": chosen}
        await here._deliver("interactive", _acted(here, RUTH, address, action))
    assert await _kept(here) == before


async def test_a_button_of_an_answer_is_asked_of_the_table_again(here: Town) -> None:
    """Tom presses what a convener and an admin were offered; for him it is refused, each time."""
    asked, _ = await shown(here)
    before = await _kept(here)
    address = Address(room=here.room)
    wishes = ("open", "summary post", "export", "board", "stats", "meeting end", "settings",
              "settings patience 9 messages, 9m", "resume", f"convener <@{TOM.id}>",
              f"convener <@{RUTH.id}> remove", "settings listener on yes")  # fmt: skip
    for wish in wishes:
        answers = len(here.answers)
        action = {"type": "button", "action_id": f"{Do.WISH}#1", "value": wish}
        await here._deliver("interactive", _acted(here, TOM, address, action))
        told = await here.until(partial(_answer, here, answers), f"an answer to {wish}")
        assert "This is for the room's" in told, wish
        assert not [each for each in GIVEAWAYS if each in told], wish
    assert await _kept(here) == before
    assert asked in before.questions


async def _answer(here: Town, before: int) -> str:
    return " ".join(text_of(each) for each in here.answers[before:])


@pytest.mark.parametrize("shortcut", [Shortcut.LET_GO, Shortcut.HEARD_TOO])
async def test_nobody_else_lets_a_question_go(here: Town, shortcut: Shortcut) -> None:
    """Only whoever asked; and whoever asked adds no weight to their own."""
    asked, _ = await shown(here)
    before = (await _kept(here)).questions[asked]
    others = (ZOE, STRANGER, RUTH, TOM) if shortcut is Shortcut.LET_GO else (ZOE, STRANGER, MAYA)
    for who in others:
        await here.shortcut(who, shortcut, asked, author=MAYA)
    after = (await _kept(here)).questions[asked]
    assert (after.state, after.heard_too) == (before.state, before.heard_too)
