"""What DiscordChatExporter writes."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Reacted
from tests.adapters.transcript.reading import SAMPLES, Read, read


def message(number: int, **given: object) -> dict[str, Any]:
    """A message as the exporter writes it."""
    return {
        "id": str(number),
        "type": "Default",
        "timestamp": f"2025-06-16T10:00:{number:02}+01:00",
        "content": f"words {number}",
        "author": {"id": "7", "name": "ines", "isBot": False},
        **given,
    }


def export(folder: Path, *messages: object) -> Read:
    """Read an export with these messages."""
    path = folder / "a.json"
    path.write_text(json.dumps({"guild": {"id": "1"}, "messages": messages}), encoding="utf-8")
    return read(path)


def test_the_room_is_the_channel() -> None:
    """An export's file is called anything; its channel is what people know."""
    found = read(SAMPLES / "discord.json")
    assert found.transcript.room == "workshop-plans"
    assert found.problems == []
    assert found.warnings == []


def test_messages_are_read_as_people_see_them() -> None:
    """Mentions and emoji by name, embeds and pictures where there are no words."""
    assert [(m.id, m.at, m.text) for m in read(SAMPLES / "discord.json").messages] == [
        ("901", 1750064400.5, "@אורי honest question, what is the kiln rota for? :kiln:"),
        ("903", 1750064460.0, "so that nobody fires an empty kiln"),
        ("904", 1750064520.0, "Kiln rota\nMonday: nobody"),
        ("905", 1750064580.0, "kiln.jpg"),
    ]


def test_who_said_what_to_whom() -> None:
    """Nicknames, bots, mentions and replies."""
    found = read(SAMPLES / "discord.json")
    asked, replied, listed, shown = found.messages
    assert found.names == {"71": "Inês ✨", "72": "אורי", "73": "kit", "74": "RotaBot"}
    assert asked.mentions == ("72",)
    assert replied.reply_to == "901"
    assert (listed.bot, shown.bot) == (True, False)


def test_a_reaction_is_read_where_the_export_names_who_reacted() -> None:
    """A mere count belongs to nobody, so it is passed over."""
    found = read(SAMPLES / "discord.json")
    reactions = [event for event in found.events if isinstance(event, Reacted)]
    assert [(r.author, r.emoji, r.to, r.at) for r in reactions] == [
        ("73", "👀", "901", 1750064400.5)
    ]


def test_a_pin_or_a_forward_is_no_reply(tmp_path: Path) -> None:
    """Only replies refer to what they answer."""
    found = export(tmp_path, message(1, reference={"messageId": "5", "channelId": "9"}))
    assert found.messages[0].reply_to is None


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"id": None}, '"id" is missing'),
        ({"timestamp": None}, '"timestamp" is missing'),
        ({"timestamp": "soon"}, "the time can't be read"),
        ({"author": {"name": "x"}}, '"author.id" '),
        ({"content": 5}, '"content" '),
        ({"reactions": [5]}, '"reactions.0" '),
    ],
)
def test_a_bad_message_is_told_and_the_rest_is_read(
    tmp_path: Path, changes: dict[str, object], what: str
) -> None:
    """One broken entry costs itself alone."""
    found = export(tmp_path, message(1), message(2, **changes), message(3))
    assert found.said == ["words 1", "words 3"]
    assert what in found.problems[0].what


def test_something_else_among_the_messages_is_told(tmp_path: Path) -> None:
    """An entry that is no object is an error too."""
    found = export(tmp_path, message(1), "two", [3], None)
    assert found.said == ["words 1"]
    assert [what for _, what in found.complaints] == ["a JSON object was expected here"] * 3


def test_a_truncated_export_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """What came before the break stands, and the error names the line."""
    whole = json.dumps({"guild": {}, "messages": [message(1), message(2), message(3)]}, indent=1)
    path = tmp_path / "a.json"
    path.write_text(whole[: whole.index("words 3")], encoding="utf-8")
    found = read(path)
    assert found.said == ["words 1", "words 2"]
    assert found.complaints == [
        (whole[: whole.index("words 3")].count("\n") + 1, "the JSON is broken here")
    ]
    assert "words" not in str(found.problems[0])


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    """Nesting is limited, or a small file could fill the memory."""
    path = tmp_path / "a.json"
    path.write_text('{"messages": [' + "[" * 1_000_000, encoding="utf-8")
    found = read(path)
    assert [what for _, what in found.complaints] == ["the JSON is nested too deeply to be a chat"]


def test_an_entry_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    """No message is longer than 16 MB, however few lines the file has."""
    found = export(tmp_path, message(1), message(2, content="x" * (17 * 1024 * 1024)))
    assert found.said == ["words 1"]
    assert [what for _, what in found.complaints] == ["one entry is longer than 16 MB"]


def test_an_export_without_messages_is_an_empty_room(tmp_path: Path) -> None:
    """Nothing said is no error."""
    found = export(tmp_path)
    assert found.events == []
    assert found.problems == []
    assert found.transcript.room == "a"
