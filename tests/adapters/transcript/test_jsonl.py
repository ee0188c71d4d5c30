"""JSON Lines, the project's own form."""

from pathlib import Path

import pytest

from bot.domain.events import MemberJoined, MessageDeleted, MessageEdited, MessagePosted, Reacted
from tests.adapters.transcript.reading import SAMPLES, read, read_text

FIRST = '{"id": "m1", "ts": 10, "author": "ana", "text": "hi"}'


def test_reads_every_kind_of_line_in_order_of_time() -> None:
    """The sample holds each kind of line once, one of them early."""
    found = read(SAMPLES / "place-board.jsonl")
    assert found.problems == []
    assert found.warnings == []
    kinds = [type(event) for event in found.events if not isinstance(event, MemberJoined)]
    assert kinds.count(MessagePosted) == 8
    assert kinds.count(Reacted) == 2
    assert kinds[-4:] == [MessageEdited, MessagePosted, Reacted, MessageDeleted]
    assert [event.at for event in found.events] == sorted(event.at for event in found.events)
    assert [message.id for message in found.messages] == [f"p{n}" for n in range(1, 9)]


def test_room_and_convener_are_known_before_the_first_event() -> None:
    """The room is the file's name without its suffix, the rest stands in the meeting line."""
    transcript = read(SAMPLES / "place-board.jsonl").transcript
    assert transcript.room == "place-board"
    assert transcript.path.endswith("place-board.jsonl")
    assert transcript.convener == "moira"
    assert transcript.groups["dev"] == "trust"


def test_only_the_last_suffix_is_left_out_of_the_room(tmp_path: Path) -> None:
    """Dots inside a name belong to it."""
    assert read_text(tmp_path, "2025-06-16.board.jsonl", FIRST).transcript.room == (
        "2025-06-16.board"
    )


def test_times_are_numbers_or_iso_with_a_zone() -> None:
    """The same moment comes out of each way to write it."""
    messages = read(SAMPLES / "place-board.jsonl").messages
    assert messages[0].at == 1750064400.0
    assert messages[2].at == 1750064470.0
    assert messages[3].at == 1750064493.5


def test_message_fields_are_all_read() -> None:
    """Threads, replies, bots, broadcasts, names and texts of any script come through."""
    found = read(SAMPLES / "place-board.jsonl")
    messages = {message.id: message for message in found.messages}
    assert messages["p6"].thread == "p4"
    assert messages["p6"].text == "ومن يقرر؟ who decides on Fridays?"
    assert messages["p5"].reply_to == "p4"
    assert messages["p7"].bot
    assert messages["p8"].broadcast
    assert found.names == {"jan": "Jan 🌱", "layla": "د. ليلى"}


def test_somebody_is_introduced_once_for_each_name(tmp_path: Path) -> None:
    """A name is told before the first message that has it, and again when it changes."""
    names = ["Ana", "Ana", "", "Ana 🌱"]
    lines = [
        f'{{"id": "m{at}", "ts": {at}, "author": "ana", "text": "hi", "name": "{name}"}}'
        for at, name in enumerate(names)
    ]
    kinds = [type(event).__name__ for event in read_text(tmp_path, "a.jsonl", *lines).events]
    posted, joined = "MessagePosted", "MemberJoined"
    assert kinds == [joined, posted, posted, posted, joined, posted]


def test_first_message_of_a_thread_is_in_the_room(tmp_path: Path) -> None:
    """A thread that is named by its own first message is no thread yet."""
    line = '{"id": "m1", "ts": 10, "author": "ana", "text": "hi", "thread": "m1"}'
    assert read_text(tmp_path, "a.jsonl", line).messages[0].thread is None


def test_an_unknown_reply_is_kept(tmp_path: Path) -> None:
    """What a message replies to may lie before the transcript begins."""
    line = '{"id": "m1", "ts": 10, "author": "ana", "text": "hi", "reply_to": "long ago"}'
    found = read_text(tmp_path, "a.jsonl", line)
    assert found.messages[0].reply_to == "long ago"
    assert found.problems == []


def test_numbers_are_ids_too_and_null_is_absent(tmp_path: Path) -> None:
    """Tools number their messages, and write null for what isn't there."""
    line = '{"id": 7, "ts": 10, "author": 3, "text": "hi", "reply_to": 6, "name": null}'
    message = read_text(tmp_path, "a.jsonl", line).messages[0]
    assert (message.id, message.author, message.reply_to) == ("7", "3", "6")


def test_fields_that_nobody_named_are_passed_over(tmp_path: Path) -> None:
    """A transcript may carry more than is read."""
    line = FIRST[:-1] + ', "label": ["gold"], "likes": {"ana": 1}}'
    assert read_text(tmp_path, "a.jsonl", line).said == ["hi"]


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    """An editor's last empty line is no error, and lines keep their numbers."""
    found = read_text(tmp_path, "a.jsonl", "", FIRST, "   ", "{")
    assert found.said == ["hi"]
    assert [line for line, _ in found.complaints] == [4]


def test_a_repeated_message_is_left_out_with_a_warning(tmp_path: Path) -> None:
    """The first of two messages with the same id stands."""
    found = read_text(tmp_path, "a.jsonl", FIRST, FIRST.replace("hi", "ho"))
    assert found.said == ["hi"]
    assert len(found.warnings) == 1
    assert "a.jsonl:2: this repeats an earlier one" in found.warnings[0]
    assert found.problems == []


def test_two_edits_in_one_second_are_both_applied(tmp_path: Path) -> None:
    """Only the very same edit is a repetition."""
    edits = [f'{{"ts": 11, "edit": "m1", "text": "{text}"}}' for text in ("a", "b", "b")]
    found = read_text(tmp_path, "a.jsonl", FIRST, *edits)
    texts = [event.text for event in found.events if isinstance(event, MessageEdited)]
    assert texts == ["a", "b"]
    assert len(found.warnings) == 1


def test_times_without_a_zone_are_utc_and_said_once(tmp_path: Path) -> None:
    """One warning tells it for the whole file."""
    lines = [
        f'{{"id": "m{n}", "ts": "1970-01-01T00:00:{n}", "author": "ana", "text": "hi"}}'
        for n in range(10, 20)
    ]
    found = read_text(tmp_path, "a.jsonl", *lines)
    assert [message.at for message in found.messages] == list(range(10, 20))
    assert len(found.warnings) == 1
    assert "UTC" in found.warnings[0]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"ts": 1, "author": "ana", "text": "hi"}', '"id" is missing'),
        ('{"id": "a", "author": "ana", "text": "hi"}', '"ts" is missing'),
        ('{"id": "a", "ts": 1, "text": "hi"}', '"author" is missing'),
        ('{"id": "a", "ts": 1, "author": "ana"}', '"text" is missing'),
        ('{"id": "a", "ts": 1, "author": null, "text": "hi"}', '"author" is missing'),
        ('{"id": "", "ts": 1, "author": "ana", "text": "hi"}', '"id" '),
        ('{"id": true, "ts": 1, "author": "ana", "text": "hi"}', '"id" '),
        ('{"id": "a", "ts": 1, "author": ["ana"], "text": "hi"}', '"author" '),
        ('{"id": "a", "ts": 1, "author": "ana", "text": 5}', '"text" '),
        ('{"id": "a", "ts": 1, "author": "ana", "text": "hi", "bot": "yes"}', '"bot" '),
        ('{"id": "a", "ts": 1, "author": "ana", "text": "hi", "reply_to": ["b"]}', '"reply_to" '),
        ('{"id": "a", "ts": null, "author": "ana", "text": "hi"}', '"ts" is missing'),
        ('{"id": "a", "ts": true, "author": "ana", "text": "hi"}', '"ts" should be'),
        ('{"id": "a", "ts": [1], "author": "ana", "text": "hi"}', '"ts" should be'),
        ('{"id": "a", "ts": NaN, "author": "ana", "text": "hi"}', "NaN is not JSON"),
        ('{"id": "a", "ts": -Infinity, "author": "ana", "text": "hi"}', "-Infinity is not JSON"),
        ('{"id": "a", "ts": 1e999, "author": "ana", "text": "hi"}', "the year 9999"),
        ('{"id": "a", "ts": -1, "author": "ana", "text": "hi"}', "before 1970"),
        ('{"id": "a", "ts": 1750064400000, "author": "ana", "text": "hi"}', "the year 9999"),
        (f'{{"id": "a", "ts": {"9" * 400}, "author": "ana", "text": "hi"}}', "the year 9999"),
        (f'{{"id": "a", "ts": {"9" * 5000}, "author": "ana", "text": "hi"}}', "beyond what can"),
        ('{"id": "a", "ts": "yesterday", "author": "ana", "text": "hi"}', "time can't be read"),
        ('{"id": "a", "ts": "1750064400", "author": "ana", "text": "hi"}', "time can't be read"),
        ('{"id": "a", "ts": "0001-01-01T00:00+14:00", "author": "a", "text": ""}', "before 1970"),
        ('{"id": "a", "ts": 1, "author": "ana", "text": "h', "this is not JSON (column"),
        ("null", "this is not a JSON object"),
        ('["m1", 1, "ana", "hi"]', "this is not a JSON object"),
        ("[" * 100_000, "beyond what can be read"),
        ('{"a":' * 100_000, "beyond what can be read"),
        ('{"ts": 1, "author": "ana", "reaction": "+1"}', '"to" is missing'),
        ('{"ts": 1, "edit": "m1"}', '"text" is missing'),
        ('{"ts": 1, "delete": {}}', '"delete" '),
        ('{"meeting": {"convener": "ana"}}', "a meeting line stands here"),
    ],
)
def test_a_bad_line_is_told_and_the_rest_is_read(tmp_path: Path, line: str, what: str) -> None:
    """The error names the file, the line and what is wrong; the lines around it stand."""
    last = FIRST.replace("m1", "m2").replace("10", "11")
    found = read_text(tmp_path, "a.jsonl", FIRST, line, last)
    assert [message.id for message in found.messages] == ["m1", "m2"]
    ((at, told),) = found.complaints
    assert at == 2
    assert what in told
    assert str(found.problems[0]).startswith(f"{tmp_path / 'a.jsonl'}:2: {told}.")


@pytest.mark.parametrize(
    "line",
    [
        '{"meeting": "ana"}',
        '{"meeting": {"convener": 1.5}}',
        '{"meeting": {"groups": {"ana": 1}}}',
        '{"meeting": ',
    ],
)
def test_a_bad_meeting_line_is_told_and_the_rest_is_read(tmp_path: Path, line: str) -> None:
    """Without its meeting line the room has no convener, and everything else."""
    found = read_text(tmp_path, "a.jsonl", line, FIRST)
    assert found.transcript.convener is None
    assert found.said == ["hi"]
    assert [at for at, _ in found.complaints] == [1]


def test_a_meeting_line_may_leave_everything_out(tmp_path: Path) -> None:
    """Neither convener nor groups need be known."""
    found = read_text(tmp_path, "a.jsonl", '{"meeting": {"convener": null}}', FIRST)
    assert found.transcript.convener is None
    assert found.transcript.groups == {}
    assert found.problems == []


def test_a_file_that_is_bad_on_every_line_is_told_in_a_handful(tmp_path: Path) -> None:
    """After five complaints a last one counts the rest."""
    found = read_text(tmp_path, "a.jsonl", *["{"] * 100)
    assert [at for at, _ in found.complaints] == [1, 2, 3, 4, 5, None]
    assert found.complaints[-1][1] == "95 more lines can't be read"


def test_no_error_carries_what_was_said(tmp_path: Path) -> None:
    """Errors end up in terminals and logs, messages must not."""
    lines = [
        '{"id": "a", "ts": 1, "text": "secret"}',
        '{"secret"',
        '{"id": "a", "text": ["secret"]}',
    ]
    found = read_text(tmp_path, "a.jsonl", *lines)
    assert len(found.problems) == 3
    assert not any("secret" in str(problem) for problem in found.problems)


def test_broken_characters_are_mended(tmp_path: Path) -> None:
    """Half an emoji and a terminal's escape don't reach the core; a joined emoji does."""
    line = r'{"id": "a\ud83d", "ts": 1, "author": "ana", "text": "\u001b[31mred \ud83d 👩‍🌾\ttab"}'
    message = read_text(tmp_path, "a.jsonl", line).messages[0]
    assert message.text == "[31mred \ufffd 👩‍🌾\ttab"
    assert message.id == "a\ufffd"


def test_a_line_of_a_megabyte_is_read(tmp_path: Path) -> None:
    """Length alone is no fault."""
    long = FIRST.replace("hi", "why? " * 200_000)
    found = read_text(tmp_path, "a.jsonl", long)
    assert [len(text) for text in found.said] == [1_000_000]
    assert found.problems == []


def test_a_line_beyond_all_measure_is_told_and_passed_over(tmp_path: Path) -> None:
    """Over 16 MB a line is an error, and the next line is read."""
    found = read_text(tmp_path, "a.jsonl", "[" + "1" * (16 * 1024 * 1024), FIRST)
    assert found.said == ["hi"]
    assert found.complaints == [(1, "the line is longer than 16 MB")]
