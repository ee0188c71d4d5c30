"""A follow's words that wait, or couldn't be posted: sealed, and gone when they are to go."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.config.secrets import new_key
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    MeetingEnded,
    Pressed,
    RoomSet,
)
from bot.domain.settings import KeepText, RoomSettings
from bot.runtime.ports import RetryLaterError, UndeliverableError
from storage.lifetimes import WEEK
from tests.storage.raw import ROOM, Talk, talk_in

WORDS = "As Ottoline says, a daffodil of a point."
DAY = 86400.0
Trouble: TypeAlias = Callable[[], Exception]
WAITS: Trouble = partial(RetryLaterError, "not now", after=60.0)
FAILS: Trouble = partial(UndeliverableError, "the room is archived")


async def write(talk: Talk, trouble: Trouble) -> str:
    """The convener posts a follow, and there is trouble; the card that they wrote it on."""
    card = await talk.let_hang()
    await again(talk, card, trouble)
    return card


async def again(talk: Talk, card: str, trouble: Trouble) -> None:
    """They post a follow from the card, and there is trouble."""
    talk.sender.trouble.extend([None, trouble()])  # the card is shown anew before it is posted
    at = talk.clock.at
    await talk.hear(Pressed(room=ROOM, at=at, card=card, by="u3", action=Action.POST, value=WORDS))


async def written(talk: Talk) -> bool:
    """Whether the words stand in the files, once the log was emptied."""
    await talk.store.care.empty_log()
    return b"daffodil" in await talk.written()


async def kept(talk: Talk) -> list[str]:
    """The words that stand on cards."""
    cards = (await talk.room()).cards.values()
    return [each.unposted.text for each in cards if each.unposted is not None]


@pytest.mark.parametrize("trouble", [WAITS, FAILS])
async def test_they_are_sealed(tmp_path: Path, trouble: Trouble) -> None:
    """While they wait and while they stand on a card; without a key they can be read."""
    for keys, readable in (((), True), ((new_key(),), False)):
        folder = tmp_path / str(len(keys))
        folder.mkdir()
        async with talk_in(folder, keys) as talk:
            await write(talk, trouble)
            assert await written(talk) is readable
        async with talk_in(folder, keys) as talk:
            said = "\n".join((await talk.privacy.my_data("fake", "u3")).lines())
            assert WORDS in said
            assert ("couldn't be posted" in said) is (trouble is FAILS)
            assert ("about to be posted" in said) is (trouble is WAITS)


@pytest.mark.parametrize("trouble", [WAITS, FAILS])
@pytest.mark.parametrize("who", ["u3", "u1"])
async def test_whoever_is_forgotten_takes_them_along(
    tmp_path: Path, trouble: Trouble, who: str
) -> None:
    """Whether they wrote them, or asked what they are about."""
    async with talk_in(tmp_path) as talk:
        await write(talk, trouble)
        assert await written(talk)
        await talk.privacy.forget("fake", who)
        assert not await written(talk)
        assert await kept(talk) == []
        before = talk.sender.kinds.count("follow")
        talk.clock.at += 60.0
        await talk.companion.outbox.run_due()
        assert talk.sender.kinds.count("follow") == before
        assert not await written(talk)


@pytest.mark.parametrize("trouble", [WAITS, FAILS])
async def test_a_forgotten_name_goes_from_words_about_somebody_elses_question(
    tmp_path: Path, trouble: Trouble
) -> None:
    """The convener's words stay, with somebody in them."""
    async with talk_in(tmp_path) as talk:
        await talk.say("m90", "u2", "Honestly, I don't understand what the surgeries are for.")
        for number in range(91, 103):
            await talk.say(f"m{number}", "u1", "The rota has been printed in two colours.")
        await again(talk, "nudge:m90:u3", trouble)
        await talk.privacy.forget("fake", "u1")
        assert b"Ottoline" not in await talk.written()
        said = "\n".join((await talk.privacy.my_data("fake", "u3")).lines())
        assert "As somebody says, a daffodil of a point." in said


@pytest.mark.parametrize("trouble", [WAITS, FAILS])
async def test_an_askers_opting_out_takes_them_along(tmp_path: Path, trouble: Trouble) -> None:
    """They are about words that may be quoted no more."""
    async with talk_in(tmp_path) as talk:
        await write(talk, trouble)
        await talk.privacy.opt_out("fake", "u1")
        assert not await written(talk)
        assert await kept(talk) == []


async def test_their_writers_opting_out_takes_them_from_the_card(tmp_path: Path) -> None:
    """Those of before and those of later; what they asked to be posted is still posted."""
    async with talk_in(tmp_path) as talk:
        card = await write(talk, FAILS)
        await talk.privacy.opt_out("fake", "u3")
        assert await kept(talk) == [""]
        assert not await written(talk)
        await again(talk, card, FAILS)
        assert await kept(talk) == [""]
        assert not await written(talk)
        await again(talk, card, WAITS)
        talk.clock.at += 60.0
        await talk.companion.outbox.run_due()
        assert talk.sender.kinds[-2:].count("follow") == 1
        assert not await written(talk)


async def test_a_second_failure_for_somebody_who_opted_out_is_still_told(tmp_path: Path) -> None:
    """They hear that it failed, without their words."""
    async with talk_in(tmp_path) as talk:
        await talk.privacy.opt_out("fake", "u3")
        await write(talk, FAILS)
        assert await kept(talk) == [""]


async def test_where_no_words_may_be_kept_they_go_at_once(tmp_path: Path) -> None:
    """Those that stand there when it is set; and none come later."""
    none = RoomSettings(keep_text=KeepText.NONE)
    async with talk_in(tmp_path) as talk:
        card = await write(talk, FAILS)
        assert await kept(talk) == [WORDS]
        await talk.hear(RoomSet(room=ROOM, at=talk.clock.at, settings=none))
        assert await kept(talk) == [""]
        await again(talk, card, FAILS)
        assert await kept(talk) == [""]
        assert not await written(talk)


async def test_they_go_with_the_card_a_week_after_the_meeting(tmp_path: Path) -> None:
    """By the purge, whatever else happens in the room."""
    async with talk_in(tmp_path) as talk:
        await write(talk, FAILS)
        ended = talk.clock.at
        await talk.hear(MeetingEnded(room=ROOM, at=ended))
        assert await kept(talk) == []  # their card has made way for one that returns
        (returned,) = (each for each in (await talk.room()).cards if each.startswith("returned"))
        await again(talk, returned, FAILS)
        assert await kept(talk) == [WORDS]
        await talk.store.purge(ended + WEEK - 1.0)
        assert await written(talk)
        await talk.store.purge(ended + WEEK)
        assert not await written(talk)
        assert await kept(talk) == []


async def test_they_go_with_their_question_where_that_goes_sooner(tmp_path: Path) -> None:
    """The admin's retention holds for them too; the card stays, and says less."""
    async with talk_in(tmp_path) as talk:
        card = await write(talk, FAILS)
        short = RoomSettings(retention_seconds=2 * DAY)
        await talk.hear(RoomSet(room=ROOM, at=talk.clock.at, settings=short))
        await talk.store.purge(talk.clock.at + DAY)
        assert await written(talk)
        await talk.store.purge(talk.clock.at + 2 * DAY)
        assert not await written(talk)
        assert (await talk.room()).cards[card].unposted is None


async def test_a_convener_who_was_only_invited_finds_what_is_kept_of_them(tmp_path: Path) -> None:
    """They were never seen in the room; their place as its convener goes when they wish it."""
    async with talk_in(tmp_path) as talk:
        await talk.hear(ConvenerInvited(room=ROOM, at=talk.clock.at, member="u77"))
        lines = (await talk.privacy.my_data("fake", "u77")).lines()
        assert lines == [f"In {ROOM}: your id, without a name; you are asked to be its convener"]
        await talk.hear(ConvenerAccepted(room=ROOM, at=talk.clock.at, member="u77"))
        assert not (await talk.room()).conveners["u77"].accepted
        assert (await talk.privacy.forget("fake", "u77")).startswith("Done")
        assert "u77" not in (await talk.room()).conveners
        assert b"u77" not in await talk.written()
