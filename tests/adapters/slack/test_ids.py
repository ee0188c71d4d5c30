"""Heed's ids of Slack's things, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.ids import (
    Place,
    action_key,
    card_place,
    card_ref,
    epoch,
    event_key,
    is_id,
    is_ts,
    place_of,
    room_id,
    workspace,
)

IDS = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)


@given(IDS, IDS)
def test_rooms_and_cards_there_and_back(one: str, other: str) -> None:
    """Whatever Slack's ids are made of."""
    assert place_of(room_id(one, other)) == Place(team=one, channel=other)
    assert room_id(one, other).startswith(workspace(one) + "/")
    assert card_place(card_ref(one, "1767600000.000100")) == (one, "1767600000.000100")


@pytest.mark.parametrize(
    "room", ["", "slack", "slack/T1", "slack/T1/", "slack//C1", "web/T1/C1", "slack/T1/C1/x"]
)
def test_what_is_no_room(room: str) -> None:
    """Of another platform, or cut short."""
    with pytest.raises(ValueError, match="no room"):
        place_of(room)


@pytest.mark.parametrize("ref", ["", "D1", "D1:", ":1.0", "D1:now", "D1:1.0:2", "D/1:1.0"])
def test_what_is_no_card(ref: str) -> None:
    """A reference that no card of ours ever had."""
    with pytest.raises(ValueError, match="no card"):
        card_place(ref)


@pytest.mark.parametrize(
    "ts", ["", "now", "NaN", "-1.0", "1e5", "1.", "1.0\n", "999999999999.0", "٣"]
)
def test_what_is_no_time(ts: str) -> None:
    """Nothing but plain epoch seconds, up to the year 9999."""
    assert not is_ts(ts)
    with pytest.raises(ValueError, match="no time"):
        epoch(ts)


def test_times_are_epoch_seconds() -> None:
    """As Slack writes them."""
    assert epoch("1767600000.000100") == 1767600000.0001
    assert epoch("1767600000") == 1767600000.0


@pytest.mark.parametrize("text", ["", "U/1", "U 1", "U1\n", "Ü1", "U" * 65, 5, None, ["U1"]])
def test_what_is_no_id(text: object) -> None:
    """Nothing that could be taken for a path or for something else."""
    assert not is_id(text)


def test_keys_tell_things_apart() -> None:
    """The first event of a payload goes by Slack's id; the same press is the same press."""
    assert [event_key("Ev1", n) for n in (1, 2)] == ["Ev1", "Ev1#2"]
    assert action_key("1.0", "2.0", "U1") == action_key("1.0", "2.0", "U1")
    assert len({action_key("1.0", "2.0", user) for user in ("U1", "U2")}) == 2
