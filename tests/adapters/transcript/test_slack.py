"""Slack exports, in a folder and in a zip."""

import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from bot.domain.events import (
    Event,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Reacted,
)
from tests.adapters.transcript.reading import SAMPLES, Read, read

EXPORT = SAMPLES / "slack"
DAY = "general/2025-06-16.json"


def zipped(folder: Path, *, inside: str = "") -> Path:
    """Pack the sample as Slack does, or inside a folder as people do."""
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(EXPORT.rglob("*.json")):
            archive.write(file, inside + file.relative_to(EXPORT).as_posix())
    return path


def packed(folder: Path, files: dict[str, str]) -> Path:
    """Pack any files."""
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def channel(folder: Path, *entries: object, day: str = DAY) -> Path:
    """Write one channel with these entries, without any lists."""
    path = folder / day
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(entries), encoding="utf-8")
    return folder


def said(ts: str, text: str = "hi", **more: object) -> dict[str, object]:
    """An entry as Slack writes it."""
    return {"type": "message", "user": "U1", "text": text, "ts": ts, **more}


def board(found: Read) -> list[Event]:
    """The events of the sample's first channel."""
    return found.rooms[0][1]


def posted(found: Read) -> dict[str, MessagePosted]:
    """Its messages, by their text."""
    return {event.text: event for event in board(found) if isinstance(event, MessagePosted)}


def test_each_channel_that_has_messages_is_a_room() -> None:
    """Rooms come by name; a channel nobody wrote in is none."""
    found = read(EXPORT)
    assert [transcript.room for transcript, _ in found.rooms] == ["place-board", "random"]
    assert found.problems == []
    assert found.warnings == []


def test_text_is_what_people_read() -> None:
    """Names for ids, labels for links, characters for entities, the file's title for no words."""
    assert list(posted(read(EXPORT))) == [
        "Morning & welcome @נועה, paper is the paper, see #random",
        "If I'm honest I don't know who decides, @here <anyone>?",
        "16 June: agenda",
        "Rota",
        "wonders about Fridays, mail rota@example.org",
        "the partnership does",
        "and it took us a year to see it",
        "Rota is empty",
    ]


def test_threads_broadcasts_mentions_and_bots() -> None:
    """The first message of a thread is in the room; a broadcast is in both."""
    messages = posted(read(EXPORT))
    opened = messages["If I'm honest I don't know who decides, @here <anyone>?"]
    replied = messages["the partnership does"]
    broadcast = messages["and it took us a year to see it"]
    assert opened.thread is None
    assert (replied.thread, replied.broadcast) == (opened.id, False)
    assert (broadcast.thread, broadcast.broadcast) == (opened.id, True)
    assert messages["Morning & welcome @נועה, paper is the paper, see #random"].mentions == ("U03",)
    assert [m.author for m in messages.values() if m.bot] == ["B07", "U09"]


def test_edits_deletions_reactions_and_people_moving() -> None:
    """Compliance exports tell of edits and deletions; every export of reactions and joins."""
    events = board(read(EXPORT))
    edited = [event.text for event in events if isinstance(event, MessageEdited)]
    deleted = [event.id for event in events if isinstance(event, MessageDeleted)]
    reacted = [(e.author, e.emoji) for e in events if isinstance(e, Reacted)]
    assert edited == ["wonders about Mondays"]
    assert deleted == ["1750064495.000600"]
    assert reacted == [("U03", "wave"), ("U02", "wave")]
    assert isinstance(events[0], MemberJoined)
    assert isinstance(events[-1], MemberLeft)
    assert events[-1].member == "U03"


def test_names_are_what_people_chose() -> None:
    """Display name, else real name, else what the message itself says, else the id."""
    found = read(EXPORT)
    names = {e.member: e.name for _, evs in found.rooms for e in evs if isinstance(e, MemberJoined)}
    assert names == {
        "U01": "Moira",
        "U02": "Dev Patel 🚲",
        "U03": "נועה",
        "U04": "Visitor",
        "U09": "Rota Bot",
        "B07": "Minutes",
    }


@pytest.mark.parametrize("inside", ["", "export of June/"])
def test_a_zip_reads_like_its_folder(tmp_path: Path, inside: str) -> None:
    """Packed by Slack, or once more by somebody: the events are the same."""
    plain, packed_up = read(EXPORT), read(zipped(tmp_path, inside=inside))
    assert [events for _, events in packed_up.rooms] == [events for _, events in plain.rooms]
    assert packed_up.problems == []


def test_what_a_mac_adds_to_a_zip_is_passed_over(tmp_path: Path) -> None:
    """Its shadow folder holds no channels."""
    path = zipped(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/channels.json", "\0\1")
        archive.writestr("__MACOSX/place-board/._2025-06-16.json", "\0\1")
    found = read(path)
    assert len(found.rooms) == 2
    assert found.problems == []


def test_an_export_without_lists_is_read_with_ids(tmp_path: Path) -> None:
    """People and channels then go by what the messages have."""
    found = read(channel(tmp_path, said("1.5", "ask <@U2> in <#C3>, <!subteam^S4>")))
    assert found.said == ["ask @U2 in #C3, @subteam"]
    assert found.names == {"U1": "U1"}
    assert found.problems == []


def test_replies_far_out_of_order_are_put_right(tmp_path: Path) -> None:
    """Exporters put a thread together, whenever its replies were written."""
    late = said("90000.5", "late", thread_ts="1.5")
    found = read(channel(tmp_path, said("1.5", "first"), late, said("2.5", "second")))
    assert found.said == ["first", "second", "late"]
    assert found.warnings == []


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"type": "message", "user": "U1", "text": "x"}, '"ts" is missing'),
        (said("soon"), '"ts" should be epoch seconds'),
        (said("9" * 12), "beyond the year 9999"),
        ({"type": "message", "text": "x", "ts": "1.5"}, "nobody is given as the author"),
        (said("1.5", user={"id": 1}), '"user" '),
        (said("1.5", reactions="x"), '"reactions" '),
        ("words", "a JSON object was expected here"),
    ],
)
def test_a_bad_entry_is_told_and_the_rest_is_read(tmp_path: Path, entry: object, what: str) -> None:
    """The error names the day's file and the line."""
    found = read(channel(tmp_path, said("1.5", "a"), entry, said("2.5", "b")))
    assert found.said == ["a", "b"]
    assert what in found.problems[0].what
    assert str(found.problems[0]).startswith(f"{tmp_path / DAY}:1: ")


def test_slacks_own_talk_is_passed_over(tmp_path: Path) -> None:
    """Topics, huddles and the like are not said by anybody."""
    kinds = ("channel_topic", "huddle_thread", "tombstone", "pinned_item", "something_new")
    found = read(channel(tmp_path, *(said("1.5", subtype=kind) for kind in kinds)))
    assert found.events == []
    assert found.problems == []


def test_a_broken_day_costs_the_rest_of_that_day_alone(tmp_path: Path) -> None:
    """The next day, the next channel and the lists are read all the same."""
    folder = tmp_path / "export"
    shutil.copytree(EXPORT, folder)
    day = folder / "place-board" / "2025-06-16.json"
    text = day.read_text(encoding="utf-8")
    day.write_text(text[: text.index("the partnership does")], encoding="utf-8")
    (folder / "users.json").write_text("[{", encoding="utf-8")
    (folder / "channels.json").write_bytes(b"\0\0")
    found = read(folder)
    assert [problem.what for problem in found.problems] == [
        "the JSON is broken here",
        "this is no text",
        "the JSON is broken here",
    ]
    assert len(found.rooms) == 2
    assert [event.text for event in board(found) if isinstance(event, MessagePosted)][-1] == (
        "Rota is empty"
    )


def test_a_folder_without_channels_is_told(tmp_path: Path) -> None:
    """Also one that has lists but no day."""
    shutil.copy(EXPORT / "channels.json", tmp_path)
    found = read(tmp_path)
    assert found.rooms == []
    assert found.complaints == [(None, "no channels are in it")]


def test_an_empty_zip_is_told(tmp_path: Path) -> None:
    """It holds no channels."""
    assert read(packed(tmp_path, {})).complaints == [(None, "no channels are in it")]


def test_a_cut_zip_is_told(tmp_path: Path) -> None:
    """A download that broke off."""
    path = zipped(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    assert [what for _, what in read(path).complaints] == ["the file can't be read (it is damaged)"]


def test_a_damaged_day_in_a_zip_is_told(tmp_path: Path) -> None:
    """The check sum tells, and the other channel is read."""
    path = zipped(tmp_path)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("place-board/2025-06-16.json").header_offset + 200
    data = bytearray(path.read_bytes())
    data[at : at + 50] = b"\xff" * 50
    path.write_bytes(data)
    found = read(path)
    assert found.problems != []
    assert [transcript.room for transcript, _ in found.rooms] == ["place-board", "random"]
    assert len(found.rooms[1][1]) == 2


@pytest.mark.parametrize(("place", "byte"), [(6, 0xFF), (46, 0xFF), (50, 0xFF)])
def test_a_zip_with_a_damaged_list_is_told(tmp_path: Path, place: int, byte: int) -> None:
    """Whatever the damage is, it is told as damage."""
    path = packed(tmp_path, {"général/2025-06-16.json": "[]"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + place] = byte
    path.write_bytes(data)
    assert "the file can't be read (it is damaged)" in [what for _, what in read(path).complaints]


@pytest.mark.parametrize(
    "name", ["../general/2025-06-16.json", "/etc/2025-06-16.json", "C:/x.json", "a\\..\\..\\x.json"]
)
def test_a_zip_whose_names_lead_outside_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing of it is read."""
    found = read(packed(tmp_path, {DAY: json.dumps([said("1.5")]), name: "[]"}))
    assert found.rooms == []
    assert [what for _, what in found.complaints] == [
        "the zip holds a file whose name leads outside of it"
    ]


def test_a_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    """A link could stand for any file."""
    path = packed(tmp_path, {DAY: "[]"})
    link = zipfile.ZipInfo("general/2025-06-17.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert [what for _, what in read(path).complaints] == ["the zip holds a link instead of a file"]


def test_a_zip_with_a_password_is_told(tmp_path: Path) -> None:
    """It can't be opened here."""
    path = packed(tmp_path, {DAY: "[]"})
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    path.write_bytes(data)
    assert [what for _, what in read(path).complaints] == ["the zip is locked by a password"]


def test_a_zip_that_unfolds_beyond_measure_is_refused(tmp_path: Path) -> None:
    """A bomb is not set off."""
    found = read(packed(tmp_path, {DAY: "[" + " " * (80 * 1024 * 1024) + "]"}))
    assert found.rooms == []
    assert [what for _, what in found.complaints] == ["the zip would unfold to far more than it is"]
