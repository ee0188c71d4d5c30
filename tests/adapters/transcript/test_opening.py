"""Whatever a path names: a clear result, never a traceback."""

import os
import threading
from pathlib import Path

import pytest

from adapters.transcript import open_transcripts, transcript_size
from tests.adapters.transcript.reading import SAMPLES, read, read_text

LINE = '{"id": "m1", "ts": 10, "author": "عمر 🌱", "text": "من يقرر؟ 👩‍🌾"}'
NAMED = sorted(path for path in SAMPLES.iterdir() if path.is_file())


@pytest.mark.parametrize("sample", NAMED, ids=lambda path: path.name)
def test_formats_are_told_by_content_not_by_name(tmp_path: Path, sample: Path) -> None:
    """A file under another name gives the same events, but for the room."""
    renamed = tmp_path / f"{sample.stem}.dat"
    renamed.write_bytes(sample.read_bytes())
    assert read(renamed).events == read(sample).events


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    """UTF-8, and UTF-16 where a byte order mark says so, with every kind of line end."""
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    path = tmp_path / "a.jsonl"
    path.write_bytes((mark + LINE + end + LINE.replace("m1", "m2") + end).encode(encoding))
    found = read(path)
    assert [message.author for message in found.messages] == ["عمر 🌱", "عمر 🌱"]
    assert found.said[0] == "من يقرر؟ 👩‍🌾"
    assert found.problems == []


@pytest.mark.parametrize("sample", NAMED, ids=lambda path: path.name)
def test_every_format_may_be_utf_16(tmp_path: Path, sample: Path) -> None:
    """Windows saves text so."""
    path = tmp_path / sample.name
    path.write_text(sample.read_text(encoding="utf-8"), encoding="utf-16")
    assert read(path).events == read(sample).events


def test_bytes_that_are_not_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    """The other lines are read."""
    path = tmp_path / "a.jsonl"
    lines = [LINE.replace("m1", f"m{n}").encode() for n in range(3)]
    lines[1] = lines[1].replace("من".encode(), b"\xff\xfe")
    path.write_bytes(b"\n".join(lines))
    found = read(path)
    assert [message.id for message in found.messages] == ["m0", "m2"]
    assert found.complaints == [(2, "the text is not UTF-8")]


def test_bytes_that_are_not_utf_8_in_an_export_are_told_with_their_line(tmp_path: Path) -> None:
    """JSON can't be picked up again, so what follows is lost."""
    path = tmp_path / "a.json"
    path.write_bytes((SAMPLES / "discord.json").read_bytes().replace(b"empty kiln", b"\xff kiln"))
    found = read(path)
    assert [message.id for message in found.messages] == ["901"]
    assert found.complaints == [(32, "the JSON is broken here")]


def test_utf_16_that_breaks_off_is_told(tmp_path: Path) -> None:
    """Half a character at the end."""
    path = tmp_path / "a.jsonl"
    path.write_bytes((LINE + "\n" + LINE.replace("m1", "m2")).encode("utf-16")[:-1])
    found = read(path)
    assert [message.id for message in found.messages] == ["m1"]
    assert found.complaints == [(2, "the text is not UTF-16 as it says")]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("empty.jsonl", b"", "the file is empty"),
        ("blank.jsonl", b" \n\n", "the file is empty"),
        ("empty.bin", b"", "the file is empty"),
        ("mark.jsonl", b"\xef\xbb\xbf", "the file is empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is no text, so no transcript"),
        ("program.jsonl", bytes(range(256)) * 10, "this is no text, so no transcript"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "this is no transcript"),
        ("prose.txt", b"It was a dark night.\nNobody asked.\n", "this is no transcript"),
        ("page.html", b'<html lang="en">\n<body>\n<p> hi </p>\n', "this is no transcript"),
        ("WEBVTTER.vtt", b"WEBVTTER\n", "this is no transcript"),
        ("day.json", b'[{"type": "message"}]', "this is one JSON document"),
        ("other.json", b'{\n "a": 1\n}\n', "this is one JSON document"),
    ],
)
def test_what_is_no_transcript_is_one_error(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    """No room comes of it, and the error says what it is."""
    path = tmp_path / name
    path.write_bytes(content)
    found = read(path)
    assert found.rooms == []
    ((line, told),) = found.complaints
    assert line is None
    assert told.startswith(what)


def test_json_lines_under_their_own_name_are_told_line_by_line(tmp_path: Path) -> None:
    """A broken first line doesn't hide what the file is."""
    found = read_text(tmp_path, "a.jsonl", "oops", LINE)
    assert found.said == ["من يقرر؟ 👩‍🌾"]
    assert [line for line, _ in found.complaints] == [1]


def test_a_field_called_channel_does_not_make_an_export(tmp_path: Path) -> None:
    """JSON Lines may carry any further fields, in any order."""
    found = read_text(tmp_path, "a.log", '{"channel": "x", ' + LINE[1:])
    assert len(found.messages) == 1


def test_a_missing_file_is_one_error(tmp_path: Path) -> None:
    """It says so in the system's own words."""
    found = read(tmp_path / "nowhere.jsonl")
    assert found.complaints == [(None, "the file can't be read (No such file or directory)")]
    assert str(found.problems[0]).startswith(f"{tmp_path / 'nowhere.jsonl'}: ")


def test_a_pipe_reads_like_a_file(tmp_path: Path) -> None:
    """Nothing is sought, so a transcript may come from another program."""
    path = tmp_path / "a.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(LINE + "\n",))
    writer.start()
    found = read(path)
    writer.join()
    assert len(found.messages) == 1
    assert transcript_size(path) == 0


def test_a_zip_from_a_pipe_is_told(tmp_path: Path) -> None:
    """A zip's list stands at its end."""
    path = tmp_path / "a.zip"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"PK\x03\x04 and more",))
    writer.start()
    assert [what for _, what in read(path).complaints] == ["a zip can't be read from a pipe"]
    writer.join()


def test_names_of_files_are_shown_without_harm(tmp_path: Path) -> None:
    """A name can hold a terminal's commands, or bytes that are no text."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\x1b[31m\xff.jsonl"))
    path.write_text("x" + LINE, encoding="utf-8")
    found = read(path)
    assert found.transcript.room == "[31m\ufffd"
    assert str(found.problems[0]).startswith(f"{tmp_path}/[31m\ufffd.jsonl:1: ")


@pytest.mark.parametrize("sample", [*NAMED, SAMPLES / "slack"], ids=lambda path: path.name)
def test_progress_adds_up(sample: Path) -> None:
    """All bytes are told, as many as were announced."""
    assert read(sample).bytes == transcript_size(sample) > 0


def test_a_room_is_read_no_sooner_than_its_events_are_drawn(tmp_path: Path) -> None:
    """Rooms of any length are streamed."""
    path = tmp_path / "a.jsonl"
    lines = (LINE.replace("m1", f"m{n}").replace("10", str(n)) for n in range(100_000))
    path.write_text("\n".join(lines), encoding="utf-8")
    taken: list[int] = []
    rooms = open_transcripts(
        path, on_warning=pytest.fail, on_problem=lambda _: None, on_bytes=taken.append
    )
    assert next(rooms).room == "a"
    assert sum(taken) < transcript_size(path) / 10
