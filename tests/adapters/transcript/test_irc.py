"""Plain IRC logs."""

from pathlib import Path

import pytest

from bot.domain.events import MemberJoined, MemberLeft
from tests.adapters.transcript.reading import SAMPLES, Read, read, read_text

DAY = 86400


def movements(found: Read) -> list[tuple[str, str]]:
    """Who came and went."""
    kinds = {MemberJoined: "came", MemberLeft: "went"}
    return [
        (kinds[type(event)], event.member)
        for event in found.events
        if isinstance(event, MemberJoined | MemberLeft)
    ]


def test_a_dated_log_has_real_times() -> None:
    """The client's own lines tell the date, also past midnight."""
    found = read(SAMPLES / "irssi.log")
    assert found.problems == []
    assert [(m.id, m.author, m.text) for m in found.messages] == [
        ("L3", "kit", "so who has the key to the shed these days"),
        ("L4", "sam", "no idea"),
        ("L5", "kit", "looks under the mat"),
        ("L6", "sam", "anyway, slugs"),
    ]
    assert found.messages[0].at == 1750118280
    assert found.messages[-1].at == 1750118460
    assert "UTC" in found.warnings[0]


def test_joins_parts_and_new_nicks_are_members_moving() -> None:
    """Each client's way to note them is read; modes and notices are not."""
    assert movements(read(SAMPLES / "irssi.log")) == [
        ("came", "sam"),
        ("came", "kit"),
        ("went", "sam"),
        ("came", "sam_bed"),
        ("went", "sam_bed"),
    ]
    assert movements(read(SAMPLES / "bracketed.log"))[2:] == [
        ("came", "🦊fox"),
        ("went", "Rae"),
        ("came", "Rae2"),
        ("came", "Lou"),
        ("went", "Lou"),
    ]


def test_an_undated_log_counts_from_its_first_midnight() -> None:
    """The morning after the evening is a day later."""
    found = read(SAMPLES / "bracketed.log")
    minutes = [9 * 60 + 5, 9 * 60 + 5, 9 * 60 + 6, 21 * 60 + 30, (24 + 8) * 60]
    assert [message.at for message in found.messages] == [minute * 60 for minute in minutes]
    assert found.warnings == []


def test_a_log_without_times_gets_a_pace_and_a_warning() -> None:
    """Lines are taken to be ten seconds apart."""
    found = read(SAMPLES / "bare.log")
    assert [message.at for message in found.messages] == [0, 10, 20, 30]
    assert found.said[2] == "points up"
    assert len(found.warnings) == 1
    assert "10 s apart" in found.warnings[0]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("[9:05] <ana> hi", 9 * 3600 + 300),
        ("[09:05:07] <ana> hi", 9 * 3600 + 307),
        ("09:05 <ana> hi", 9 * 3600 + 300),
        ("09:05:07.5 <ana> hi", 9 * 3600 + 307.5),
        ("1970-01-02 09:05:07 <ana> hi", DAY + 9 * 3600 + 307),
        ("[1970-01-02 09:05] <ana> hi", DAY + 9 * 3600 + 300),
        ("1970-01-02T10:05:07+01:00 <ana> hi", DAY + 9 * 3600 + 307),
        ("1970-01-02T09:05:07Z\t<ana>\thi", DAY + 9 * 3600 + 307),
        ("<ana> hi", 0),
    ],
)
def test_every_usual_stamp_is_read(tmp_path: Path, line: str, at: float) -> None:
    """With and without brackets, seconds, dates and zones."""
    ((message,), problems) = (found := read_text(tmp_path, "a.log", line)).messages, found.problems
    assert (message.at, message.author, message.text) == (at, "ana", "hi")
    assert problems == []


@pytest.mark.parametrize("nick", ["ana", "@ana", "+ana", " ana", "%ana", "~ana", "&ana"])
def test_ranks_are_no_part_of_a_nick(tmp_path: Path, nick: str) -> None:
    """Operators and voiced members are the same people."""
    assert read_text(tmp_path, "a.log", f"[09:05] <{nick}> hi").messages[0].author == "ana"


@pytest.mark.parametrize("nick", ["Zoë🦊", "עדי", "ana|away", "[ana]", "Ana Maria"])
def test_a_nick_may_be_anything(tmp_path: Path, nick: str) -> None:
    """Names of any script, with emoji, and those of bridges to other platforms."""
    assert read_text(tmp_path, "a.log", f"[09:05] <{nick}> hi").messages[0].author == nick


def test_midnight_is_passed_whenever_the_time_falls_back_far(tmp_path: Path) -> None:
    """Hours back are the next day; minutes back are a line out of order."""
    times = ["23:50", "00:10", "09:00", "08:59", "07:30", "05:00"]
    found = read_text(tmp_path, "a.log", *(f"[{time}] <ana> {time}" for time in times))
    by_text = {message.text: message.at for message in found.messages}
    days = {text: int(at // DAY) for text, at in by_text.items()}
    assert days == {"23:50": 0, "00:10": 1, "09:00": 1, "08:59": 1, "07:30": 1, "05:00": 2}


def test_a_line_just_late_over_midnight_is_put_right(tmp_path: Path) -> None:
    """Yesterday's last line may come after today's first."""
    times = ["23:59:30", "00:00:10", "23:59:50", "00:00:20"]
    found = read_text(tmp_path, "a.log", *(f"[{time}] <ana> {time}" for time in times))
    assert found.said == ["23:59:30", "23:59:50", "00:00:10", "00:00:20"]
    assert found.warnings == []


def test_a_log_may_be_opened_late_in_the_evening(tmp_path: Path) -> None:
    """The opening line's own time is where the day stands."""
    opened = "--- Log opened Mon Jun 16 23:59:40 2025"
    found = read_text(tmp_path, "a.log", opened, "23:59:45 <ana> hi", "00:00:05 <bo> ho")
    assert [message.at for message in found.messages] == [1750118385, 1750118405]


def test_xchat_opens_a_log_in_its_own_way(tmp_path: Path) -> None:
    """The date is taken from its line, too."""
    opened = "**** BEGIN LOGGING AT Mon Jun 16 09:00:00 2025"
    closed = "**** ENDING LOGGING AT Mon Jun 16 10:00:00 2025"
    found = read_text(tmp_path, "a.log", opened, "09:00:05 <ana> hi", closed)
    assert [message.at for message in found.messages] == [1750064405]
    assert found.problems == []


def test_actions_are_words_and_status_is_not(tmp_path: Path) -> None:
    """A star stands before what somebody does, and before what a client notes."""
    lines = [
        "[09:00] <ana> hi",
        "[09:01] * bo has joined the wrong meeting",
        "[09:02] * cy (~cy@host.example) has joined #makers",
        "[09:03] * bo sets mode: +o cy",
        "[09:04] * cy has quit IRC (bye)",
        "[09:05] *** Topic is: plans",
        "[09:06] <bo>",
    ]
    found = read_text(tmp_path, "a.log", *lines)
    assert [(message.author, message.text) for message in found.messages] == [
        ("ana", "hi"),
        ("bo", "has joined the wrong meeting"),
    ]
    assert movements(found)[2:] == [("came", "cy"), ("went", "cy")]
    assert found.problems == []


def test_colours_are_taken_out(tmp_path: Path) -> None:
    """Colour and bold marks are no words."""
    found = read_text(tmp_path, "a.log", "[09:00] <ana> \x0304,01who\x03 \x02pays\x02?")
    assert found.said == ["who pays?"]


def test_other_lines_are_told_and_left_out(tmp_path: Path) -> None:
    """What can't be placed is an error with its line."""
    lines = ["[09:00] <ana> hi", "[25:00] <ana> ho", "more of it", "[09:01] <ana> hey"]
    found = read_text(tmp_path, "a.log", *lines)
    assert found.said == ["hi", "hey"]
    assert found.complaints == [
        (2, "there is no such time of day"),
        (3, "this is not a line of an IRC log"),
    ]
