"""Heed's ids of Discord's things, in both directions."""

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import ids

SNOWFLAKES = st.integers(1, 2**63 - 1)


@given(SNOWFLAKES, SNOWFLAKES)
def test_rooms_and_cards_lead_back(one: int, other: int) -> None:
    """To what they were made of."""
    assert ids.place_of(ids.room_id(one, other)) == ids.Place(guild=one, channel=other)
    assert ids.card_place(ids.card_ref(one, other)) == (one, other)
    assert ids.room_id(one, other).startswith(f"{ids.server(one)}/")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "slack/1/2",
        "discord/1",
        "discord/1/2/3",
        "discord/0/2",
        "discord/1/x",
        "discord/1/２",
        "discord/1/-2",
        "discord/1/99999999999999999999",
        "discord/1/2\n",
    ],
)
def test_what_is_no_room_is_refused(text: str) -> None:
    """With a reason, not with a room somewhere else."""
    with pytest.raises(ValueError, match="no room on Discord"):
        ids.place_of(text)


@pytest.mark.parametrize("text", ["", "1", "1:", ":2", "1:x", "1:2:3", "1:0"])
def test_what_is_no_card_is_refused(text: str) -> None:
    """Likewise."""
    with pytest.raises(ValueError, match="no card on Discord"):
        ids.card_place(text)


@given(SNOWFLAKES)
def test_an_id_holds_its_time(name: int) -> None:
    """The same that discord.py reads, and the earliest id of that moment isn't later."""
    at = ids.epoch(name)
    assert at == pytest.approx(discord.utils.snowflake_time(name).timestamp(), abs=1e-5)
    assert ids.earliest(at) <= name
    assert ids.epoch(ids.earliest(at)) == pytest.approx(at, abs=0.002)


def test_before_discord_there_were_no_ids() -> None:
    """An earlier time leads to the first of all."""
    assert ids.earliest(0.0) == 0


def test_keys_tell_happenings_apart() -> None:
    """What happened to one message in different ways, or at different times, counts each time."""
    keys = [
        ids.said_key(5),
        ids.deleted_key(5),
        ids.edited_key(5, 1.0),
        ids.edited_key(5, 1.001),
        ids.reaction_key(5, 6, "👍", removed=False),
        ids.reaction_key(5, 6, "👍", removed=True),
        ids.reaction_key(5, 7, "👍", removed=False),
        ids.reaction_key(5, 6, "👎", removed=False),
    ]
    assert len(set(keys)) == len(keys)
