"""What stands in the raw files of the database: tracked questions' words, and no others."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.events import Action, MessageDeleted, MessageEdited, Pressed
from bot.runtime.ports import RetryLaterError
from storage.tables import journal
from tests.storage.raw import ASKED, ROOM, Talk, talk_in


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A meeting with a convener who is ready."""
    async with talk_in(tmp_path) as talk:
        yield talk


async def test_only_a_tracked_questions_words_are_written(talk: Talk) -> None:
    """Not what was said around it, not even what the talk moved on to."""
    await talk.say("m1", "u1", ASKED)
    await talk.say("m2", "u2", "My grandmother kept wombats in the orangery.")
    await talk.say("m3", "u3", "Splendid, marvellous, on to the rota.")
    await talk.say("m4", "u2", "Thank you, most illuminating.")
    written = await talk.written()
    assert b"zeppelin" in written
    for word in (b"wombats", b"grandmother", b"orangery", b"marvellous", b"rota", b"illuminating"):
        assert word not in written


async def test_a_question_in_form_alone_isnt_written(talk: Talk) -> None:
    """It is never worth a nudge, so nobody will ever need its words."""
    await talk.say("m1", "u1", "Can everyone see my bassoon?")
    (question,) = await talk.store.questions(ROOM)
    assert not question.tracked
    assert question.text is None
    assert b"bassoon" not in await talk.written()


async def test_an_edited_questions_old_words_go(talk: Talk) -> None:
    """From the file, and from its log once that is folded in."""
    await talk.say("m1", "u1", ASKED)
    new = ASKED.replace("zeppelin", "airship")
    await talk.hear(MessageEdited(room=ROOM, at=talk.clock.at, id="m1", text=new))
    await talk.store.purge(talk.clock.at)
    written = await talk.written()
    assert b"airship" in written
    assert b"zeppelin" not in written


async def test_a_deleted_questions_words_go(talk: Talk) -> None:
    """No page of the file and no line of its log holds them any more."""
    await talk.say("m1", "u1", ASKED)
    await talk.hear(MessageDeleted(room=ROOM, at=talk.clock.at, id="m1"))
    await talk.store.purge(talk.clock.at)
    assert b"zeppelin" not in await talk.written()


async def test_a_follow_is_kept_until_it_is_delivered(talk: Talk) -> None:
    """Then it stands in the room, where it belongs."""
    card = await talk.let_hang()
    talk.sender.trouble.append(RetryLaterError("not now", after=60.0))
    post = Action.POST
    at = talk.clock.at
    await talk.hear(
        Pressed(room=ROOM, at=at, card=card, by="u3", action=post, value="A daffodil of a point.")
    )
    assert b"daffodil" in await talk.written()
    talk.clock.at += 60.0
    await talk.companion.outbox.run_due()
    assert "follow" in talk.sender.kinds
    await talk.store.purge(talk.clock.at)
    assert b"daffodil" not in await talk.written()


async def test_the_journal_holds_no_words(talk: Talk) -> None:
    """Not a tracked question's, nor a follow's: only what was found in them."""
    card = await talk.let_hang()
    post = Action.POST
    await talk.hear(
        Pressed(
            room=ROOM, at=talk.clock.at, card=card, by="u3", action=post, value="A daffodil of it."
        )
    )
    pages = await written_in(talk)
    assert b'"Said"' in pages
    assert b'"Pressed"' in pages
    for word in (b"zeppelin", b"surgeries", b"honest", b"rota", b"colours", b"daffodil"):
        assert word not in pages


async def test_what_was_found_in_a_deleted_message_leaves_the_journal(talk: Talk) -> None:
    """Its place in the talk stays, so that late events find theirs."""
    await talk.say("m1", "u1", ASKED)
    (turn,) = (await talk.room()).turns
    hashes = [str(word).encode() for word, _ in turn.words]
    pages = await written_in(talk)
    assert all(each in pages for each in hashes)
    await talk.hear(MessageDeleted(room=ROOM, at=talk.clock.at, id="m1"))
    pages = await written_in(talk)
    assert b'"m1"' in pages
    assert not any(each in pages for each in hashes)


@pytest.mark.parametrize("wish", ["forget", "opt_out"])
async def test_a_journal_ends_with_somebodys_wish_not_to_be_known(talk: Talk, wish: str) -> None:
    """Nothing of theirs is told again."""
    await talk.say("m1", "u1", ASKED)
    await getattr(talk.privacy, wish)("fake", "u1")
    assert b"u1" not in await written_in(talk)
    await talk.say("m2", "u2", "The rota has been printed.")
    assert b'"u2"' in await written_in(talk)


async def test_a_silent_rooms_journal_is_purged(talk: Talk) -> None:
    """Nothing can be late there; what comes next begins it anew."""
    await talk.say("m1", "u1", ASKED)
    await talk.store.purge(talk.clock.at + 60.0)
    assert await written_in(talk)
    await talk.store.purge(talk.clock.at + 61.0)
    assert not await written_in(talk)
    await talk.say("m2", "u2", "The rota has been printed.")
    assert b'"m2"' in await written_in(talk)


async def written_in(talk: Talk) -> bytes:
    """All that stands in the journal's rows."""
    found = await talk.store._read(select(journal.c.body))
    return b"\n".join(each.body for each in found)
