"""Who may see what, tried by people who would see or do more: rules 2 and 3, on Slack itself."""

import asyncio
import json
import logging
from dataclasses import replace
from functools import partial

import pytest
from structlog.testing import capture_logs

from adapters.slack.address import Address, Do, Memory, Modal, block_id, metadata, press_id
from adapters.slack.shortcuts import Shortcut
from bot.domain.events import Action
from bot.domain.question import Question
from bot.domain.room import Room
from tests.adapters.slack.local.server import APP_TOKEN, BOT_TOKEN, HEED, SECRET, TEAM, Person
from tests.adapters.slack.local.sight import Json, text_of
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, RUTH, TOM, Town
from tests.adapters.slack.meetings import APART, ASKED, convened, left_hanging, shown, talk

STRANGER = Person("U0STRANGER", "Sam of another firm")
WISHES = (
    "summary",
    "summary meeting",
    "summary since 2h",
    "summary post",
    "summary post yes",
    "open",
    "convener",
    "meeting",
    "settings",
    "stats",
    "board",
    "export",
    "my-data",
    "help",
)
PRESSED = ("rest", "speak with them privately", "not a question", "nudged", "reminded", "missed")


async def _joint(here: Town) -> None:
    """Ruth and Lena convene together."""
    await here.command(RUTH, f"convener <@{LENA.id}>")
    asked = await here.card(LENA, "Would you convene #place?")
    await here.press(LENA, asked, "I'll convene")
    practice = await here.card(LENA, "practice")
    await here.press(LENA, practice, "Show")
    await here.press(LENA, await here.card(LENA, "Already followed"), "Already followed")


async def _pressed_by_ruth(here: Town, card: Json, **said: object) -> None:
    """A press as Slack would tell of it, made up: `said` stands in its action."""
    action = {"type": "button", "block_id": card["blocks"][-1]["block_id"], **said}
    body = {"channel": card["channel"], "messageTs": card["ts"], "user": TOM.id, "action": action}
    await here.slack.post("/_control/interact", body)


# --- commands --------------------------------------------------------------------------------


@pytest.mark.parametrize("here", ["events"], indirect=True)
@pytest.mark.parametrize("who", [TOM, MAYA, STRANGER], ids=lambda who: who.name)
async def test_no_command_shows_what_hangs_to_others_than_conveners(
    here: Town, who: Person
) -> None:
    """Neither a member, nor the asker of others' questions, nor a stranger sees what hangs."""
    await left_hanging(here)
    await here.card(RUTH, "worth returning to")
    for wish in WISHES:
        told = await here.command(who, wish)
        if who is not MAYA or wish != "my-data":  # her own words are hers to see
            assert "hard to say" not in told, wish
        if who is not MAYA:
            assert "Maya" not in told, wish
        assert not [each for each in PRESSED if each in told.casefold()] or wish == "help", wish


async def test_a_deputy_sees_no_more_than_a_member(here: Town) -> None:
    """They are told only where no convener can be: not what hangs, not that Ruth was nudged."""
    await left_hanging(here)
    await here.card(RUTH, "worth returning to")
    await here.command(RUTH, f"convener <@{LENA.id}> deputy")
    asked = await here.card(LENA, "#place")
    await here.press(LENA, asked, "I'll convene")
    await here.until(partial(_convenes, here, LENA), "that she is a deputy")
    for wish in WISHES:
        told = await here.command(LENA, wish)
        assert "hard to say" not in told, wish
        assert "Maya" not in told, wish
        assert not [each for each in PRESSED if each in told.casefold()] or wish == "help", wish
    assert not [each for each in await here.direct(LENA) if "worth" in text_of(each)]


async def _convenes(here: Town, who: Person) -> bool:
    known = (await here.look()).conveners.get(who.id)
    return known is not None and known.accepted


@pytest.mark.parametrize(
    "label", ["Let it rest", "I'll speak with them privately", "Not a question", "Already followed"]
)
async def test_another_convener_is_not_told_what_was_pressed(here: Town, label: str) -> None:
    """Their card closes, in the same words whatever it was, and nothing says who pressed what."""
    await convened(here)
    await _joint(here)
    await here.command(RUTH, "meeting start")
    await here.pass_time(APART)
    await here.say(MAYA, ASKED)
    await talk(here)
    mine = await here.card(RUTH, "worth returning to")
    theirs = await here.card(LENA, "worth returning to")
    await here.press(RUTH, mine, "Show")
    await here.press(RUTH, await here.card(RUTH, "hard to say"), label)
    closed = await here.until(partial(_closed, here, LENA, theirs["ts"]), "Lena's card, closed")
    assert text_of(closed).endswith("This one is settled. Nothing to do.")
    seen = [text_of(closed), closed["text"]]
    seen += [await here.command(LENA, wish) for wish in ("summary", "open", "my-data")]
    for words in seen:
        assert "Ruth" not in words.replace("Ruth and Lena", "")
        assert label.casefold() not in words.casefold()


async def _closed(here: Town, who: Person, ts: str) -> Json | None:
    card = next(each for each in await here.direct(who) if each["ts"] == ts)
    return card if "Nothing to do" in text_of(card) else None


# --- presses and modals that aren't one's own -------------------------------------------------


@pytest.mark.parametrize("here", ["events"], indirect=True)
@pytest.mark.parametrize("action", list(Action), ids=lambda action: action.name)
async def test_no_button_of_a_card_works_for_another(here: Town, action: Action) -> None:
    """Made up with Ruth's card, Tom's press changes nothing and shows him nothing."""
    asked, card = await shown(here)
    before = _kept(await here.look(), asked)
    conveners = (await here.look()).conveners
    told, direct = len(await here.told(TOM, card["channel"])), len(await here.direct(TOM))
    await _pressed_by_ruth(here, card, action_id=press_id(action), value=TOM.id)
    await asyncio.sleep(0.2)
    room = await here.look()
    assert (_kept(room, asked), room.conveners) == (before, conveners)
    assert len(await here.direct(TOM)) == direct
    said = [text_of(each) for each in (await here.told(TOM, card["channel"]))[told:]]
    said += [text_of(each) for each in here.modals]
    assert not [each for each in said if "hard" in each or "Maya" in each or "partnership" in each]


@pytest.mark.parametrize("here", ["events"], indirect=True)
@pytest.mark.parametrize("modal", [Modal.FOLLOW, Modal.PREVIEW, Modal.HAND_TO, Modal.LATER])
async def test_no_modal_of_a_card_works_for_another(here: Town, modal: Modal) -> None:
    """Sent in by Tom with what Ruth's modal remembers, nothing is posted, handed on or put off."""
    asked, card = await shown(here)
    before = _kept(await here.look(), asked)
    address = _address(card)
    memory = Memory(
        room=address.room, card=address.card, question=address.question, text="I am Ruth, says Tom"
    )
    view = {
        "id": "V0FORGED",
        "type": "modal",
        "callback_id": modal,
        "private_metadata": metadata(memory),
        "state": {
            "values": {
                "b": {Do.WORDS: {"type": "plain_text_input", "value": "I am Ruth, says Tom"}},
                "c": {Do.MEMBER: {"type": "static_select", "selected_option": {"value": TOM.id}}},
                "d": {Do.WHEN: {"type": "static_select", "selected_option": {"value": "600"}}},
            }
        },
    }
    await here.sends_in(TOM, view)
    await asyncio.sleep(0.2)
    assert _kept(await here.look(), asked) == before
    assert await here.public("I am Ruth") is None
    assert not await here.direct(TOM)


def _kept(room: Room, asked: str) -> Question:
    """The question as it is kept: others' words live in memory alone, and may go at any time."""
    return replace(room.questions[asked], moved_on_to="")


def _address(card: Json) -> Address:
    _, room, name, question = json.loads(card["blocks"][-1]["block_id"])
    return Address(room=room, card=name, question=question)


async def test_a_wish_is_done_for_whoever_presses_it(here: Town) -> None:
    """A button of somebody else's answer asks for the presser's own data, not for theirs."""
    await left_hanging(here)
    asked = await here.say(RUTH, "Anything else?")
    address = block_id(Address(room=here.room), 0)
    body = {
        "channel": PLACE.id,
        "messageTs": asked,
        "user": TOM.id,
        "action": {
            "type": "button",
            "action_id": f"{Do.WISH}#1",
            "block_id": address,
            "value": "forget-me yes",
        },
    }
    before = await here.look()
    await here.slack.post("/_control/interact", body)
    await here.until(lambda: here.told(TOM), "an answer to Tom")
    after = await here.look()
    assert TOM.id not in after.members
    assert {MAYA.id, RUTH.id} <= set(after.members)
    assert len(after.questions) == len(before.questions)


@pytest.mark.parametrize("here", ["events"], indirect=True)
@pytest.mark.parametrize("shortcut", list(Shortcut))
async def test_a_stranger_gets_nothing_by_a_shortcut(here: Town, shortcut: Shortcut) -> None:
    """Who isn't in the channel neither sees nor changes anything with a message's shortcut."""
    asked = await left_hanging(here)
    before = _kept(await here.look(), asked)
    told = await here.shortcut(STRANGER, shortcut, asked, author=MAYA)
    assert "aren't in" in text_of(told)
    assert _kept(await here.look(), asked) == before


async def test_a_shortcut_tells_nobody_whether_it_was_a_question(here: Town) -> None:
    """Whatever message it is chosen on, the answer is the same: it can't be used to find out."""
    asked = await left_hanging(here)
    other = await here.say(LENA, "The caretaker has gone home.")
    for shortcut in (Shortcut.LET_GO, Shortcut.HEARD_TOO):
        answers = [
            text_of(await here.shortcut(TOM, shortcut, message, author=author))
            for message, author in ((asked, MAYA), (other, LENA))
        ]
        assert len(set(answers)) == 1, shortcut


# --- App Home --------------------------------------------------------------------------------


async def test_a_button_at_home_of_somebody_who_left_does_nothing(here: Town) -> None:
    """Their App Home stands as it was; what they press in it isn't done any more."""
    await convened(here)
    left = {"type": "member_left_channel", "user": RUTH.id, "channel": PLACE.id}
    assert await here.happens(left)
    here.homes[RUTH.id] = {"id": "V0HOME", "type": "home", "blocks": []}
    action = {
        "type": "button",
        "action_id": f"{Do.WISH}#1",
        "block_id": block_id(Address(room=here.room), 0),
        "value": "meeting start",
    }
    await here.press_at_home(RUTH, action)
    await here.modal("This is for the room's members")
    assert (await here.look()).meeting is None


# --- alerts and logs -------------------------------------------------------------------------


async def test_no_alert_says_what_it_is_about(here: Town) -> None:
    """Of every card the `text` and the first blocks bear no words of a question, and no asker."""
    _, card = await shown(here)
    await here.press(RUTH, card, "Hand to…")
    await here.modal("Who could pick it up?")
    tom = {"type": "static_select", "selected_option": {"value": TOM.id}}
    await here.submit(RUTH, {"heed.member": tom})
    handed = await here.card(TOM, "asks whether you would pick something up")
    await here.press(TOM, handed, "Show")
    await here.card(TOM, "hard to say")
    await here.command(RUTH, "meeting end")
    await here.pass_time(600)
    cards = [each for who in (RUTH, TOM, LENA, MAYA) for each in await here.direct(who)]
    assert len(cards) >= 3
    for each in cards:
        first = text_of({"blocks": each["blocks"][:1]})
        for words in (each["text"], first):
            assert "hard to say" not in words
            assert "Maya" not in words
            assert "question" not in words.casefold().replace("questions left hanging", "")


async def test_at_the_finest_level_no_log_holds_words_or_secrets(
    here: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Every logger at DEBUG, the libraries' too, over a whole meeting: no words, no tokens."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        asked, card = await shown(here)
        await here.edit(MAYA, asked, ASKED.replace("say", "articulate"))
        await here.press(RUTH, card, "Post through Heed…")
        await here.modal("Begin with one of these")
        words = {"heed.words": {"type": "plain_text_input", "value": "a follow in secret words"}}
        await here.submit(RUTH, words)
        await here.modal("This is what the room will see")
        await here.submit(RUTH, {})
        await here.until(lambda: here.public("a follow in secret words"), "the follow")
        await here.command(LENA, "secret words")
        await here.shortcut(TOM, Shortcut.HEARD_TOO, asked, author=MAYA)
        await here.say(TOM, "secret words", channel=TOM.id)
        await here.restart()
    own = [each for each in caplog.records if not _of_the_tests_own(each)]
    assert any(each.name.startswith("slack_sdk") for each in own), "libraries do log here"
    written = json.dumps(logs, default=str) + "\n".join(map(_written, own))
    for told in ("hard to say", "articulate", "secret words", "clinic", "chairs", "Maya"):
        assert told not in written, told
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
        assert secret not in written, secret


def _written(record: logging.LogRecord) -> str:
    return f"{record.name}: {record.getMessage()} {record.exc_text or ''}"


def _of_the_tests_own(record: logging.LogRecord) -> bool:
    """The tests' own part of the town logs here too: what it serves and asks."""
    return record.name in {"aiohttp.access", "aiohttp.server"}


async def test_heed_and_other_bots_are_no_members_to_be_asked(here: Town) -> None:
    """Neither Heed itself nor a bot convenes, whoever says so."""
    await convened(here)
    for bot in (HEED, "B0OTHER"):
        told = await here.command(RUTH, f"convener <@{bot}>")
        assert "nobody here called" in told
    assert HEED not in (await here.look()).conveners
    assert TEAM in here.room
