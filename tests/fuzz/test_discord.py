"""What Discord tells, through discord.py's own objects, and presses with any data: all is read.

What discord.py itself can't make an object of never comes to Heed.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from hypothesis import given
from structlog.testing import capture_logs

from adapters.discord import presses, translate, voice
from adapters.discord.address import Address, Do, custom_id, pressed
from adapters.discord.faults import note
from adapters.discord.places import Chosen, Spot, room_of
from adapters.discord.presses import Malformed
from bot.domain.events import Action, Pressed
from tests.adapters.discord import gateway
from tests.adapters.discord.gateway import (
    AFK,
    CLINIC,
    FORUM,
    GUILD,
    HEED,
    MAYA,
    NOW,
    PLACE,
    ROLE_BOARD,
    SAID,
    TOM,
    US,
    VOICE,
    Gateway,
    iso,
    member,
    message,
    user,
)
from tests.fuzz.holding import fit_to_keep, quotes_nobody, size_of, timed, valid
from tests.fuzz.inputs import FUZZED, Choices, Json, Samples, choices

# --- the gateway -------------------------------------------------------------------------------

_REPLY: Final = {"message_id": "5", "channel_id": str(PLACE), "guild_id": str(GUILD), "type": 0}
_EMBED: Final = {
    "type": "rich",
    "title": "**a**",
    "description": "b <@11>",
    "author": {"name": "c"},
    "fields": [{"name": "d", "value": "e", "inline": False}],
}
_COMPONENTS: Final = [
    {"type": 10, "content": "a"},
    {"type": 9, "components": [{"type": 10, "content": "b"}], "accessory": {"type": 2, "style": 5}},
    {"type": 17, "components": [{"type": 10, "content": "c"}]},
    {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x", "label": "d"}]},
]
_POLL: Final = {
    "question": {"text": "which?"},
    "answers": [{"answer_id": 1, "poll_media": {"text": "a"}}],
    "expiry": iso(60),
    "allow_multiselect": False,
    "layout_type": 1,
}
_FORWARDED: Final = [{"message": {"content": "who?", "embeds": [], "attachments": [], "type": 0}}]
_MESSAGES: Final = Samples(
    message(),
    message(f"<@{HEED}> summary since 2h"),
    message("reply", type=19, message_reference=_REPLY),
    message("edited", edited_timestamp=iso(30)),
    message("", embeds=[_EMBED], author=user(14, bot=True)),
    message("", components=_COMPONENTS, webhook_id="77", application_id="78"),
    message("", attachments=[gateway.attachment("a.png", description="b", title="c")]),
    message("", sticker_items=[{"id": "1", "name": "wave", "format_type": 1}]),
    message("", poll=_POLL),
    message("", message_snapshots=_FORWARDED, message_reference={**_REPLY, "type": 1}),
    message(
        "<@11> <#100> <@&50> <t:1767600000:R> # x\n> y\n||z||", mentions=gateway.mentioned(TOM)
    ),
    message("in a thread", channel_id=str(SAID)),
    gateway.direct("help"),
)
_NAMED: Final = {"id": None, "name": "👍🏽"}
_REACTION: Final = {
    "user_id": str(TOM),
    "channel_id": str(PLACE),
    "message_id": str(SAID),
    "guild_id": str(GUILD),
    "emoji": _NAMED,
    "member": member(TOM),
    "burst": False,
    "type": 0,
}
_THREAD: Final = gateway.thread(SAID, "a post", FORUM)
_VOICE: Final = {
    "guild_id": str(GUILD),
    "channel_id": str(VOICE),
    "user_id": str(TOM),
    "session_id": "s",
    "member": member(TOM),
    **dict.fromkeys(("deaf", "mute", "self_deaf", "self_mute", "self_video", "suppress"), False),
}
_AT_SERVER: Final = {"guild_id": str(GUILD)}
_HAPPENINGS: Final = (
    ("MESSAGE_REACTION_ADD", Samples(_REACTION)),
    ("MESSAGE_REACTION_REMOVE", Samples(_REACTION)),
    ("GUILD_MEMBER_ADD", Samples({**member(15), **_AT_SERVER})),
    (
        "GUILD_MEMBER_UPDATE",
        Samples({**member(MAYA, nick="M", roles=[str(ROLE_BOARD)]), **_AT_SERVER}),
    ),
    ("GUILD_MEMBER_REMOVE", Samples({"user": user(TOM), **_AT_SERVER})),
    ("CHANNEL_UPDATE", Samples(gateway.channel(CLINIC, "surgery"))),
    ("CHANNEL_DELETE", Samples(gateway.channel(CLINIC, "surgery"), gateway.channel(AFK, "a", 2))),
    ("THREAD_CREATE", Samples({**_THREAD, "newly_created": True})),
    ("THREAD_UPDATE", Samples({**_THREAD, "name": "b"}, gateway.thread(SAID, "c", archived=True))),
    ("THREAD_DELETE", Samples({**_THREAD, "type": 11})),
    ("VOICE_STATE_UPDATE", Samples(_VOICE, {**_VOICE, "channel_id": None})),
)
_SPOT: Final = Spot(room=gateway.ROOM)


def _told(here: Gateway, kind: str, payload: Json) -> list[tuple[str, tuple[Any, ...]]]:
    """What discord.py makes of it; nothing where it can't."""
    try:
        return here.tell(kind, payload)
    except Exception:  # noqa: BLE001 - the library's own, before Heed is told of anything
        return []


def _here() -> Gateway:
    """A server with a thread in it, as discord.py knows it."""
    made = Gateway()
    made.tell("THREAD_CREATE", {"newly_created": True, **gateway.thread(SAID, "talk")})
    return made


async def _alone(work: Any) -> Any:  # noqa: ANN401 - whatever it gives
    """Do it where discord.py's objects can be made."""
    return work()


def _in_a_loop(work: Any) -> Any:  # noqa: ANN401 - as above
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_alone(work))
    finally:
        loop.close()


@FUZZED
@given(choices)
def test_whatever_is_said_on_discord_is_read(choices: Choices) -> None:
    """Posted, edited, found again: events that can be kept, told again the same."""
    said, edit = choices.varied(_MESSAGES), choices.varied(_MESSAGES)
    _in_a_loop(lambda: _said(said, edit))


def _said(payload: Json, edit: Json) -> None:
    here = _here()
    size = size_of(payload) + size_of(edit)
    found = [each for _, args in _told(here, "MESSAGE_CREATE", payload) for each in args]
    edits = [args[0] for kind, args in _told(here, "MESSAGE_UPDATE", edit) if "raw" in kind]
    for one in [*found, *(each.message for each in edits)]:
        events = valid(timed(partial(translate.posted, one, US), size))
        assert list(translate.posted(one, US)) == events
        call = timed(partial(translate.called, one, US), size)
        if call is not None:
            fit_to_keep(call)
        valid(translate.edit_found(one, US))
        valid(translate.retitled(one, NOW, US))
    for raw in edits:
        valid(translate.edited(raw.cached_message, raw.message, US))


@FUZZED
@given(choices)
def test_whatever_else_happens_on_discord_is_read(choices: Choices) -> None:
    """Reactions, people, channels, threads, voices: events that can be kept."""
    happenings = [(kind, choices.varied(told)) for kind, told in [choices.pick(_HAPPENINGS)] * 2]
    _in_a_loop(lambda: _happened(happenings))


def _happened(happenings: Sequence[tuple[str, Json]]) -> None:
    here = _here()
    for kind, payload in happenings:
        for name, args in _told(here, kind, payload):
            for event in _heard(here, name, args):
                fit_to_keep(event)


@FUZZED
@given(choices)
def test_what_is_not_as_discord_documents_it_is_passed_over(choices: Choices) -> None:
    """Fields that are missing or of another kind: at worst a fault is noted, and quotes nobody."""
    said, edit = choices.spoilt(_MESSAGES), choices.spoilt(_MESSAGES)
    kind, told = choices.pick(_HAPPENINGS)
    other = choices.spoilt(told)
    with capture_logs() as logged:
        for work in (lambda: _said(said, edit), lambda: _happened([(kind, other)])):
            try:
                _in_a_loop(work)
            except Exception as error:  # noqa: BLE001 - as the client has it (its `on_error`)
                note("discord.fault", error)
    quotes_nobody(logged)


def _heard(here: Gateway, name: str, args: tuple[Any, ...]) -> list[Any]:
    """What the listeners make of each of discord.py's happenings."""
    rooms = [each for each in here.guild.channels if isinstance(each, Chosen)]
    match name, args:
        case "raw_reaction_add" | "raw_reaction_remove", (raw,):
            found = translate.reacted(raw, _SPOT, NOW, US)
        case "member_join", (who,):
            found = translate.joined(who, rooms, NOW, US)
        case "raw_member_remove", (raw,):
            found = translate.left(raw.user.id, rooms, NOW, US)
        case "member_update", (before, after):
            found = translate.changed(before, after, rooms, NOW, US)
        case "guild_channel_update", (before, after):
            found = translate.channel_changed(before, after, NOW)
        case "thread_update", (before, after):
            found = translate.thread_changed(before, after, NOW)
        case "thread_create" | "thread_join", (thread,):
            found = translate.room_named(thread, NOW)
        case _:
            return _called(name, args)
    return valid(found)


def _called(name: str, args: tuple[Any, ...]) -> list[Any]:
    """What they make of those that are no talk of a room's."""
    match name, args:
        case "guild_channel_delete", (channel,):
            return [translate.channel_deleted(channel, NOW)]
        case "guild_thread_create", (thread,):
            return [translate.opened(thread)]
        case "raw_thread_delete", (raw,):
            return [translate.thread_deleted(raw, NOW)]
        case "voice_state_update", (_, before, after):
            return [room_of(each) for each in voice.touched(before, after)]
    return []


# --- presses -----------------------------------------------------------------------------------

_ADDRESS: Final = Address(room=gateway.ROOM, card="n:1", question=str(SAID))


def _data(do: Do, more: str = "", **rest: object) -> Json:
    return {"custom_id": custom_id(do, _ADDRESS, more), "component_type": 2, **rest}


def _modal(do: Do) -> Json:
    words = {"type": 4, "custom_id": "words", "value": "What for?"}
    return _data(
        do, components=[{"type": 1, "components": [words]}, {"type": 18, "component": words}]
    )


_DATA: Final = Samples(
    _data(Do.PRESS, pressed(Action.SHOW)),
    _data(Do.PRESS, pressed(Action.LATER, "600", "5")),
    _data(Do.MENU, values=[pressed(Action.HAND_TO)]),
    _data(Do.WISH, "summary post"),
    _data(Do.TICK, values=["1", "2"]),
    _data(Do.CONVENE),
    _data(Do.INVITE, values=["11"]),
    _data(Do.CHANNELS, values=["100", "101"]),
    _data(Do.STEM, values=["2"]),
    _data(Do.POST_IT),
    _data(Do.CHANGE_IT),
    _data(Do.MEMBER, values=["12"]),
    _modal(Do.FOLLOW),
    _modal(Do.HAND_TO),
)


@FUZZED
@given(choices)
def test_whatever_is_pressed_on_discord_is_read_or_refused(choices: Choices) -> None:
    """A press, a wish, a modal, or the word that it is none; nothing raises."""
    data = choices.spoilt(_DATA)
    if not isinstance(data, dict):
        return  # discord.py makes no interaction of it
    seen = presses.Seen(words=choices.short().replace("\x00", ""))

    def read() -> presses.Read:
        return presses.read(data, by=str(MAYA), at=NOW, key=f"i{SAID}", seen=seen)

    asked = timed(read, size_of(data))
    if isinstance(asked, Malformed):
        quotes_nobody(asked.why)
    elif seen.words.isprintable():
        fit_to_keep(asked)
    if isinstance(asked, Pressed) and seen.words.isprintable():
        valid([asked])
    assert read() == asked
