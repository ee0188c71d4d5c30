"""Domain values as bytes."""

import json
from pprint import pformat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import Kind, Question
from bot.domain.room import Card, Convener, Meeting, Member, Pace, Room
from bot.domain.settings import RoomSettings
from bot.domain.turn import Turn
from bot.runtime.ports import StorageError
from storage.codec import APART, pack, pack_room, unpack
from tests.storage.values import values

KINDS = (Card, Convener, Meeting, Member, Pace, Question, RoomSettings, Turn)

QUESTION = Question(
    id="m1",
    message="m1",
    asker="ana",
    asked_at=1.5,
    seq=1,
    run_seq=1,
    kind=Kind.CONCERN,
    confidence=0.75,
    tracked=True,
    text="Is everyone all right with this?",
)


def _spelt_out(value: object) -> str:
    """Every part with its type, and sets in order."""
    return pformat(value, width=1)


@given(st.one_of(*map(values, KINDS)))
def test_every_value_comes_back_as_it_was(value: Any) -> None:  # noqa: ANN401 - any of KINDS
    """Whatever is written is read again, to the last bit, with its very type."""
    again = unpack(type(value), pack(value))
    assert again == value
    assert _spelt_out(again) == _spelt_out(value)


@given(values(Room))
def test_a_room_comes_back_without_what_has_a_table_of_its_own(room: Room) -> None:
    """Everything else about a room stands in its body, fields of later versions included."""
    again = unpack(Room, pack_room(room))
    for name in APART:
        assert not getattr(again, name)
        getattr(room, name).clear()
    assert again == room
    assert again.turns.maxlen == room.turns.maxlen


def test_a_field_that_came_later_is_filled_in() -> None:
    """A row of an older version is read with today's defaults."""
    old = json.loads(pack(QUESTION))
    for name in ("heard_too", "carried", "pick_ups", "sensitive"):
        del old[name]
    assert unpack(Question, json.dumps(old).encode()) == QUESTION


def test_a_field_that_was_dropped_is_passed_over() -> None:
    """A row of an older version may know more than today's."""
    old = json.loads(pack(QUESTION)) | {"mood": "curious"}
    assert unpack(Question, json.dumps(old).encode()) == QUESTION


@pytest.mark.parametrize("body", [b"", b"not json", b'{"id": "my secret words"}', b"[]"])
def test_a_row_that_isnt_one_is_named_without_its_words(body: bytes) -> None:
    """The error says what is wrong, and repeats nothing that somebody said."""
    with pytest.raises(StorageError, match="a stored Question can't be read") as caught:
        unpack(Question, body)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
