"""Transcript files of every format, spoilt and damaged: told line by line, and nothing raises."""

import atexit
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final

from hypothesis import given

from tests.adapters.transcript.reading import Read, read
from tests.fuzz.holding import fit_to_keep, quotes_nobody, timed
from tests.fuzz.inputs import FUZZED, Choices, Json, Samples, choices

_FOLDER: Final = Path(mkdtemp(prefix="heed-fuzz-"))
atexit.register(rmtree, _FOLDER, ignore_errors=True)

_ROWS: Final = Samples(
    {"id": "m1", "ts": 1750064400.5, "author": "ana", "text": "Who decides?", "name": "Ana"},
    {"id": 2, "ts": "2025-06-16T09:00:00Z", "author": "ben", "text": "We do", "reply_to": "m1"},
    {"id": "3", "ts": "2025-06-16T09:00:00", "author": "ana", "text": "?", "thread": "m1"},
    {"id": "4", "ts": 9, "author": "x", "text": "", "bot": True, "broadcast": True},
    {"ts": 1, "author": "ana", "reaction": "+1", "to": "m1", "removed": True},
    {"ts": 2, "edit": "m1", "text": "Who?"},
    {"ts": 3, "delete": "m1"},
    {"meeting": {"convener": "ana", "groups": {"ana": "council", "ben": "nhs"}}},
)
_DAY: Final = Samples(
    [
        {
            "type": "message",
            "user": "U1",
            "ts": "1750064400.000100",
            "text": "<@U2> who &lt;decides&gt;? <https://a.b|there>",
            "thread_ts": "1750064400.000100",
            "user_profile": {"display_name": "Ana", "real_name": "Ana L"},
            "files": [{"title": "a", "name": "b"}],
            "reactions": [{"name": "+1", "users": ["U2", "U3"], "count": 2}],
        },
        {"type": "message", "subtype": "bot_message", "bot_id": "B1", "ts": "1750064401.1"},
        {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1750064402.1"},
        {
            "type": "message",
            "subtype": "message_changed",
            "ts": "1750064403.1",
            "message": {"ts": "1750064400.000100", "text": "who?"},
        },
        {
            "type": "message",
            "subtype": "message_deleted",
            "ts": "1750064404.1",
            "deleted_ts": "1750064400.000100",
        },
    ]
)
_LISTS: Final = Samples(
    [{"id": "U1", "name": "ana", "profile": {"display_name": "Ana"}, "is_bot": False}],
    [{"id": "C1", "name": "general", "members": ["U1"]}],
)
_EXPORTER: Final = Samples(
    {
        "guild": {"id": "1", "name": "g"},
        "channel": {"id": "2", "name": "place", "type": "GuildTextChat"},
        "dateRange": {"after": None, "before": None},
        "messages": [
            {
                "id": "10",
                "type": "Default",
                "timestamp": "2025-06-16T09:00:00.5+00:00",
                "timestampEdited": "2025-06-16T09:01:00+00:00",
                "content": "who <@11> decides?",
                "author": {"id": "11", "name": "ana", "nickname": "Ana", "isBot": False},
                "attachments": [{"id": "1", "url": "https://a/b", "fileName": "c.png"}],
                "embeds": [{"title": "a", "description": "b", "fields": [{"name": "c"}]}],
                "stickers": [{"id": "1", "name": "wave"}],
                "reactions": [{"emoji": {"name": "👍"}, "count": 1, "users": [{"id": "12"}]}],
                "mentions": [{"id": "11", "name": "ana", "nickname": "Ana"}],
                "reference": {"messageId": "9", "channelId": "2", "guildId": "1"},
            },
            {"id": "12", "type": "GuildMemberJoin", "author": {"id": "13", "name": "ben"}},
        ],
        "messageCount": 2,
    }
)
_CAPTIONS: Final = (
    "00:00:01.000 --> 00:00:04.000", "\n\n", "\n", "<v Ana Lund>", "</v>", "<v.loud Ben>", "Ana: ",
    "NOTE ", "STYLE", "1", "00:01.5 --> 00:02.5 align:start", "999999:00:00.000 --> 0:0:0,1", "-->",
    "who decides? ", "<i>so</i> ", "&amp; ", "<b", "00:00:90.000 --> 00:00:91.000", "::", "...",
)  # fmt: skip
_LOG: Final = (
    "[12:34] <ana> who decides?", "12:34:56 <@ben> we do", "* ana waves", "\n", "\n\n",
    "2025-06-16T09:00:00Z <ana> x", "2025-13-99 25:61 <a> b", "--- Day changed Tue Jan 02 2024",
    "*** ana has joined #a", "-!- ben [b@c] has left #a", "=== a is now known as b",
    "**** BEGIN LOGGING AT Mon Jan  1 00:00:00 2024", "[00:01] ", "<ana>", "[23:59] <a> late",
    "-nick- notice", "<-- x has quit", "--- Log opened Mon Jan 01 10:00:00 2024", "9:5 <a> b",
    "*\t ana\t waves",
)  # fmt: skip


def _pieces(choices: Choices, of: tuple[str, ...]) -> str:
    parts = (choices.text() if choices.number(4) == 0 else choices.pick(of) for _ in range(12))
    return "".join(part for part, _ in zip(parts, choices.several(12), strict=False))


def _lines(choices: Choices) -> bytes:
    rows = [json.dumps(choices.spoilt(_ROWS)) for _ in choices.several(5)]
    rows += [choices.text() for _ in choices.several(2)]
    return "\n".join(rows).encode("utf-8", "surrogatepass")


def _dumped(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _zipped(choices: Choices) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", choices.pick((0, 8))) as archive:
        archive.writestr("users.json", choices.damaged(_dumped(choices.spoilt(_LISTS))))
        archive.writestr("channels.json", _dumped(choices.spoilt(_LISTS)))
        for name in ("general/2025-06-16.json", "general/2025-06-17.json")[: choices.number(2)]:
            archive.writestr(name, choices.damaged(_dumped(choices.spoilt(_DAY))))
        if choices.number(4) == 0:
            name = choices.pick(("../x.json", "a/b/c.json", "/etc.json", "x/9999-99-99.json"))
            archive.writestr(name, b"[]")
    return packed.getvalue()


_FORMATS: Final[Mapping[str, Callable[[Choices], bytes]]] = {
    "talk.jsonl": _lines,
    "talk.vtt": lambda each: f"WEBVTT\n\n{_pieces(each, _CAPTIONS)}".encode("utf-8", "replace"),
    "talk.log": lambda each: _pieces(each, _LOG).encode("utf-8", "surrogatepass"),
    "talk.json": lambda each: _dumped(each.spoilt(_EXPORTER)),
    "slack.zip": _zipped,
}


@FUZZED
@given(choices)
def test_whatever_stands_in_a_transcript_is_read_or_told(choices: Choices) -> None:
    """Events that can be kept, and a line for each problem that quotes nobody; twice the same."""
    name = choices.pick(list(_FORMATS))
    content = choices.damaged(_FORMATS[name](choices))
    if choices.number(9) == 0:
        content = content.decode("utf-8", "replace").encode("utf-16")
    path = _FOLDER / name
    path.write_bytes(content)
    found = timed(lambda: read(path), len(content))
    for each in found.problems:
        quotes_nobody(each)
        assert each.what
    for warning in found.warnings:
        quotes_nobody(warning)
    for transcript, events in found.rooms:
        fit_to_keep((transcript.room, transcript.convener, tuple(transcript.groups.items())))
        assert all(event.at >= 0 for event in events)
        fit_to_keep(events)
    assert _same(found) == _same(read(path))


def _same(found: Read) -> str:
    rooms = [(each.room, each.convener, dict(each.groups), events) for each, events in found.rooms]
    return repr((rooms, [str(each) for each in found.problems], found.warnings))
