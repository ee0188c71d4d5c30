"""Words: a message's own talk, its tokens, and its content words as keyed hashes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.words import CONTENT_WORDS, LOOKED_AT, WordHashes, own_talk, rarity, stem, tokens

SET_APART = [
    ("see https://docs.example/view?id=7781&v=2 for more", "see for more"),
    ("www.example.org/?a=b", ""),
    ("run `select ? from t` twice", "run twice"),
    ("before ```\nwhy?\n``` after", "before after"),
    ("an open fence ```what? and on", "an open fence"),
    ("> why events? because\nthat's section 1", "that's section 1"),
    ('it says "How shall variances be reported?" in there', "it says in there"),
    ("it asks 'did you feel listened to?' on page 2", "it asks on page 2"),
    ("it asks “did you feel listened to?” twice", "it asks twice"),
    ("what does 'split' mean", "what does split mean"),
    ('the words "reasonable endeavours" again', "the words reasonable endeavours again"),
    ("alert = hr > 120 ? 'red' : null", "alert = hr > 120 null"),
    ("WHERE id = ? AND n = 2", "WHERE id AND n = 2"),
    ("I don't know what it's for, it isn't ours", "I don't know what it's for, it isn't ours"),
]


@pytest.mark.parametrize(("text", "own"), SET_APART)
def test_what_others_wrote_is_set_apart(text: str, own: str) -> None:
    """Links, code, quotations and formulae with a question mark aren't the author's own talk."""
    assert " ".join(own_talk(text).own.split()) == own


@pytest.mark.parametrize(
    ("text", "code", "quote", "link"),
    [
        ("plain talk", False, False, False),
        ("`code`", True, False, False),
        ("> quoted", False, True, False),
        ('"a whole pasted question, is it?"', False, True, False),
        ("https://example.org/x", False, False, True),
    ],
)
def test_what_was_set_apart_is_said(text: str, *, code: bool, quote: bool, link: bool) -> None:
    """A reader of the own talk can tell what was taken out."""
    said = own_talk(text)
    assert (said.code, said.quote, said.link) == (code, quote, link)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Who DECIDES?", ["who", "decides"]),
        ("it’s Oisín's, don't", ["it's", "oisín's", "don't"]),
        ("snake_case and e-mail", ["snake", "case", "and", "e", "mail"]),
        ("どこですか 12:30", ["どこですか", "12", "30"]),
        ("مرحبا 👋🏽 world", ["مرحبا", "world"]),
        ("''' … --", []),
    ],
)
def test_tokens_are_words_in_any_script(text: str, words: list[str]) -> None:
    """Letters and digits make words, in lower case, with apostrophes inside kept."""
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("partner", "partners"),
        ("endorse", "endorsed"),
        ("endorse", "endorsing"),
        ("bus", "buses"),
        ("story", "stories"),
        ("plan", "planned"),
        ("charge", "charger"),
        ("olu", "olu's"),
        ("consultation", "consultations"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    """Two messages that inflect a word differently still share it."""
    assert stem(one) == stem(other)


def test_the_rarer_word_says_more() -> None:
    """Small words say nothing, everyday words a little, rare ones and figures the most."""
    assert rarity("the") == rarity("couldn't") == rarity("x") == 0
    assert 0 < rarity("meeting") < rarity("fridge") < rarity("provenance")
    assert rarity("2") > 0


def test_content_words_are_hashes_each_once() -> None:
    """No word can be read from a memory, and a repeated one counts once."""
    found = WordHashes(b"key").content(["the", "fridge", "fridges", "provenance"])
    assert [weight for _, weight in found] == [1.0, 1.25]
    assert len({hashed for hashed, _ in found}) == 2
    assert all(hashed > 2**16 for hashed, _ in found)


def test_another_key_gives_other_hashes_of_the_same_weights() -> None:
    """What one installation remembers says nothing to another."""
    words = ["fridge", "provenance", "2019"]
    mine, theirs = WordHashes(b"mine").content(words), WordHashes(b"theirs").content(words)
    assert {hashed for hashed, _ in mine}.isdisjoint(hashed for hashed, _ in theirs)
    assert [weight for _, weight in mine] == [weight for _, weight in theirs]


def test_a_full_cache_forgets_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many different words come, the cache stays bounded and the hashes the same."""
    monkeypatch.setattr("bot.domain.words._CACHED", 3)
    hashes = WordHashes(b"key")
    before = hashes.content(["fridge"])
    hashes.content(["one1", "two2", "three3", "four4", "five5"])
    assert len(hashes._known) <= 3
    assert hashes.content(["fridge"]) == before


def test_a_very_long_line_is_looked_at_in_part() -> None:
    """Of a line of a megabyte only the beginning is looked at, and few of its words are kept."""
    words = tokens("wörter " * 150_000)
    assert len(words) == pytest.approx(LOOKED_AT / 7, abs=1)
    assert len(own_talk("x" * 1_000_000).own) == LOOKED_AT
    many = [f"word{number}" for number in range(1000)]
    assert len(WordHashes().content(many)) == CONTENT_WORDS


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever people type, their own talk is part of it and its words have weights."""
    said = own_talk(text)
    assert len(said.own) <= len(text)
    for word in tokens(said.own):
        assert 0 <= rarity(word) <= 1.25
        assert len(stem(word)) <= len(word) + 1
