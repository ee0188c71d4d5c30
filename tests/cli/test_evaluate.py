import json
from pathlib import Path

import pytest

from bot.__main__ import main

MEETINGS = """
- name: the-van
  convener: moira
  turns:
    - {id: m1, at: 0, by: maya, text: "Who has the keys to the van?"}
    - {id: m2, at: 20, by: tom, text: "maya: I have them, they are on my desk", reply_to: m1}
    - {id: m3, at: 60, by: ade, text: "How much did the new tyres cost us?"}
    - {id: m4, at: 90, by: tom, text: "The banner is at the printer's."}
    - {id: m5, at: 120, by: jo, text: "And the leaflets go out tomorrow."}
    - {id: m6, at: 150, by: tom, text: "The hall is booked until nine."}
    - {id: m7, at: 200, by: jo, text: "Tables come from the school."}
    - {id: m8, at: 260, by: tom, text: "Chairs as well."}
    - {id: m9, at: 320, by: jo, text: "Seven stalls have signed up."}
    - {id: m10, at: 400, by: tom, text: "The band starts at six."}
    - {id: m11, at: 700, by: jo, text: "Posters are up in the library."}
  expect:
    - {id: m1, state: followed, by: [m2], how: answer, kind: inquiry, nudge: false}
    - {id: m3, state: hanging, kind: inquiry, nudge: true}
"""


@pytest.fixture
def meetings(tmp_path: Path) -> Path:
    """A set of one easy meeting."""
    path = tmp_path / "easy.yaml"
    path.write_text(MEETINGS, encoding="utf-8")
    return path


def test_an_easy_meeting_is_understood(meetings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both questions, the one that hangs, and its nudge."""
    assert main(["evaluate", "--json", str(meetings)]) == 0
    row = json.loads(capsys.readouterr().out)
    figures = row["methods"]["Heed"]["figures"]
    assert row["sort"] == "meetings"
    for measure in ("questions", "left hanging", "followed", "nudges"):
        assert figures[measure]["f1"] == 1.0, measure
    assert figures["kind right"]["share"] == 1.0
    assert figures["concern"]["asked"] == 0
    assert row["methods"]["Heed"]["errors"] == []


def test_the_simple_method_stands_beside_it(
    meetings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table that people read: a row a measure, a column a method."""
    assert main(["evaluate", "--simple", str(meetings)]) == 0
    title, head, *rows = capsys.readouterr().out.splitlines()
    assert title.endswith("easy.yaml (meetings; 1 room, 11 messages)")
    assert head.split("  ")[-1].strip() == '"?" and names'
    assert rows[0].split()[:3] == ["questions", "F1", "1.000"]
    inquiries = next(each for each in rows if each.split()[0] == "inquiry")
    said = "2 asked, 2 noticed, 1 hung, 1 found hanging, 2 rightly told as that, 0 wrongly"
    assert said in inquiries


def test_errors_are_told_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was missed, with its kind and state; nobody's words."""
    wrong = MEETINGS.replace("state: hanging, kind: inquiry", "state: withdrawn, kind: concern")
    path = tmp_path / "wrong.yaml"
    path.write_text(wrong, encoding="utf-8")
    assert main(["evaluate", "--errors", str(path)]) == 0
    said = capsys.readouterr().out
    assert "1 concern (withdrawn): called hanging" in said
    assert "1 concern taken for inquiry" in said
    assert "tyres" not in said


def test_chat_and_utterances_have_tables_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each sort of labels gives other measures."""
    rows = [
        {"id": "a", "ts": 0, "author": "maya", "text": "who has the keys?"},
        {"id": "b", "ts": 9, "author": "tom", "text": "maya: I do", "explicit_reply_to": "a"},
    ]
    asked = {"in_annotated_window": True, "q_hint": "qmark", "picked_up": True}
    labels: dict[str, tuple[dict[str, object], dict[str, object]]] = {
        "chat": ({**asked, "picked_up_by": ["b"]}, {}),
        "talk": ({"is_question": True}, {"is_question": False}),
    }
    for name, marks in labels.items():
        (tmp_path / name).mkdir()
        text = "\n".join(json.dumps({**row, **mark}) for row, mark in zip(rows, marks, strict=True))
        (tmp_path / name / "room.jsonl").write_text(text, encoding="utf-8")
    assert main(["evaluate", str(tmp_path / "chat"), str(tmp_path / "talk")]) == 0
    said = capsys.readouterr().out
    assert "first pick-up right  1.000" in said
    assert "without punctuation" in said


def test_a_set_that_cannot_be_read_is_said_and_the_next_is_measured(
    meetings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on standard error, and an exit code."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("a: b", encoding="utf-8")
    assert main(["evaluate", "--json", str(bad), str(meetings)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err.startswith("Error: ")
    assert "a list of meetings is wanted" in err
