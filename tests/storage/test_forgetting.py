"""After forget-me nothing of somebody is left: not in memory, not in the raw files."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain import names, phrases
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    HeardToo,
    MeetingEnded,
    MemberJoined,
    MessageEdited,
    MessagePosted,
    PageAsked,
    Pressed,
)
from bot.domain.question import State
from bot.domain.room import Room
from storage.codec import pack_room
from tests.storage.raw import NAMES, ROOM, Talk, remembered, talk_in

OTHER = "fake/other"
ELSEWHERE = "elsewhere/room"


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A question by `u1` hangs, and all sorts of traces of everybody are about."""
    async with talk_in(tmp_path) as talk:
        await talk.let_hang()
        at = talk.clock.at
        await talk.hear(HeardToo(room=ROOM, at=at, by="u2", message="m1"))
        await talk.say("m20", "u2", "Why does Ottoline always get the harpsichord room?")
        await talk.say("m21", "u1", "Because I asked for it in the marmalade minutes.", "m20")
        for room in (OTHER, ELSEWHERE):
            name = NAMES["u1"]
            await talk.hear(MemberJoined(room=room, at=at, member="u1", name=name))
        yield talk


def traces(room: Room, *words: str) -> set[str]:
    """Which of these words are anywhere in a room as it is held in memory."""
    parts = (room.members, room.turns, room.questions, room.cards, pack_room(room).decode())
    return {word for word in words if word in repr(parts)}


async def in_tables(talk: Talk, *words: str) -> set[str]:
    """Which of these words are anywhere in the raw files."""
    written = await talk.written()
    return {word for word in words if word.encode() in written}


async def test_an_askers_words_and_name_are_nowhere(talk: Talk) -> None:
    """Not in the question, nor in others' words, nor in free pages or the log."""
    words = ("zeppelin", "Ottoline", "Featherstone", "marmalade")
    assert await in_tables(talk, "zeppelin", "Ottoline", "harpsichord") == {
        "zeppelin",
        "Ottoline",
        "harpsichord",
    }
    said = await talk.privacy.forget("fake", "u1")
    assert said.startswith("Done")
    room = await talk.room()
    assert traces(room, "u1", *words) == set()
    assert await in_tables(talk, *words[:1], *words[3:]) == set()
    # On another platform the same id is somebody else.
    other = await talk.store.look(ELSEWHERE)
    assert other is not None
    assert other.name_of("u1") == NAMES["u1"]
    await talk.store.care.purge_rooms(ELSEWHERE)
    assert await in_tables(talk, *words) == set()


@pytest.mark.parametrize("wish", ["forget", "opt_out"])
async def test_memory_holds_no_word_of_theirs_either(talk: Talk, wish: str) -> None:
    """Not in the room that is remembered, nor in what of its last minute could be told again."""
    words = ("zeppelin", "marmalade")
    assert remembered(*words) == {*words}
    assert names.forms.cache_info().currsize
    await getattr(talk.privacy, wish)("fake", "u1")
    assert remembered(*words) == set()
    if wish == "forget":
        assert not names.forms.cache_info().currsize
        assert not phrases.parts.cache_info().currsize


async def test_what_they_took_up_stays_taken_up_by_somebody(talk: Talk) -> None:
    """A follow doesn't come undone because whoever made it is forgotten."""
    before = (await talk.room()).questions["m20"]
    assert [each.author for each in before.pick_ups] == ["u1"]
    await talk.privacy.forget("fake", "u1")
    after = (await talk.room()).questions["m20"]
    assert (after.state, [each.author for each in after.pick_ups]) == (before.state, [""])
    assert after.text == "Why does somebody always get the harpsichord room?"


async def test_their_question_goes_and_its_card_says_so(talk: Talk) -> None:
    """As if its message had been deleted; what arrives of it later isn't read."""
    await talk.privacy.forget("fake", "u1")
    questions = await talk.store.questions(ROOM)
    gone = next(each for each in questions if each.id == "m1")
    assert (gone.state, gone.text, gone.asker) == (State.GONE, None, "")
    assert all(each.closed for each in (await talk.room()).cards.values())
    text = "How does the zeppelin money reach us?"
    await talk.hear(MessageEdited(room=ROOM, at=talk.clock.at, id="m21", text=text))
    again = MessagePosted(room=ROOM, at=talk.clock.at, id="m21", author="u1", text=text)
    await talk.hear(again)
    assert "zeppelin" not in repr(await talk.store.questions(ROOM))


async def test_a_convener_is_forgotten_too(talk: Talk) -> None:
    """With what they were sent and pressed; the notice that named them is renewed."""
    at = talk.clock.at
    await talk.hear(ConvenerInvited(room=ROOM, at=at, member="u2", by="u2"))
    await talk.hear(ConvenerAccepted(room=ROOM, at=at, member="u2"))
    card = next(each for each in (await talk.room()).cards if each.startswith("nudge"))
    hand = Action.HAND_TO
    await talk.hear(Pressed(room=ROOM, at=at, card=card, by="u3", action=hand, value="u2"))
    assert "Cordelia" in (await talk.room()).notice_posted
    await talk.privacy.forget("fake", "u3")
    await talk.companion.outbox.run_due()
    assert "Cordelia" not in (await talk.room()).notice_posted
    await talk.store.care.rewrite()
    assert traces(await talk.room(), "u3", "Cordelia") == set()
    assert await in_tables(talk, ":u3", "Cordelia", "/u3") == set()
    assert (await talk.room()).conveners.keys() == {"u2"}


async def test_what_they_had_posted_and_whom_they_asked_is_not_known_to_be_theirs(
    talk: Talk,
) -> None:
    """They see that it is kept; once they are forgotten the summary stands without a name."""
    at = talk.clock.at
    await talk.hear(ConvenerInvited(room=ROOM, at=at, member="u2", by="u3"))
    share = PageAsked(
        room=ROOM, at=at, page="p", by="u3", since=0.0, meeting=False, followed=(), ticked=("m1",)
    )
    await talk.hear(share)
    await talk.companion.outbox.run_due()
    told = "\n".join((await talk.privacy.my_data("fake", "u3")).lines())
    assert "People whom you asked to convene, and who haven't answered yet: 1." in told
    assert "Summaries that you had posted: 1." in told
    await talk.privacy.forget("fake", "u3")
    await talk.companion.outbox.run_due()
    room = await talk.room()
    assert (room.conveners["u2"].invited_by, room.pages["p"].by) == ("", "")
    assert await in_tables(talk, ":u3", "Cordelia", "/u3") == set()


async def test_questions_out_of_memory_are_forgotten_too(talk: Talk) -> None:
    """Those that are kept for reports alone."""
    await talk.hear(MeetingEnded(room=ROOM, at=talk.clock.at))
    async with talk.store.unit(ROOM) as unit:
        for name in list(unit.room.questions):
            await unit.retire(unit.room.questions.pop(name))
        await unit.commit()
    await talk.privacy.forget("fake", "u1")
    assert await in_tables(talk, "zeppelin", "marmalade") == set()
    assert {each.asker for each in await talk.store.questions(ROOM)} <= {"", "u2"}
    assert "u1" not in repr(await talk.store.questions(ROOM))


async def test_a_forgotten_room_is_gone(talk: Talk) -> None:
    """Heed was removed from it, or its workspace from Heed: nothing is left, in memory neither."""
    assert await talk.privacy.purge("fake/roo") == []
    assert await talk.privacy.purge(ROOM) == [ROOM]
    assert await talk.store.look(ROOM) is None
    words = ("zeppelin", "harpsichord", "Barnaby", "Cordelia")
    assert await in_tables(talk, *words) == set()
    assert await talk.privacy.purge("fake") == [OTHER]
    assert await talk.store.rooms() == [ELSEWHERE]
    assert await talk.store.care.days_of("fake", "u3") == []


async def test_whoever_is_unknown_is_told_so(talk: Talk) -> None:
    """And nothing happens."""
    assert await talk.privacy.forget("fake", "u9") == "Heed keeps nothing about you."
    assert (await talk.privacy.my_data("fake", "u9")).lines() == ["Heed keeps nothing about you."]


async def test_my_data_lists_all_that_is_kept(talk: Talk) -> None:
    """Their own words, and of the rest how much; nothing that a convener did about them."""
    asker = "\n".join((await talk.privacy.my_data("fake", "u1")).lines())
    for said in (
        "Ottoline Featherstone",
        "zeppelin",
        "Kept until",
        "Questions of others that you took up: 1.",
    ):
        assert said in asker
    assert not any(word in asker.lower() for word in ("nudge", "hanging", "cordelia", "barnaby"))
    convener = "\n".join((await talk.privacy.my_data("fake", "u3")).lines())
    for said in ("to be its convener", "Private cards to you", "How many nudges you were sent"):
        assert said in convener
    helper = "\n".join((await talk.privacy.my_data("fake", "u2")).lines())
    assert "Questions of others that you asked to be heard: 1." in helper


async def test_nothing_is_left_to_list_of_whoever_was_forgotten(talk: Talk) -> None:
    """Of the convener too, whose day is counted across rooms."""
    for member in NAMES:
        await talk.privacy.forget("fake", member)
        assert (await talk.privacy.my_data("fake", member)).lines() == [
            "Heed keeps nothing about you."
        ]
    assert await in_tables(talk, "Ottoline", "Barnaby", "Cordelia") <= {"Ottoline"}
