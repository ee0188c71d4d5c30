"""Captions of the talk itself."""

import io
from pathlib import Path

import webvtt
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.transcript.reading import SAMPLES, read, read_text, with_files

TEAMS = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ana>one</v>\n"


def test_voices_say_what_the_cues_hold() -> None:
    """Speakers come from voice tags; tags, classes and entities are no words."""
    found = read(SAMPLES / "teams.vtt")
    assert found.problems == []
    assert [(message.author, message.text) for message in found.messages] == [
        ("Priya Nair", "okay so the reablement pilot we said six months and it has been nine"),
        ("Tomás O'Dea", "sorry can i ask a really basic one who are we measuring this for"),
        ("Priya Nair", "Next slide please."),
        ("Priya Nair", "Costs & beds"),
        ("Gwen 🐝", "it's for the board"),
        ("Tomás O'Dea", "right"),
    ]


def test_ids_are_lines_and_times_count_from_the_start() -> None:
    """An id leads to the line where the words begin; the second voice on a line has its own."""
    messages = read(SAMPLES / "teams.vtt").messages
    assert [message.id for message in messages] == ["L10", "L18", "L23", "L27", "L31", "L31.2"]
    assert [message.at for message in messages] == [3.12, 12.0, 16.0, 19.1, 62.0, 62.0]


def test_names_in_the_text_are_speakers_where_there_are_no_tags() -> None:
    """Zoom writes "Name: words"; words without a name go on with the last speaker's."""
    messages = read(SAMPLES / "zoom.vtt").messages
    assert [(message.author, message.text) for message in messages] == [
        ("Maya Lin", "Welcome back, two things today."),
        ("Maya Lin", "Note: the minutes are out and they are long"),
        ("Ben (he/him)", "Why did we drop the carers' seat?"),
    ]


def test_a_colon_is_no_name_where_tags_give_the_names(tmp_path: Path) -> None:
    """With voice tags a colon is part of what was said."""
    found = read_text(tmp_path, "a.vtt", TEAMS.replace("one", "Note: one"))
    assert [(message.author, message.text) for message in found.messages] == [("Ana", "Note: one")]


def test_captions_without_names_are_one_speaker_and_a_warning(tmp_path: Path) -> None:
    """Who answers whom can't be told from them, and that is said."""
    found = read_text(tmp_path, "a.vtt", TEAMS.replace("<v Ana>", ""))
    assert [message.author for message in found.messages] == ["unknown speaker"]
    assert "don't say who speaks" in found.warnings[0]


def test_a_pause_a_sentence_or_another_voice_ends_what_is_said(tmp_path: Path) -> None:
    """Captions that run on are one message; these three begin a new one."""
    cues = [
        (1, 2, "Ana", "we said"),
        (2.5, 3, "Ana", "we would."),
        (3, 4, "Ana", "did we"),
        (6.5, 7, "Ana", "ask them"),
        (7, 8, "Bo", "them"),
        (8, 9, "Ana", "yes"),
    ]
    lines = ["WEBVTT", ""]
    for start, end, who, text in cues:
        lines += [f"00:{start:06.3f} --> 00:{end:06.3f}", f"<v {who}>{text}", ""]
    found = read_text(tmp_path, "a.vtt", *lines)
    assert found.said == ["we said we would.", "did we", "ask them", "them", "yes"]


def test_a_long_speech_is_cut(tmp_path: Path) -> None:
    """A recogniser that never ends a sentence doesn't make one message of an hour."""
    lines = ["WEBVTT", ""]
    for second in range(60):
        lines += [f"00:{second:02}.000 --> 00:{second:02}.900", "<v Ana>and then we went on", ""]
    found = read_text(tmp_path, "a.vtt", *lines)
    assert len(found.said) > 3
    assert max(map(len, found.said)) <= 300


def test_bad_times_are_told_and_the_other_captions_are_read(tmp_path: Path) -> None:
    """A caption whose times can't be read is left out."""
    found = read_text(
        tmp_path,
        "a.vtt",
        TEAMS,
        "00:00:05 --> later",
        "<v Ana>lost",
        "",
        TEAMS[8:].replace("Ana", "Bo"),
    )
    assert found.said == ["one", "one"]
    assert found.complaints == [(6, "the caption's times can't be read")]


def test_a_header_and_nothing_else_is_an_empty_room(tmp_path: Path) -> None:
    """A recording in which nobody spoke is no error."""
    found = read_text(tmp_path, "a.vtt", "WEBVTT - Kickoff")
    assert found.events == []
    assert found.problems == []


words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "So"), include_characters=" ,'"), min_size=1
).filter(lambda text: text.strip() and text.isprintable())


@with_files
@given(
    said=st.lists(st.tuples(st.integers(3, 60), st.sampled_from(["Ana", "Bo 🐝", "עדי"]), words))
)
def test_what_another_program_writes_is_read(
    tmp_path: Path, said: list[tuple[int, str, str]]
) -> None:
    """Captions written by webvtt-py, each after a pause, come back as they were."""
    captions, at = [], 0
    for gap, who, text in said:
        at += gap
        start, end = (webvtt.models.Timestamp.from_seconds(at + extra) for extra in (0, 0.5))
        captions.append(webvtt.Caption(str(start), str(end), f"<v {who}>{text}</v>"))
    out = io.StringIO()
    webvtt.WebVTT(captions=captions).write(out)
    found = read_text(tmp_path, "a.vtt", out.getvalue())
    assert found.problems == []
    assert [(m.author, m.text) for m in found.messages] == [(who, t.strip()) for _, who, t in said]
