"""With a key set, nothing in the raw files can be read: no question, no name, no follow."""

from pathlib import Path

import pytest

from bot.config.secrets import new_key
from bot.domain.events import Action, MessageDeleted, Pressed
from bot.runtime.ports import RetryLaterError, StorageError
from storage.resealing import SEALED
from storage.tables import metadata
from tests.storage.raw import ROOM, Talk, talk_in

OLD, NEW = new_key(), new_key()
WORDS = (b"zeppelin", b"surgeries", b"daffodil", b"Ottoline", b"Barnaby", b"Cordelia", b"rota")


async def meet(talk: Talk) -> None:
    """A question is left hanging, and a follow to it waits to be delivered."""
    card = await talk.let_hang()
    talk.sender.trouble.append(RetryLaterError("not now", after=60.0))
    post = Action.POST
    at = talk.clock.at
    await talk.hear(
        Pressed(room=ROOM, at=at, card=card, by="u3", action=post, value="A daffodil of a point.")
    )


async def found(talk: Talk) -> set[bytes]:
    """The words that can be read in the database, its log and its journal."""
    written = await talk.written()
    assert written
    return {word for word in WORDS if word in written}


async def test_without_a_key_they_can_be_read(tmp_path: Path) -> None:
    """So what the next test doesn't find is hidden, not missing."""
    async with talk_in(tmp_path) as talk:
        await meet(talk)
        assert await found(talk) == {*WORDS} - {b"rota"}


async def test_with_a_key_nothing_can_be_read(tmp_path: Path) -> None:
    """While it runs, after it was stopped, and when it goes on; what is meant is still known."""
    async with talk_in(tmp_path, [NEW]) as talk:
        await meet(talk)
        assert (tmp_path / "heed.db-wal").stat().st_size
        assert await found(talk) == set()
    async with talk_in(tmp_path, [NEW]) as talk:
        assert await found(talk) == set()
        (question,) = await talk.store.questions(ROOM)
        assert question.text is not None
        assert "zeppelin" in question.text
        talk.clock.at += 60.0
        await talk.companion.outbox.run_due()
        assert "follow" in talk.sender.kinds
        assert (await talk.room()).name_of("u1") == "Ottoline Featherstone"


async def test_a_key_set_later_seals_what_is_there(tmp_path: Path) -> None:
    """At the first purge, which comes with the start, and once; the log is emptied too."""
    async with talk_in(tmp_path) as talk:
        await meet(talk)
    async with talk_in(tmp_path, [NEW]) as talk:
        await talk.store.purge(talk.clock.at)
        assert await found(talk) == set()
        assert await talk.store.care.reseal_once() == 0
        assert await talk.store.care.reseal() == 0
        (question,) = await talk.store.questions(ROOM)
        assert question.text is not None


async def test_a_key_can_be_taken_out_once_all_is_sealed_anew(tmp_path: Path) -> None:
    """The new one goes before it; then everything is rewritten; then it may go."""
    async with talk_in(tmp_path, [OLD]) as talk:
        await meet(talk)
        hashes = [turn.words for turn in (await talk.room()).turns]
    async with talk_in(tmp_path, [NEW, OLD]) as talk:
        assert await talk.store.care.reseal() > 10
    async with talk_in(tmp_path, [NEW]) as talk:
        assert (await talk.room()).name_of("u1") == "Ottoline Featherstone"
        assert len(await talk.store.questions(ROOM)) == 1
        # Hashes of words outlive a change of keys: a follow after it shares words as before.
        assert [turn.words for turn in (await talk.room()).turns] == hashes
        await talk.say("m90", "u2", "The rota has been printed in two colours.")
        assert (await talk.room()).turns[-1].words == hashes[-1]


@pytest.mark.parametrize("keys", [(), (NEW,)])
async def test_a_missing_key_stops_the_start(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """At once, with the mend; and with the key back, nothing was lost."""
    async with talk_in(tmp_path, [OLD]) as talk:
        await meet(talk)
    with pytest.raises(StorageError, match="put that key back, after the first one"):
        async with talk_in(tmp_path, keys):
            pass
    async with talk_in(tmp_path, [OLD]) as talk:
        assert len(await talk.store.questions(ROOM)) == 1


async def test_a_deletion_is_followed_where_all_is_sealed(tmp_path: Path) -> None:
    """The question's words are gone, not merely hidden: no key brings them back."""
    async with talk_in(tmp_path, [NEW]) as talk:
        await meet(talk)
        await talk.hear(MessageDeleted(room=ROOM, at=talk.clock.at, id="m1"))
        (question,) = await talk.store.questions(ROOM)
        assert (question.text, question.words, question.cues) == (None, (), ())


def test_every_column_that_may_hold_words_is_sealed() -> None:
    """A new table with a body is to be thought of here too."""
    held = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in {"body", "text"}
    }
    assert held == {str(each.column) for each in SEALED}


async def test_hashes_of_words_are_this_installations_own(tmp_path: Path) -> None:
    """Two installations hash the same words differently, so no list of words tells them."""
    hashes = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        async with talk_in(tmp_path / name) as talk:
            await talk.say("m1", "u1", "The zeppelin money reaches the surgeries.")
            hashes.append((await talk.room()).turns[-1].words)
    assert hashes[0] != hashes[1]
    assert [weight for _, weight in hashes[0]] == [weight for _, weight in hashes[1]]
