"""What a text is about, in a few words that fit a sentence; an asking, fit for quotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phrases import CLAUSE_MOST, clause, names_somebody, subject

PEOPLE = ("Maya Patel", "Tom", "Will")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("what's going on with the merch refunds", "the merch refunds"),
        ("Who holds the DNS for this domain?", "the DNS"),
        ("is our referral form good enough?", "our referral form"),
        ("is the minibus free?", "the minibus"),
        ("does the minibus run on sundays?", "the minibus"),
        ("i get twitchy about open water", "open water"),
        ("another gate change, who ordered that", "the gate change"),
        ("What is the whole exercise for?", "the whole exercise"),
        ("are their accounts public?", "the accounts"),
        ("who sees the scoring?", "the scoring"),
        ("we ran out of the paper supply.", "the paper supply"),
    ],
)
def test_a_noun_phrase_is_found_behind_its_article(text: str, about: str) -> None:
    """It can be said after "about"."""
    assert subject(text) == about


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "sleeping",
        "i all ways get lost at this bit and then im just gessing",
        "Are we scoring that?",
        "my brother did it",
        "ask about Orla",
        "the Patel case worries me",
        "is the tom bag here",
        "the last page",
        "over lunch",
        "about forty times",
        "for the 16 of them",
        "the ppl who came",
        "our legal lot would have kittens",
        "that the gp sent",
        "the skipper's gone",
        "the quickly assembled",
        "the drum recording",
        "the regularly",
        "> asked about the zebra",
        "`the zebra`",
    ],
)
def test_nothing_is_better_than_a_clumsy_phrase(text: str) -> None:
    """Verbs, names, times, numbers, shorthand, what is somebody's own, quotations and code."""
    assert subject(text, PEOPLE) == ""


def test_the_most_telling_phrase_is_chosen() -> None:
    """Of several the rarest, of equals the first."""
    assert (
        subject("on the table: the safeguarding policy and the door") == "the safeguarding policy"
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("sorry, daft question, what's an ICB?", "what's an ICB?"),
        ("Tom, who decides that??", "who decides that?"),
        ("who decides that, Tom?", "who decides that?"),
        ("@Maya Patel who decides?", "who decides?"),
        ("so, Tom: ok, who decides", "who decides"),
        ('is "the board" , the chair , or both?', "is the board, the chair, or both?"),
        ("who asked “him”?", "who asked him?"),
        ("who pays @everyone?", "who pays everyone?"),
        ("If I'm honest, I still don't get it.", "I still don't get it."),
    ],
)
def test_an_asking_is_unwrapped(text: str, asked: str) -> None:
    """No apology, no call, no doubled mark, nothing that would ping."""
    assert clause(text, PEOPLE) == asked


def test_of_a_long_message_the_sentence_that_asks_is_quoted() -> None:
    """The talk around it is left out; where no sentence is short enough, nothing is quoted."""
    talk = "We have been at this for an hour now and the coffee is cold. "
    assert clause(talk * 3 + "Who decides? " + "Fine by me.") == "Who decides?"
    assert clause("nobody " * 40 + "decides") == ""
    assert clause("lunch?") == ""


@given(st.text(max_size=300), st.lists(st.text(max_size=8), max_size=3))
def test_any_text_gives_phrases_that_fit_a_sentence(text: str, names: list[str]) -> None:
    """Short, in one line, without quotation marks or pings, whatever comes."""
    asked, about = clause(text, names), subject(text, names)
    assert len(asked.split()) <= CLAUSE_MOST
    assert not set(asked) & {"\n", '"', "“", "”", "@"}
    assert len(about.split()) <= 3
    assert about == "" or about.split()[0] in {"the", "our"} or len(about.split()) <= 2


def test_a_name_is_known_by_its_parts() -> None:
    """In any case, as a whole word."""
    assert names_somebody("well MAYA said so", "Maya Patel")
    assert names_somebody("will we?", "Will")
    assert not names_somebody("mayall", "Maya Patel")
    assert not names_somebody("anything", "")
