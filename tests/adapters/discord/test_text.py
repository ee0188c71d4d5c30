"""What people wrote: shown as they wrote it, whatever it looks like to Discord."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.render.text import (
    ELLIPSIS,
    NOTHING,
    clean,
    copied,
    escaped,
    fitted,
    line,
    plain,
    unescaped,
)
from bot.domain.characters import counted
from tests.adapters.discord.limits import check_text

MARKUP = {
    "emphasis": ("*a* _b_ __c__ ~~d~~ ||e||", r"\*a\* \_b\_ \_\_c\_\_ \~\~d\~\~ \|\|e\|\|"),
    "code": ("`a` ```b```", r"\`a\` \`\`\`b\`\`\`"),
    "quote": ("> a\nb > c", "\\> a\nb > c"),
    "heading": ("# a\n-# b", "\\# a\n\\-# b"),
    "list": ("- a\n + b\n* c\n1. d\n1 e", "\\- a\n \\+ b\n\\* c\n1\\. d\n1 e"),
    "masked link": ("[bank](https://evil.test/)", r"\[bank\](https://evil.test/)"),
    "titled link": ('[a](<https://evil.test> "b")', r'\[a\](\<https://evil.test> "b")'),
    "address": ("https://a.test/b_c_d~e.", "https://a.test/b_c_d~e."),
    "address in marks": ("*https://a.test/b*c", r"\*https://a.test/b\*c"),
    "person": ("<@123> <@!123> <@&1>", "\\<@\u2060123> \\<@\u2060!123> \\<@\u2060&1>"),
    "everyone": ("@everyone @here", "@\u2060everyone @\u2060here"),
    "channel and emoji": ("<#1> <:a:1> <t:1:R> </x:1>", r"\<#1> \<:a:1> \<t:1:R> \</x:1>"),
    "escapes": ("\\*a\\*", r"\\\*a\\\*"),
    "plain": ("Is it me @ 9, or Maya & co.?", "Is it me @ 9, or Maya & co.?"),
}


@pytest.mark.parametrize(("text", "made"), MARKUP.values(), ids=MARKUP)
def test_markup_is_shown_as_it_was_written(text: str, made: str) -> None:
    """Each of Discord's marks loses its meaning, and addresses stay whole."""
    assert escaped(text) == made
    check_text(made)


@given(st.text(alphabet=st.sampled_from("\\*_`[]()<>@#-+1. \nehttps://evryonr😀é~|:")))
def test_what_was_escaped_is_read_back(text: str) -> None:
    """A preview holds exactly the words that are posted."""
    assert unescaped(escaped(text)) == text
    check_text(escaped(text))


def test_what_isnt_seen_goes() -> None:
    """Direction overrides, control characters and halves of characters; joiners stay."""
    assert clean("a\u202eb\u2066c\x00d\ud800e\r\nf\x1b") == "abcde\nf"
    assert clean("👩\u200d👧 \u0645\u200c\u0646") == "👩\u200d👧 \u0645\u200c\u0646"


def test_line_is_one_line() -> None:
    """However it was broken."""
    assert line(" a\n\tb  c ") == "a b c"


@given(st.text(), st.integers(2, 40))
def test_nothing_is_longer_than_it_may_be(text: str, limit: int) -> None:
    """As it stands, escaped, and by whichever way of counting; and it is never empty."""
    for made in (fitted(text, limit), plain(text, limit)):
        assert 0 < counted(made) <= limit
    assert counted(copied(text, limit + 10)) <= limit + 10


@given(st.text(min_size=1), st.integers(2, 40))
def test_no_mark_is_parted_from_what_it_escapes(text: str, limit: int) -> None:
    """A cut text is the beginning of the whole."""
    made = unescaped(fitted(text, limit)).removesuffix(ELLIPSIS)
    assert made == NOTHING or clean(text).strip().startswith(made)


@pytest.mark.parametrize(
    ("text", "limit", "made"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abc defgh", 5, "abc…"),
        ("***", 4, r"\*…"),
        ("e\u0301e\u0301e\u0301", 5, "e\u0301e\u0301…"),
        ("👩\u200d👧👩\u200d👧", 8, "👩\u200d👧…"),
        ("🇬🇧🇫🇷🇩🇪", 8, "🇬🇧…"),
        ("👍🏽👍🏽", 5, "👍🏽…"),
        ("\u0301" * 9, 4, "…"),
        ("", 4, "–"),
    ],
)
def test_nobody_is_cut_in_half(text: str, limit: int, made: str) -> None:
    """What a person sees as one character stays whole."""
    assert fitted(text, limit) == made


def test_what_is_to_be_copied_is_exact() -> None:
    """No mark stands in it that isn't there, and it can't end its own block."""
    assert copied("*why*  not\n`now`?", 50) == "```\n*why* not 'now'?\n```"
