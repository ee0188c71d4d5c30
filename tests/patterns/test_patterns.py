"""Every regular expression of Heed's has a shape whose time grows with its text alone."""

import re
from typing import Final

import pytest

from tests.patterns.found import (
    MADE_LATER,
    Found,
    compiled,
    made_when_used,
    patterns,
)
from tests.patterns.hostile import texts
from tests.patterns.shape import flaws

# Patterns that break a rule and are quick all the same: which rule, and why.
EXCEPTIONS: Final = {
    "adapters.discord.address.TEMPLATE": (
        ["begun"],
        "custom ids have 100 characters at most, and discord.py asks it of a whole one",
    ),
    "bot.domain.unnamed._HIDDEN": (
        ["begun"],
        "of a number: from a digit to the last one; it fails only where none is five places on",
    ),
}


@pytest.mark.parametrize("found", patterns(), ids=str)
def test_every_pattern_has_a_shape_that_is_quick(found: Found) -> None:
    """The three rules of `tests/patterns/shape.py`, but for what is listed with its reason."""
    allowed, _ = EXCEPTIONS.get(found.where, ([], ""))
    assert flaws(found.pattern, scans=found.scans, whole=found.whole) in ([], allowed)


def test_each_exception_is_one() -> None:
    """What needs no exception has none."""
    flawed = {
        found.where
        for found in patterns()
        if flaws(found.pattern, scans=found.scans, whole=found.whole)
    }
    assert flawed == set(EXCEPTIONS)


def test_no_pattern_of_the_source_is_missed() -> None:
    """What the source compiles is held by a module; what is put together later has an example."""
    known = {found.pattern.pattern for found in patterns()}
    missed = [(path, line) for path, line, text in compiled() if text and text not in known]
    assert missed == []
    assert made_when_used() == set(MADE_LATER)
    assert len(known) > 150


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?:\w+)+x", ["nested"]),
        (r"(?:\w+\s?)+x", ["nested", "begun"]),
        (r"(?:a|b)*(?:b|c)*x", ["beside", "begun"]),
        (r"\w+\d+x", ["beside", "begun"]),
        (r"\s+$", ["begun"]),
        (r"/\S*\?\S+", ["begun"]),
        (r"(?m)^\s*#", ["begun"]),
        (r"<[^>]+>", ["begun"]),
        (r"(?:ha )*x", ["begun"]),
    ],
)
def test_the_rules_find_what_they_are_for(pattern: str, expected: list[str]) -> None:
    """The check would fail on each of the classic mistakes."""
    found = flaws(re.compile(pattern), scans=True)
    assert [each for each in found if each in expected] == expected


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w+(?:-\w+)*",
        r"<[^<>]+>",
        r"(?<!\s)\s+(?=,)",
        r"\b(?:\w+ ){0,3}x",
        r"\bwho\w*\b",
        r"(?:[?.]*+[^\s?.]++)++",
        r"^[^\S\n]*#",
    ],
)
def test_the_rules_let_pass_what_is_quick(pattern: str) -> None:
    """Dividers, limits, possessive repetitions, looks behind and starts of lines are understood."""
    assert flaws(re.compile(pattern, re.MULTILINE), scans=True) == []


@pytest.mark.parametrize("found", patterns(), ids=str)
def test_there_are_hostile_texts_for_each_pattern(found: Found) -> None:
    """Of about the length that is asked for, and many of them; what comes of them is no error."""
    made = dict(texts(found.pattern, 300))
    assert len(made) > 100
    for text in made.values():
        assert len(text) <= 400
        found.pattern.match(text)
