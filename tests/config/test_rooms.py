"""A room's settings are written as those in the .env are."""

import pytest

from bot.config import load
from bot.config.model import EXAMPLES
from bot.config.rooms import RoomWriting
from bot.domain.options import BY_NAME, OPTIONS, Option, UnfitValueError
from bot.domain.settings import RoomSettings

WRITING = RoomWriting()


@pytest.mark.parametrize("option", OPTIONS)
def test_each_value_is_read_as_it_was_written(option: Option) -> None:
    """The default, and the example."""
    value = getattr(RoomSettings(), option.field)
    assert WRITING.read(option, WRITING.write(option, value)) == value
    example = WRITING.read(option, WRITING.example(option))
    assert WRITING.read(option, WRITING.write(option, example)) == example


@pytest.mark.parametrize("option", [each for each in OPTIONS if each.variable])
def test_a_room_reads_what_the_env_reads(option: Option) -> None:
    """The same text means the same."""
    text = EXAMPLES[option.variable]
    settings = load({option.variable: text}, None).room()
    assert WRITING.read(option, text) == getattr(settings, option.field)


def test_what_does_not_fit_says_how_to_write_it() -> None:
    """In the parser's own words, or by an example."""
    with pytest.raises(UnfitValueError, match="isn't a span of hours") as caught:
        WRITING.read(BY_NAME["working-hours"], "mornings")
    assert caught.value.mend == "Write it like this: 09:00-17:00."
