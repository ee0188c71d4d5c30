import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import MessagePosted, Reacted
from bot.evaluation.gold import GoldError, Sort, open_gold

ROW = {"id": "a", "ts": 1.0, "author": "maya", "text": "who decides?"}
MEETING = """
- name: budget
  convener: moira
  turns:
    - {id: m2, at: 40, by: tom, text: no idea, reply_to: m1}
    - {id: m1, at: 0, by: maya, text: who decides?}
    - {id: m3, at: 60, by: ade, reaction: "+1", to: m2}
  expect:
    - {id: m1, state: followed, by: [m2], how: answer, kind: inquiry, nudge: false}
"""


def chat(folder: Path, *rows: dict[str, Any], name: str = "room") -> Path:
    """A folder with one file of these rows."""
    lines(folder / f"{name}.jsonl", (json.dumps({**ROW, **row}) for row in rows))
    return folder


def lines(path: Path, text: Iterable[str]) -> None:
    """Write a file."""
    path.write_text("\n".join(text), encoding="utf-8")


def test_what_its_rows_say_tells_the_sort_of_a_folder(tmp_path: Path) -> None:
    """Rows that say which of them ask make a set of utterances."""
    for name, row in (("chat", {"picked_up": True}), ("talk", {"is_question": False})):
        (tmp_path / name).mkdir()
        chat(tmp_path / name, row)
    assert open_gold(tmp_path / "chat").sort is Sort.CHAT
    assert open_gold(tmp_path / "talk").sort is Sort.UTTERANCES


def test_labels_never_reach_the_tracker(tmp_path: Path) -> None:
    """An event has what the platform would carry, and nothing of what is known."""
    told = {"picked_up": True, "picked_up_by": ["b"], "reply_to": ["z"], "q_hint": "qmark"}
    (room,) = open_gold(chat(tmp_path, told)).rooms
    assert room.events == (
        MessagePosted(room="room", at=1.0, id="a", author="maya", text="who decides?"),
    )
    assert room.marks["a"].by == ("b",)


def test_a_set_is_named_by_the_end_of_its_path(tmp_path: Path) -> None:
    """Enough to know it by, and no more of somebody's folders."""
    (tmp_path / "irc" / "dev").mkdir(parents=True)
    assert open_gold(chat(tmp_path / "irc" / "dev", {})).name == "irc/dev"


def test_a_meeting_is_read_in_order_of_time(tmp_path: Path) -> None:
    """Its lines may stand in any order in the file."""
    path = tmp_path / "meetings.yaml"
    path.write_text(MEETING, encoding="utf-8")
    gold = open_gold(path)
    (room,) = gold.rooms
    assert gold.sort is Sort.MEETINGS
    assert [type(each) for each in room.events] == [MessagePosted, MessagePosted, Reacted]
    assert [each.id for each in room.messages] == ["m1", "m2"]
    assert room.convener == "moira"
    assert room.expected["m1"].by == ("m2",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "this is not JSON"),
        ("[" * 20_000, "this is not JSON"),
        ('{"id": "a", "ts": 1, "author": "x"}', "text"),
        ('{"id": "a", "ts": NaN, "author": "x", "text": ""}', "finite"),
        ('{"id": 1, "ts": 1, "author": "x", "text": ""}', "id"),
    ],
)
def test_a_bad_row_is_named_by_its_place(tmp_path: Path, line: str, said: str) -> None:
    """The file, the line, what is wrong: nobody's words."""
    lines(tmp_path / "room.jsonl", [json.dumps(ROW), line])
    with pytest.raises(GoldError, match=said) as error:
        open_gold(tmp_path)
    assert "room.jsonl:2" in str(error.value)
    assert "who decides" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b", "a list of meetings"),
        ("[", "not YAML"),
        ("- {name: x}", "turns"),
        ("- {name: x, turns: [{at: 0, by: a}], expect: [{id: m9, state: hanging}]}", "m9"),
        ("- {name: x, turns: [{at: 0, by: a}], expect: [{id: '', state: lost}]}", "state"),
        ("- {name: x, turns: [{at: -1, by: a}]}", "at"),
    ],
)
def test_a_bad_meeting_is_named_by_its_place(tmp_path: Path, text: str, said: str) -> None:
    """The file, the meeting, what is wrong."""
    path = tmp_path / "meetings.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=said):
        open_gold(path)


def test_what_is_no_set_is_said(tmp_path: Path) -> None:
    """An empty folder, another sort of file, bytes that are no text."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.txt").touch()
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe")
    for name, said in (("empty", "no .jsonl"), ("x.txt", "is wanted"), ("x.yaml", "can't be read")):
        with pytest.raises(GoldError, match=said):
            open_gold(tmp_path / name)
