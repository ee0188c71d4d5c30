"""What people type after `/heed`: something comes of it, whatever it is."""

from typing import Final

from hypothesis import given

from bot.domain.wishes import Help, parse, person_of
from tests.fuzz.holding import fit_to_keep, timed
from tests.fuzz.inputs import FUZZED, Choices, choices

_WORDS: Final = (
    "help", "summary", "meeting", "since", "2h", "post", "yes", "export", "md", "csv", "png",
    "convener", "deputy", "remove", "@ruth", "<@U1|ruth>", "<@!12>", "me", "start", "end", "spoken",
    "pause", "resume", "settings", "patience", "6", "messages,", "5m", "reset", "listener", "on",
    "off", "open", "set", "=", "stats", "board", "my-data", "forget", "me", "opt", "out",
    "in", "step-down", "@1772442000.5", "@99999999999", "/heed", "@Heed", "heed:",
    "HEED_PATIENCE=4 messages", "“2h”", "1w", "2d", "9999999999h", "quiet-hours",
    "22:00-07:00", "keep-text", "nudge", "budget", "1e9h",
)  # fmt: skip


@FUZZED
@given(choices)
def test_whatever_is_typed_is_a_wish(choices: Choices) -> None:
    """A wish that can be kept, the same each time, and little of what wasn't understood."""
    words = [choices.text() if choices.number(2) == 0 else choices.pick(_WORDS) for _ in range(6)]
    text = choices.pick((" ", "", "\n", "  ")).join(words[: choices.number(6)])
    wish = timed(lambda: parse(text), len(text))
    assert parse(text) == wish
    if isinstance(wish, Help):
        assert len(wish.unknown) <= 40
    for each in getattr(wish, "people", ()):
        person_of(each)
    if text.isprintable():
        fit_to_keep(wish)
