"""Hearing takes any text of any length, without raising, in time that grows as the text does."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hearing.asking import LONGEST, MOST_SENTENCES, sentences
from bot.domain.hearing.learned import MOST_QUESTIONS, TRACKED_AT
from bot.domain.words import LOOKED_AT
from tests.domain.talk import heard, remembered, talk

HOSTILE: Final = [
    "?" * 1_000_000,
    "a" * 1_000_000,
    "a?" * 500_000,
    "no ? " * 200_000,
    "'" * 1_000_000,
    '"' * 999_999 + "?",
    "`" * 1_000_000,
    "who is " * 150_000,
    "i don't know " * 80_000,
    "not sure not " * 80_000,
    "https://" * 120_000,
    "> " * 500_000,
    "\n" * 1_000_000,
    "ha" * 500_000,
    "😂" * 250_000,
    "@" * 1_000_000,
    "maya: " * 160_000,
    "\u202e" * 300_000,
    "1 " * 500_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_line_of_a_megabyte_is_heard_like_its_beginning(text: str) -> None:
    """Whatever fills a megabyte, what is looked at is bounded, and so is what comes of it."""
    found = heard(text)
    assert len(found) <= MOST_QUESTIONS
    assert found == heard(text[:LOOKED_AT])
    assert all(len(each.text) <= MOST_SENTENCES * (LONGEST + 1) for each in found)


@given(st.text(max_size=300))
def test_any_text_is_heard(text: str) -> None:
    """No text makes hearing raise, and what it hears keeps its promises."""
    for each in heard(text):
        assert each.text.strip()
        assert 0 <= each.confidence <= 1
        assert each.tracked == (each.confidence >= TRACKED_AT)


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), max_size=12))
def test_any_talk_can_be_followed(lines: list[str]) -> None:
    """No talk makes hearing or uptake raise."""
    people = ("maya", "tom", "ola")
    room = talk(*(f"{people[number % 3]}: {said}" for number, said in enumerate(lines)))
    assert len(room.turns) == len(lines)


@given(st.text(max_size=200), st.text(max_size=20))
def test_hearing_keeps_nothing_from_one_message_to_the_next(text: str, other: str) -> None:
    """A message is heard the same whatever was heard before it."""
    heard(other)
    assert heard(text) == heard(text)
    assert remembered(f"tom: {text}") == remembered(f"tom: {text}")


@given(st.text(max_size=3000))
def test_sentences_are_pieces_of_the_text(text: str) -> None:
    """Each sentence stands in the text as it was written, in order."""
    place = 0
    for each in sentences(text):
        place = text.index(each, place) + len(each)
        assert len(each) <= LONGEST
