"""What people wrote, made fit for Slack: whatever it is, it fits, and pings nobody."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.render.text import ELLIPSIS, NOTHING, clean, fitted, line, shortened
from tests.adapters.slack.limits import PING, size

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1ec\U0001f1e7"
WAVE = "\U0001f44b\U0001f3fd"
ACCENT = "e\u0301"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U1> & <#C1|place>", "&lt;@U1&gt; &amp; &lt;#C1|place&gt;"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\x00\x07b", "ab"),
        ("a\ud800b", "ab"),
        ("  ", NOTHING),
        ("", NOTHING),
        ("مرحبا", "مرحبا"),
    ],
)
def test_marks_are_shown_as_they_were_written(text: str, shown: str) -> None:
    """Nothing is a mark of Slack's, nothing turns the writing direction, nothing is empty."""
    assert fitted(text, 100) == shown


@pytest.mark.parametrize("whole", [FAMILY, FLAG, WAVE, ACCENT, "&"])
def test_a_cut_never_parts_what_is_one_character(whole: str) -> None:
    """At whatever place the limit falls."""
    text = whole * 6
    for limit in range(2, size(html.escape(text)) + 1):
        kept = shortened(text, limit).removesuffix(ELLIPSIS)
        assert kept == whole * (len(kept) // len(whole))


def test_a_cut_is_seen() -> None:
    """It ends with an ellipsis, right after a word."""
    assert fitted("one two three", 9) == "one two…"


def test_a_line_has_no_breaks() -> None:
    """Nor stretches of blanks."""
    assert line(" one\n\n two\tthree ") == "one two three"


hostile = st.text(st.characters(codec=None) | st.sampled_from("<>&!@#|`*_~\u202e\u200d😀\n"))


@given(hostile, st.integers(2, 200))
def test_any_text_fits_and_pings_nobody(text: str, limit: int) -> None:
    """By Slack's own count, in which some characters are two."""
    shown = fitted(text, limit)
    assert 0 < size(shown) <= limit
    assert not PING.search(shown)
    assert not any(each in shown for each in "<>")


@given(hostile)
def test_what_fits_is_kept_whole(text: str) -> None:
    """Read back, it is what was written, apart from what can't be seen."""
    kept = clean(text).strip() or NOTHING
    assert html.unescape(fitted(text, 100_000)) == html.unescape(kept.replace("&", "&amp;"))
