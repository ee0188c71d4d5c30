"""What Heed says to whoever asks, as a person reads it."""

import re

from tests.domain import shown

PAGE = shown.text()


def test_every_answer_is_as_it_was_reviewed() -> None:
    """answers.txt is made from the code (python -m tests.domain.shown)."""
    assert shown.FILE.read_text(encoding="utf-8") == PAGE


def test_no_line_is_long() -> None:
    """Kind, short and plain: what stands on its own can be read at a glance."""
    assert max(map(len, PAGE.splitlines())) <= 150


def test_every_command_that_is_named_exists() -> None:
    """Nobody is told to type something that isn't understood."""
    for said in re.findall(r"/heed ([a-z-]+)", PAGE):
        assert said in shown.KNOWN
