"""Whoever opts out isn't read: their words go, and only that they replied still counts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config.secrets import new_key
from bot.domain.events import MessageEdited, MessagePosted
from bot.domain.question import State
from tests.storage.raw import ASKED, ROOM, Talk, talk_in

ANSWER = "It goes through the fund, twice a year, by way of the council."


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A meeting in which `u2` has opted out."""
    async with talk_in(tmp_path) as talk:
        await talk.privacy.opt_out("fake", "u2")
        yield talk


async def test_their_words_are_neither_kept_nor_hashed(talk: Talk) -> None:
    """Nor is anything that they do with them; that somebody spoke is."""
    await talk.say("m1", "u2", ASKED)
    assert await talk.store.questions(ROOM) == []
    (turn,) = (await talk.room()).turns
    assert (turn.author, turn.words, turn.cues) == ("u2", (), frozenset())
    assert b"zeppelin" not in await talk.written()


async def test_what_they_took_up_before_was_taken_up_by_somebody(tmp_path: Path) -> None:
    """In the room's memory, and of what has left it: what was kept of their name goes too."""
    async with talk_in(tmp_path) as talk:
        await talk.say("m1", "u1", ASKED)
        talk.clock.at += 20.0
        answer = MessagePosted(
            room=ROOM, at=talk.clock.at, id="m2", author="u2", text=ANSWER, reply_to="m1"
        )
        await talk.hear(answer)
        (question,) = await talk.store.questions(ROOM)
        assert [each.author for each in question.pick_ups] == ["u2"]
        async with talk.store.unit(ROOM) as unit:
            del unit.room.questions["m1"]
            await unit.retire(question)
            await unit.commit()
        await talk.privacy.opt_out("fake", "u2")
        (question,) = await talk.store.questions(ROOM)
        assert [each.author for each in question.pick_ups] == [""]


async def test_their_edits_arent_read_either(talk: Talk) -> None:
    """Whether the room remembers the message or not."""
    await talk.say("m1", "u2", "Hello all.")
    for name in ("m1", "m0"):
        await talk.hear(MessageEdited(room=ROOM, at=talk.clock.at, id=name, text=ASKED))
    assert await talk.store.questions(ROOM) == []
    assert all(not turn.words for turn in (await talk.room()).turns)


@pytest.mark.parametrize("how", ["reply", "mention", "thread"])
async def test_their_reply_takes_a_question_up(talk: Talk, how: str) -> None:
    """By where it stands and whom it is to, unread: the asker was answered."""
    await talk.say("m1", "u1", ASKED)
    talk.clock.at += 20.0
    await talk.hear(
        MessagePosted(
            room=ROOM,
            at=talk.clock.at,
            id="m2",
            author="u2",
            text="It goes through the zebra fund, twice a year, by way of the council.",
            reply_to="m1" if how == "reply" else None,
            thread="m1" if how == "thread" else None,
            mentions=("u1",) if how == "mention" else (),
        )
    )
    (question,) = await talk.store.questions(ROOM)
    assert question.state is State.FOLLOWED
    assert [each.author for each in question.pick_ups] == [""], "by somebody"
    assert b"zebra" not in await talk.written()


async def test_what_was_kept_before_goes(talk: Talk) -> None:
    """Their questions, and what is remembered of their words; they stay in the room."""
    card = await talk.let_hang()
    await talk.privacy.opt_out("fake", "u1")
    (question,) = await talk.store.questions(ROOM)
    room = await talk.room()
    assert (question.state, question.text, question.asker) == (State.GONE, None, "")
    assert room.cards[card].closed
    assert not any(turn.words for turn in room.turns if turn.author == "u1")
    assert room.name_of("u1") == "Ottoline Featherstone"
    assert b"zeppelin" not in await talk.written()


async def test_it_holds_on_that_platform_until_they_opt_in(talk: Talk) -> None:
    """In every room of it, and after a restart; asked twice, it is the same."""
    await talk.privacy.opt_out("fake", "u2")
    for room, kept in (("fake/new", 0), ("elsewhere/new", 1)):
        assert await talk.store.care.opted_out(room.partition("/")[0], "u2") is not bool(kept)
    await talk.privacy.opt_in("fake", "u2")
    await talk.say("m1", "u2", ASKED)
    assert len(await talk.store.questions(ROOM)) == 1


async def test_it_is_remembered_by_a_keyed_hash_alone(tmp_path: Path) -> None:
    """Through a restart and a change of keys, and after they were forgotten."""
    old, new = new_key(), new_key()
    async with talk_in(tmp_path, [old]) as talk:
        await talk.privacy.opt_out("fake", "u2")
        await talk.privacy.forget("fake", "u2")
        lines = (await talk.privacy.my_data("fake", "u2")).lines()
        assert lines == ["You opted out: your words aren't read. That alone is kept, as a code."]
    async with talk_in(tmp_path, [new, old]) as talk:
        await talk.store.care.reseal()
    async with talk_in(tmp_path, [new]) as talk:
        assert await talk.store.care.opted_out("fake", "u2")
        assert not await talk.store.care.opted_out("fake", "u1")
        await talk.say("m1", "u2", ASKED)
        assert await talk.store.questions(ROOM) == []
