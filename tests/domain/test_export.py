import csv
import io
import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from bot.domain.chronicle import Viewer, chronicle
from bot.domain.drawing import Picture
from bot.domain.export import COLUMNS, cell, exported, markdown, readable
from bot.domain.question import Ending, State
from bot.domain.settings import KeepText, RoomSettings
from bot.domain.wishes import Format
from tests import ROOT
from tests.domain.builders import DAY, MONDAY
from tests.domain.exports import AT, SPAN, TEXTS, partners, sample, written
from tests.domain.test_chronicle import earlier

SPOILING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SCHEMA = ROOT / "docs" / "export.schema.json"
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="=+-@;,\"'\t\r\n ＝＋－＠\u200b\u202e`*_[]<>()|#&!\\~$:/w.hx1", max_size=40),
    st.sampled_from(
        [
            '=HYPERLINK("http://a.b","x")',
            "  =1+1",
            "\t@SUM(A1)",
            "＝cmd|' /C calc'!A0",
            "ok; =2+2",
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "![x](http://a.b/c.png)",
            "@everyone look at www.example.org and https://example.org, or write to a@b.org",
            "\u202egnp.exe",
            "# heading",
            "1. list\n\n> quote\n***",
            "&lt;b&gt; &#60;",
            "😀" * 400,
            "\ud800 half",
            "```\ncode\n```",
            "| a | b |\n| - | - |",
        ]
    ),
)


def data(*args: Any, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - as `written` takes them
    """An export as JSON, read and held to the schema."""
    found: dict[str, Any] = json.loads(written(Format.JSON, *args, **how).encode())
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(found)
    return found


def rows(*args: Any, **how: Any) -> list[dict[str, str]]:  # noqa: ANN401 - likewise
    """An export as CSV, read."""
    paper = io.StringIO(written(Format.CSV, *args, **how), newline="")
    return list(csv.DictReader(paper))


# --- what stands in it -----------------------------------------------------------------------


@pytest.mark.parametrize("names", [False, True])
@pytest.mark.parametrize("form", TEXTS)
def test_each_text_is_as_the_committed_sample(form: Format, names: bool) -> None:
    """For a person to read in review: `python -m tests.domain.exports` writes them anew."""
    assert (
        sample(form, names=names).read_bytes() == written(form, *partners(), names=names).encode()
    )


def test_people_are_numbered_the_same_in_every_format() -> None:
    """In the order in which they come up, in the words as well; nothing leads to a message."""
    room, questions = partners("Who is missing here, Tom?")
    found = data(room, questions)
    assert [each["asked_by"] for each in found["questions"]] == ["P1", "P2", "P1"]
    assert found["questions"][0]["words"] == "Who is missing here, P2?"
    assert [each["asked_by"] for each in rows(room, questions)] == ["P1", "P2", "P1"]
    for form in TEXTS:
        text = written(form, room, questions)
        assert not re.search(r"Maya|Tom|Reed|moira|\bm1\b|\ba1\b", text), form


def test_names_stand_in_it_where_the_admin_lets_them() -> None:
    """And what leads to the messages."""
    room, questions = partners()
    found = data(room, questions, names=True)
    assert found["named"] is True
    assert [each["asked_by"] for each in found["questions"]] == ["Maya", "Tom Reed", "Maya"]
    assert [each["message"] for each in found["questions"]] == ["m1", "m2", "m3"]
    assert "Who is missing here, Tom?" in written(Format.MARKDOWN, room, questions, names=True)


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize(
    "change",
    [
        {"sensitive": True},
        {"state": State.GONE},
        {"state": State.SETTLED, "ending": Ending.LET_IT_REST},
        {"tracked": False},
        {"asked_at": AT - 31 * DAY},
    ],
)
def test_some_stand_in_none(form: Format, change: dict[str, Any]) -> None:
    """Sensitive ones, deleted ones, what was pressed, no questions, and what is too old."""
    room, questions = partners("Zebra?")
    assert "Zebra" in written(form, room, questions)
    questions[0] = replace(questions[0], **change)
    assert "Zebra" not in written(form, room, questions)


@pytest.mark.parametrize("form", TEXTS)
def test_no_words_stand_in_it_where_none_are_kept(form: Format) -> None:
    """The setting counts when it is written."""
    room, questions = partners("Zebra?")
    room.settings = RoomSettings(keep_text=KeepText.NONE)
    assert "Zebra" not in written(form, room, questions)
    assert data(room, questions)["questions"][0]["words"] is None


@pytest.mark.parametrize("form", TEXTS)
def test_nudges_and_presses_stand_in_none(form: Format) -> None:
    """The convener isn't watched (rule 3): whatever was sent or pressed, the bytes are the same."""
    room, questions = partners()
    plain = written(form, room, questions)
    pressed = [
        replace(each, chosen_at=MONDAY + 200, claimed_by="moira", posts=1, heard_too=("tom",))
        for each in questions
    ]
    assert written(form, room, pressed) == plain


def test_what_earlier_meetings_left_is_told_apart() -> None:
    """It comes first, and says so."""
    room, questions = partners()
    earlier(room, "e1")
    first, *others = data(room, questions)["questions"]
    assert (first["number"], first["earlier"]) == (1, True)
    assert not any(each["earlier"] for each in others)
    assert "## From earlier meetings" in written(Format.MARKDOWN, room, questions)


@pytest.mark.parametrize("form", [Format.PNG, Format.SVG])
def test_a_picture_is_the_timeline(form: Format) -> None:
    """To be painted as its name's ending says, with its alternative text."""
    room, questions = partners()
    told = chronicle(room, questions, SPAN, AT, Viewer.CONVENER)
    file = exported(room, told, form, AT)
    assert isinstance(file.content, Picture)
    assert file.name.endswith(f".{form}")
    assert (
        file.alt
        == file.content.alt
        == "Timeline from 09:00 to 10:00: 3 questions, 1 followed, 1 left hanging, 1 withdrawn."
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("#partners", "partners"),
        ("Café & Co", "cafe-co"),
        ("../../etc/passwd", "etc-passwd"),
        ("会議", "room"),
        ("", "room"),
        ("x" * 90, "x" * 40),
    ],
)
def test_its_name_says_what_it_is_about_and_is_harmless(title: str, slug: str) -> None:
    """No path, no sign that a file system minds."""
    room, questions = partners()
    room.id, room.title = "", title
    told = chronicle(room, questions, SPAN, AT, Viewer.CONVENER)
    assert exported(room, told, Format.CSV, AT).name == f"heed-{slug}-2026-03-02-0900.csv"


# --- foreign texts ---------------------------------------------------------------------------


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a cell for one, forgiving as the most forgiving is."""
    seen = "".join(each for each in text if unicodedata.category(each) not in {"Cf", "Cc"})
    return unicodedata.normalize("NFKC", seen).lstrip()[:1] in {"=", "+", "-", "@"} and bool(seen)


@settings(deadline=None)
@example("", ';"@')
@given(HOSTILE, HOSTILE)
def test_no_cell_is_a_formula(words: str, name: str) -> None:
    """However it is disguised, and whichever sign the spreadsheet parts cells by."""
    text = written(Format.CSV, *partners(words, name), names=True)
    text.encode()  # no half of a character is left
    assert not text.startswith("\ufeff")
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            assert not any(map(is_formula, row)), row


@settings(deadline=None)
@given(HOSTILE)
def test_every_cell_stays_in_its_place(words: str) -> None:
    """One line a question, and as many cells as there are columns."""
    lines = list(csv.reader(io.StringIO(written(Format.CSV, *partners(words)), newline="")))
    assert len(lines) == 4
    assert {len(each) for each in lines} == {len(COLUMNS)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("  -2", "'  -2"),
        ("＝1", "'＝1"),
        ("\u200b@SUM(A1)", "'\u200b@SUM(A1)"),
        ("yes; -5 of them", "yes;' -5 of them"),
        ("5 - 3 = 2, isn't it?", "5 - 3 = 2, isn't it?"),
    ],
)
def test_a_formula_stays_readable(text: str, shown: str) -> None:
    """A sign before it is all that is added."""
    assert cell(text) == shown


PLAIN = {"text", "softbreak", "hardbreak", "strong_open", "strong_close"}


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_nobodys_words_become_markup(words: str, name: str) -> None:
    """A reader of Markdown finds our headings, lists and plain text: no link, image or HTML."""
    text = written(Format.MARKDOWN, *partners(words, name), names=True)
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
    blocks = {each.type for each in tokens}
    assert blocks <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    }
    inline = [child for each in tokens if each.type == "inline" for child in each.children or ()]
    assert {each.type for each in inline} <= PLAIN
    shown = "".join(each.content for each in inline)
    assert readable(words) in shown.replace("\u2060", "") or not readable(words)


@settings(deadline=None)
@given(HOSTILE)
def test_nobody_is_called_and_nothing_linked(words: str) -> None:
    """Whatever joins an at sign to a name, or makes an address of a text, is apart."""
    shown = markdown(readable(words))
    assert not re.search(r"@\w|://|\bwww\.", shown, re.IGNORECASE)


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_nothing_turns_the_writing_direction(words: str, name: str) -> None:
    """Nor controls a terminal; what is left can be read."""
    for form in TEXTS:
        text = written(form, *partners(words, name), names=True)
        assert not SPOILING.search(text)


@settings(deadline=None)
@given(HOSTILE, HOSTILE, st.booleans())
def test_any_text_makes_data_that_fits_the_schema(words: str, name: str, names: bool) -> None:
    """And can be encoded."""
    assert len(data(*partners(words, name), names=names)["questions"]) == 3


def test_the_schema_knows_every_field_and_no_other() -> None:
    """A field more, or one less, is no export of this version."""
    found = data(*partners())
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert validator.is_valid(found)
    assert not validator.is_valid({**found, "more": 1})
    for name in found:
        assert not validator.is_valid({key: value for key, value in found.items() if key != name})
    first = found["questions"][0]
    for name in first:
        less = {key: value for key, value in first.items() if key != name}
        assert not validator.is_valid({**found, "questions": [less]})


@pytest.mark.parametrize("form", TEXTS)
def test_four_thousand_emoji_are_written_whole(form: Format) -> None:
    """Nothing is cut, and nothing takes long."""
    assert "😀" * 4000 in written(form, *partners("😀" * 4000))
