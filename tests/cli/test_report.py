"""`replay --report`: one file for a browser, whole or not at all; hostile text stays text."""

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.__main__ import main
from tests import ROOT
from tests.cli.test_replay import line

MEETINGS = ROOT / "adapters" / "web" / "meetings"
HOSTILE = (
    "<script>alert(1)</script> does that run?",
    "javascript:alert(1) is that a link?",
    "\u202e?txet siht gnidaer si ohW",
    f"{'😀' * 4000} what is that?",
    '"><img src=x onerror=alert(1)> is it me?',
    "{{ 7 * 7 }} what comes out?",
)
FORBIDDEN = {"script", "link", "iframe", "object", "embed", "img", "form", "base"}


class Seen(HTMLParser):
    """The elements of a page, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what begins."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.text.append(data)


def replay(*arguments: object) -> int:
    """Run it."""
    return main(["replay", *map(str, arguments)])


def hostile(folder: Path) -> Path:
    """A transcript of a hostile person's, by a hostile name."""
    path = folder / "place.jsonl"
    name = "<b onclick=alert(1)>Maya"
    lines = [line(number, name, text) for number, text in enumerate(HOSTILE)]
    path.write_text("\n".join([*lines, line(20, "Tom", "The van comes at ten.")]))
    return path


def test_it_has_a_part_for_each_room(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the same counts as the summary in the terminal, and as many marks as questions."""
    paths = sorted(MEETINGS.glob("*.jsonl"))
    assert replay(*paths) == 0
    counts = re.findall(r"\d+ questions noticed, .*", capsys.readouterr().out)
    assert replay("--report", tmp_path / "out.html", *paths) == 0
    assert capsys.readouterr().out == ""
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    seen = Seen(page)
    assert len(counts) == len(paths) == seen.tags.count("svg") == seen.tags.count("h2")
    assert all(each in page for each in counts)
    assert sum(int(each.split()[0]) for each in counts) == page.count('class="number"')


def test_people_are_named_only_where_that_was_wanted(tmp_path: Path) -> None:
    """Else they go by the same pseudonyms as in the rest of `replay`."""
    path = MEETINGS / "home-from-hospital.jsonl"
    rows = [json.loads(each) for each in path.read_text().splitlines()]
    names = {each["author"] for each in rows if "text" in each}
    assert len(names) > 3
    replay("--report", tmp_path / "out.html", path)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert not any(re.search(rf"\b{name}\b", page) for name in names)
    assert "Person 2" in page
    replay("--names", "--report", tmp_path / "out.html", path)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "Person" not in page
    assert sum(name in page for name in names) > 3


def test_a_members_report_shows_what_was_followed_and_nobody(tmp_path: Path) -> None:
    """No kinds, no names, nothing that hangs (rule 2)."""
    path = MEETINGS / "home-from-hospital.jsonl"
    replay("--names", "--view", "member", "--report", tmp_path / "out.html", path)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "Followed" in page
    assert not re.search(r"Still waiting|hanging \(|just asked|challenge|by [A-Z]", page)


def test_it_needs_nothing_from_anywhere(tmp_path: Path) -> None:
    """No script, no address but places in itself, and a policy that forbids the rest."""
    replay("--report", tmp_path / "out.html", *MEETINGS.glob("*.jsonl"))
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    seen = Seen(page)
    assert not FORBIDDEN & set(seen.tags)
    assert "default-src 'none'" in page
    addresses = [value or "" for name, value in seen.attributes if name in {"src", "href"}]
    assert addresses
    assert all(each.startswith("#room-") for each in addresses)
    assert "url(" not in page
    assert "@import" not in page


def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    """Markup stays text, nothing turns the writing direction, thousands of emoji are all there."""
    replay("--names", "--report", tmp_path / "out.html", hostile(tmp_path))
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    seen = Seen(page)
    assert not FORBIDDEN & set(seen.tags)
    assert not any(name.startswith("on") for name, _ in seen.attributes)
    text = "".join(seen.text)
    assert "<script>alert(1)</script> does that run?" in text
    assert "<b onclick=alert(1)>Maya" in text
    assert "{{ 7 * 7 }}" in text
    assert "\u202e" not in page


def test_a_quiet_room_has_a_report_too(tmp_path: Path) -> None:
    """It says that nothing was asked."""
    path = tmp_path / "place.jsonl"
    path.write_text(line(1, "Maya", "The van comes at ten."))
    assert replay("--report", tmp_path / "out.html", path) == 0
    assert "No questions were noticed." in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_it_can_come_beside_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both are made in one run."""
    path = MEETINGS / "home-from-hospital.jsonl"
    assert replay("--json", "--report", tmp_path / "out.html", path) == 0
    rows = [json.loads(each) for each in capsys.readouterr().out.splitlines()]
    assert rows
    assert (tmp_path / "out.html").exists()


def test_what_cannot_be_written_is_said_before_anything_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with what to do."""
    path = MEETINGS / "home-from-hospital.jsonl"
    missing = tmp_path / "nowhere" / "out.html"
    assert replay("--report", missing, path) == 1
    said = capsys.readouterr().err
    assert said == (
        f"{missing} can't be written: there is no folder {missing.parent}. "
        "Please choose another place.\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is put in place whole, or not at all; nothing is left beside it."""
    out = tmp_path / "out.html"
    out.write_text("the old one")
    full = os.open("/dev/full", os.O_WRONLY)
    beside = tmp_path / ".beside"
    beside.touch()
    monkeypatch.setattr("tempfile.mkstemp", lambda **_: (full, str(beside)))
    assert replay("--report", out, MEETINGS / "home-from-hospital.jsonl") == 1
    assert "No space left on device" in capsys.readouterr().err
    assert out.read_text() == "the old one"
    assert [each.name for each in tmp_path.iterdir()] == ["out.html"]


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    """Others on the machine can't read it."""
    out = tmp_path / "out.html"
    replay("--report", out, MEETINGS / "home-from-hospital.jsonl")
    assert out.stat().st_mode & 0o777 == 0o600
