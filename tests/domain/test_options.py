"""What can be set for a room, where it comes from, and the admin's ceiling."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.options import BY_NAME, OPTIONS, beyond, renewed, with_reset, with_value
from bot.domain.settings import KeepText, RoomMode, RoomSettings
from tests.domain.builders import DAY

START = RoomSettings()


def test_each_option_is_a_setting_of_its_own() -> None:
    """With a name, and a field that the room's settings have."""
    assert len(BY_NAME) == len(OPTIONS) == len({each.field for each in OPTIONS})
    assert all(hasattr(START, each.field) for each in OPTIONS)


def test_what_is_set_for_a_room_is_noted_until_it_is_taken_back() -> None:
    """In the options' own order."""
    mode, retention = BY_NAME["mode"], BY_NAME["retention"]
    changed = with_value(with_value(START, retention, 7 * DAY), mode, RoomMode.ALWAYS_ON)
    assert changed.chosen == ("mode", "retention")
    assert (changed.mode, changed.retention_seconds) == (RoomMode.ALWAYS_ON, 7 * DAY)
    back = with_reset(changed, mode, START)
    assert (back.mode, back.chosen) == (START.mode, ("retention",))


@pytest.mark.parametrize(
    ("changes", "start", "words"),
    [
        ({"retention_seconds": 31 * DAY}, {}, "nothing for longer than 30d"),
        ({"retention_seconds": 30 * DAY}, {}, ""),
        ({"keep_text": KeepText.QUESTIONS}, {"keep_text": KeepText.NONE}, "nobody's words"),
        ({"keep_text": KeepText.NONE}, {}, ""),
        ({"mode": RoomMode.ALWAYS_ON}, {}, ""),
    ],
)
def test_the_admins_ceiling_cannot_be_exceeded(
    changes: dict[str, Any], start: dict[str, Any], words: str
) -> None:
    """Less may be kept than Heed is set up for; never more."""
    begun = replace(START, **start)
    said = beyond(replace(begun, **changes), begun)
    assert words in said
    assert bool(words) is bool(said)


def test_a_new_start_keeps_what_was_set_for_the_room() -> None:
    """As far as its ceiling allows; a name that isn't known any more is dropped."""
    room = with_value(START, BY_NAME["retention"], 20 * DAY)
    room = with_value(room, BY_NAME["keep-text"], KeepText.QUESTIONS)
    room = replace(room, chosen=(*room.chosen, "something of old"))
    wider = replace(START, run_by="the office")
    assert renewed(room, wider).retention_seconds == 20 * DAY
    assert renewed(room, wider).run_by == "the office"
    lower = replace(START, retention_seconds=10 * DAY, keep_text=KeepText.NONE)
    assert renewed(room, lower) == lower
    assert renewed(START, lower) == lower
