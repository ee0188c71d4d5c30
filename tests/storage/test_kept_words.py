"""What stands in the raw files of the database: tracked questions' words, and no others."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.events import Action, MessageDeleted, MessageEdited, Pressed
from bot.runtime.ports import RetryLaterError
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
