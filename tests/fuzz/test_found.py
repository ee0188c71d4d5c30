"""Inputs that did harm until they were found here, each with what became of it."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from adapters.discord import presses as discord_presses
from adapters.discord import translate
from adapters.discord.address import Address, Do, custom_id
from adapters.discord.places import Spot
from adapters.slack import presses as slack_presses
from adapters.slack.address import Do as SlackDo
from adapters.slack.address import Modal, press_id
from adapters.slack.asked import Malformed, Previewed
from bot.domain.events import Action, Pressed
from bot.domain.room import Room
from bot.runtime.ports import StorageError
from storage.codec import unpack
from storage.journal import _page
from storage.sealing import Sealer
from tests.adapters.discord import gateway
from tests.adapters.transcript.reading import read
from tests.fuzz.inputs import MARK, nested
from tests.fuzz.test_slack import _chosen, _pressed, _sent_in

NOW: Final = 1_767_600_000.0
UNFIT: Final = "a\x00b\ud800c"
FIT: Final = "ab\ufffdc"


def test_a_text_of_slacks_that_no_database_takes_is_made_fit() -> None:
    """A NUL, or half a character, in a button's value or in what somebody wrote."""
    button = _pressed(action_id=press_id(Action.LATER), value=UNFIT)
    asked = slack_presses.read(button, NOW)
    assert isinstance(asked, Pressed)
    assert asked.value == FIT
    follow = _sent_in(Modal.FOLLOW, **{SlackDo.WORDS: {"value": UNFIT}})
    written = slack_presses.read(follow, NOW)
    assert isinstance(written, Previewed)
    assert written.text == FIT


def _in_block(block: object) -> dict[str, Any]:
    body: dict[str, Any] = _pressed(action_id=press_id(Action.SHOW), value="600")
    body["actions"][0]["block_id"] = block
    return body


@pytest.mark.parametrize(
    "body",
    [
        _in_block("[" * 100_000),
        _in_block(json.dumps([1, "slack/T1/C1", UNFIT, ""])),
        _pressed(action_id=SlackDo.STEM, **_chosen("9" * 5000)),
        _sent_in(Modal.HAND_TO, **{SlackDo.MEMBER: {"selected_user": "U1\x00"}}),
        _sent_in(Modal.FOLLOW) | {"user": nested(5000, "x")},
    ],
    ids=["deep", "unfit", "a long number", "no member", "no user"],
)
def test_a_press_on_slack_that_nobody_can_have_made_is_refused(body: dict[str, Any]) -> None:
    """Brackets without end, a number of thousands of digits, ids that are none."""
    assert isinstance(slack_presses.read(body, NOW), Malformed)


def _read(data: dict[str, Any]) -> discord_presses.Read:
    return discord_presses.read(data, by="11", at=NOW, key="i1")


def test_what_is_pressed_on_discord_is_made_fit_or_refused() -> None:
    """The same on Discord: what was written is kept without what nobody can keep."""
    address = Address(room=gateway.ROOM, card="n:1", question="5")
    words = {"custom_id": "words", "value": UNFIT}
    written = _read({"custom_id": custom_id(Do.FOLLOW, address), "components": [words]})
    assert isinstance(written, discord_presses.Previewed)
    assert written.text == FIT
    deep = {"custom_id": custom_id(Do.FOLLOW, address), "components": nested(3000, "x")}
    stem = {"custom_id": custom_id(Do.STEM, address), "values": ["9" * 5000]}
    for data in (deep, stem, {"custom_id": "h1:abcd:\ud800"}):
        assert isinstance(_read(data), discord_presses.Malformed)


async def test_an_emoji_without_a_name_is_one_all_the_same() -> None:
    """Of one that is made of what can't be kept nothing is left."""
    here = gateway.Gateway()
    told = {
        "user_id": str(gateway.TOM),
        "channel_id": str(gateway.PLACE),
        "message_id": str(gateway.SAID),
        "guild_id": str(gateway.GUILD),
        "emoji": {"id": None, "name": "\x00"},
        "type": 0,
    }
    (raw,) = here.args("MESSAGE_REACTION_REMOVE", told, "raw_reaction_remove")
    (event,) = translate.reacted(raw, Spot(room=gateway.ROOM), NOW, gateway.US)
    assert "\x00" not in repr(event)


def test_json_of_an_export_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    """With its line, and what stands before it is read."""
    path = tmp_path / "talk.json"
    path.write_bytes(b'{"guild": {"id": "1"}, "channel": {"id": "2", "name": "a\xed\xb0\x80"}}')
    found = read(path)
    assert [each.what for each in found.problems] == ["the JSON is broken here"]


@pytest.mark.parametrize("body", [b"no json", b"[[1]]", b'[[["a"], {}, [], []]]', b"[1]", b"{}1"])
def test_a_damaged_page_of_a_journal_is_refused(body: bytes) -> None:
    """As every damaged row is; what its events' order can't be put right by is done without."""
    with pytest.raises(StorageError, match="a page of a journal can't be read"):
        _page(1, body)


def test_a_damaged_row_quotes_no_key_either() -> None:
    """Keys are members, or words that slid to where a key stood."""
    body = json.dumps({"id": "r", "members": {MARK: {"id": 1}}}).encode()
    with pytest.raises(StorageError, match=r"a stored Room can't be read \(members\)"):
        unpack(Room, body)


def test_what_was_json_and_is_none_is_refused() -> None:
    """An installation's row whose text was damaged."""
    with pytest.raises(StorageError, match="put a backup in its place"):
        Sealer().open_json("no json")
