"""Stems: a reflection, something to build on, an honour; never an answer, never the asker."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phrases import parts
from bot.domain.question import Kind
from bot.domain.stems import stems
from bot.domain.views import Move
from tests.domain.builders import question
from tests.properties.talk import SAID

ASKED = question(text="sorry, what is going on with the merch refunds?")


def said(kind: Kind, text: str | None) -> list[str]:
    """The stems' words."""
    asked = replace(ASKED, kind=kind, text=text)
    return [each.text for each in stems(asked, "Maya", ("Tom",))]


@pytest.mark.parametrize("kind", Kind)
def test_there_are_three_one_for_each_move(kind: Kind) -> None:
    """Reflect, build, honour, in that order, whatever is known of the question."""
    for text in (ASKED.text, "why?", "", None):
        made = stems(replace(ASKED, kind=kind, text=text), "Maya")
        assert [each.move for each in made] == [Move.REFLECT, Move.BUILD, Move.HONOUR]


def test_they_are_made_of_the_questions_own_words() -> None:
    """The asking is quoted, and what it is about is said."""
    reflect, build, honour = said(Kind.NOT_KNOWING, ASKED.text)
    assert reflect.endswith("raised: “what is going on with the merch refunds?”")
    assert build == "Could somebody explain the merch refunds in plain words, for all of us?"
    assert honour.startswith("I'm glad that the merch refunds came up.")


@pytest.mark.parametrize("kind", Kind)
def test_without_words_they_still_read_well(kind: Kind) -> None:
    """Nothing is left open, quoted, or said twice."""
    for text in said(kind, None):
        assert not set(text) & set("{}“”")
        assert not re.search(r"\babout (?:\?|\.|,)", text)


def test_a_sensitive_question_has_none() -> None:
    """Rule 11."""
    assert stems(replace(ASKED, sensitive=True), "Maya") == ()


@pytest.mark.parametrize("text", ["Maya here, who decides?", "it's only maya, but who decides?"])
def test_what_names_the_asker_is_not_quoted(text: str) -> None:
    """Somebody who names themself isn't named by the convener."""
    for stem in said(Kind.CHALLENGE, text):
        assert "maya" not in stem.lower()


def words(text: str) -> set[str]:
    """The words of a text, in lower case."""
    return set(re.findall(r"[^\W_]+", text.lower()))


# What every stem says, whatever was asked.
FIXED = {word for kind in Kind for text in said(kind, None) for word in words(text)}
FIXED |= {"the", "our", "about", "question", "point", "explain"}

names = st.sampled_from(["Maya", "Maya Patel", "Will", "zebra", "Ada (she/her)", "Q"])


@given(
    kind=st.sampled_from(Kind),
    asker=names,
    text=st.one_of(
        st.sampled_from(SAID).map(lambda said_: said_.format(word="zebra")), st.text(max_size=200)
    ),
    before=st.booleans(),
)
def test_no_stem_quotes_the_asker(kind: Kind, asker: str, text: str, before: bool) -> None:
    """Whatever is asked, no part of the asker's name stands in what was taken from it."""
    asked = f"{asker} here: {text}" if before else f"{text} says {asker}"
    for stem in stems(replace(ASKED, kind=kind, text=asked), asker):
        assert parts(asker).isdisjoint(words(stem.text) - FIXED), stem.text
