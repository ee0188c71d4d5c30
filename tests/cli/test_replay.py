"""`replay`: what it prints, and what it says of files that it can't read."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.talk import messages
from bot.__main__ import main

START = 1_750_064_400.0
RTL = "نور 🌿"


def line(number: int, author: str, text: str, **more: object) -> str:
    """One message, 30 seconds after the one before it."""
    at = START + 30 * number
    return json.dumps({"id": f"m{number}", "ts": at, "author": author, "text": text, **more})


MEETING = [
    line(0, "moira", "Item one is the operating model, Dev has ten minutes"),
    line(1, "jan", "who decided that housing isn't at this table?"),
    line(2, "dev", "Workforce next. Eleven posts across the three sites"),
    line(3, "steph", "two of them are vacant"),
    line(4, "dev", "both out to advert, closing Friday"),
    line(5, "pat", "I sent newer numbers for the slide"),
    line(6, "dev", "thanks, will swap"),
    line(7, "steph", "happy to endorse from our side"),
    line(8, "moira", "Carried. Item two is the comms plan"),
    line(9, "steph", "two videos are in the can"),
    line(10, "dev", "I'll plug it at team brief"),
    line(11, "moira", "Lovely. Dates next"),
]


def written(folder: Path, name: str, lines: Iterable[str]) -> str:
    """A transcript's path."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def replayed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any, str]:
    """The exit code, the rows, and what was said on standard error."""
    code = main(["replay", "--json", *arguments])
    out, err = capsys.readouterr()
    return code, [json.loads(row) for row in out.splitlines()], err


def test_a_question_left_hanging_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A challenge that the talk closed over hangs, and a nudge was chosen within the meeting."""
    code, rows, err = replayed(capsys, written(tmp_path, "place.jsonl", MEETING))
    assert (code, err) == (0, "")
    (row,) = [row for row in rows if row["message_id"] == "m1"]
    assert row["room"] == "place"
    assert row["state"] == "hanging"
    assert row["kind"] == "challenge"
    assert row["picked_up_by"] == []
    assert START + 75 <= row["nudged_at"] <= START + 330
    assert row["why"]


def test_every_row_has_every_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fields are those that docs/transcripts.md promises, and authors are pseudonyms."""
    _, rows, _ = replayed(capsys, written(tmp_path, "place.jsonl", MEETING))
    assert rows
    for row in rows:
        assert set(row) == {
            "room", "message_id", "author", "asked_at", "kind", "confidence", "tracked", "state",
            "picked_up_by", "hanging_score", "nudged_at", "held_by", "why",
        }  # fmt: skip
        assert row["author"].startswith("Person ")


def test_names_are_shown_on_request_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither rows nor report name anybody without --names, quotes included."""
    said = [line(0, RTL, "hello"), *MEETING[1:], line(12, "jan", f"When does {RTL} sign it off?")]
    path = written(tmp_path, "place.jsonl", said)
    main(["replay", path])
    report = capsys.readouterr().out
    assert not [name for name in ("jan", "dev", "steph", RTL, "نور") if name in report]
    main(["replay", "--names", path])
    named = capsys.readouterr().out
    assert "jan" in named
    assert RTL in named


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.jsonl", b"", "empty.jsonl"),
        ("noise.jsonl", bytes(range(256)) * 40, "noise.jsonl"),
        ("field.jsonl", b'{"id":"m1","ts":1,"text":"hi?"}\n', "field.jsonl:1"),
        ("nan.jsonl", b'{"id":"m1","ts":NaN,"author":"a","text":"hi?"}\n', "nan.jsonl:1"),
        ("cut.jsonl", b'{"id":"m1","ts":1,"author":"a","te', "cut.jsonl"),
    ],
)
def test_bad_files_are_named_and_the_rest_is_still_read(
    name: str,
    content: bytes,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A bad file is an error with its place; the next file is processed, and the exit says so."""
    bad = tmp_path / name
    bad.write_bytes(content)
    good = written(tmp_path, "place.jsonl", MEETING)
    code, rows, err = replayed(capsys, str(bad), good)
    assert code == 1
    assert said in err
    assert "Traceback" not in err
    assert {row["room"] for row in rows} == {"place"}


def test_odd_lines_are_taken_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line of a megabyte, an unknown reply, an emoji in a right-to-left name: all fine."""
    odd = [
        *MEETING,
        line(12, RTL, "x" * 1_000_000 + " what now?"),
        line(13, RTL, "yes", reply_to="no-such-message"),
    ]
    code, rows, err = replayed(capsys, written(tmp_path, "place.jsonl", odd))
    assert (code, err) == (0, "")
    assert "m1" in {row["message_id"] for row in rows}


def test_time_that_runs_backwards_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line more than a minute late applies on arrival, with a warning that names its place."""
    late = json.dumps({"id": "late", "ts": START + 10, "author": "pat", "text": "late?"})
    code, rows, err = replayed(capsys, written(tmp_path, "place.jsonl", [*MEETING, late]))
    assert code == 0
    assert "Warning" in err
    assert "place.jsonl:13" in err
    assert "late" in {row["message_id"] for row in rows}


def test_lines_within_a_minute_are_put_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neighbouring lines in the wrong order give the same rows as in the right order."""
    swapped = [MEETING[0], MEETING[2], MEETING[1], *MEETING[3:]]
    _, right, _ = replayed(capsys, written(tmp_path, "place.jsonl", MEETING))
    _, put_right, err = replayed(capsys, written(tmp_path, "place.jsonl", swapped))
    assert put_right == right
    assert err == ""


def test_a_prefix_gives_the_same_nudges_up_to_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Replay never looks ahead."""
    talk = list(messages(300, people=5))
    _, whole, _ = replayed(capsys, written(tmp_path, "talk.jsonl", talk))
    for length in (50, 120, 211):
        ends = json.loads(talk[length - 1])["ts"]
        _, part, _ = replayed(capsys, written(tmp_path, "talk.jsonl", talk[:length]))
        assert nudges(part, ends) == nudges(whole, ends)
    assert nudges(whole, float("inf"))


def nudges(rows: list[dict[str, Any]], until: float) -> list[tuple[str, float, str | None]]:
    """Which questions were chosen when, and what held them."""
    return [
        (row["message_id"], row["nudged_at"], row["held_by"])
        for row in rows
        if row["nudged_at"] is not None and row["nudged_at"] <= until
    ]


def test_a_hundred_thousand_messages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A long stream is read to its end, its rate is said, and nothing else on standard output."""
    path = written(tmp_path, "long.jsonl", messages(100_000))
    code, rows, err = replayed(capsys, path)
    assert code == 0
    assert err.startswith("100,000 messages in ")
    assert [row["asked_at"] for row in rows] == sorted(row["asked_at"] for row in rows)
    assert len(rows) > 10_000


def test_wrong_options_are_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A patience that can't be read is wrong usage, in one line."""
    path = written(tmp_path, "place.jsonl", MEETING)
    assert main(["replay", "--patience", "soon", path]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_path_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A missing file is one clear line."""
    code, rows, err = replayed(capsys, str(tmp_path / "none.jsonl"))
    assert (code, rows) == (1, [])
    assert "none.jsonl" in err
    assert err.count("\n") == 1
