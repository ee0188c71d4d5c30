"""Words that have to go, also from questions that the core has let go of."""

from dataclasses import replace

import pytest

from bot.domain.events import MessageDeleted, MessageEdited, RoomSet
from bot.domain.question import State
from bot.domain.settings import KeepText, RoomSettings
from tests.runtime.conftest import Rig
from tests.runtime.fakes import ROOM


@pytest.fixture
async def retired(rig: Rig) -> Rig:
    """A room whose two questions have left its memory, with their words."""
    for number in (1, 2):
        await rig.say(number, f"Who decides this, number {number}?")
    async with rig.store.unit(ROOM) as unit:
        for question in list(unit.room.questions.values()):
            await unit.retire(replace(question, cues=("asks who",)))
        unit.room.questions.clear()
        await unit.commit()
    return rig


async def _texts(rig: Rig) -> list[str | None]:
    return [each.text for each in await rig.companion.questions(ROOM)]


async def test_a_deletion_deletes_everywhere(retired: Rig) -> None:
    """The message's question keeps no word and counts as gone; the others stay."""
    await retired.companion.receive(MessageDeleted(room=ROOM, at=2_000.0, id="m1"))
    one, other = await retired.companion.questions(ROOM)
    assert (one.text, one.cues, one.state) == (None, (), State.GONE)
    assert (other.text, other.state) == ("Who decides this, number 2?", State.OPEN)


async def test_a_deletion_told_twice_changes_nothing(retired: Rig) -> None:
    """What is gone stays gone."""
    for _ in range(2):
        await retired.companion.receive(MessageDeleted(room=ROOM, at=2_000.0, id="m1"))
    one, _ = await retired.companion.questions(ROOM)
    assert one.state is State.GONE


async def test_an_edit_drops_the_old_words(retired: Rig) -> None:
    """They aren't what the message says any more."""
    await retired.companion.receive(MessageEdited(room=ROOM, at=2_000.0, id="m1", text="No."))
    assert await _texts(retired) == [None, "Who decides this, number 2?"]


async def test_where_no_words_may_be_kept_all_go_at_once(retired: Rig) -> None:
    """Also those of long ago."""
    none = RoomSettings(keep_text=KeepText.NONE)
    await retired.companion.receive(RoomSet(room=ROOM, at=2_000.0, settings=RoomSettings()))
    assert None not in await _texts(retired)
    await retired.companion.receive(RoomSet(room=ROOM, at=2_000.0, settings=none))
    assert await _texts(retired) == [None, None]
