"""Payloads of Slack's, gone bad: what can't be read is refused in words that quote nobody."""

from functools import partial
from typing import Any, Final

from hypothesis import given

from adapters.slack import presses
from adapters.slack.address import Address, Do, Memory, Modal, block_id, metadata, option, press_id
from adapters.slack.asked import Malformed
from adapters.slack.ids import place_of
from adapters.slack.interaction import BadPressError
from adapters.slack.translate import MalformedError, called, heard, team_of
from adapters.slack.typed import pointed, typed
from bot.domain.events import Action, Pressed
from tests.adapters.slack.payloads import (
    CHANNEL,
    TS,
    US,
    Names,
    changed,
    huddle,
    message,
    payload,
    rich,
    section,
    text,
)
from tests.adapters.slack.payloads import typed as typed_message
from tests.fuzz.holding import fit_to_keep, quotes_nobody, size_of, timed, valid
from tests.fuzz.inputs import FUZZED, Choices, Json, Samples, choices

NOW: Final = 1_767_600_100.0

# --- events ------------------------------------------------------------------------------------

_LIST: Final = {
    "type": "rich_text_list",
    "style": "ordered",
    "indent": 1,
    "offset": 2,
    "border": 1,
    "elements": [section(text("one", code=True), text("two", bold=True))],
}
_INLINE: Final = section(
    {"type": "user", "user_id": "U1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "+1::skin-tone-2", "unicode": "1f44d-1f3fb"},
    {"type": "link", "url": "https://a.example/b", "text": "there"},
    {"type": "date", "timestamp": 1767600000, "format": "{date}", "fallback": "5 January"},
    {"type": "color", "value": "#fff"},
)
_CARDS: Final = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*a*"}, "fields": [{"text": "b"}]},
    {"type": "header", "text": {"type": "plain_text", "text": "c"}},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "<@U1> _d_"}]},
    {"type": "image", "title": {"text": "e"}, "alt_text": "f"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "g"}, rich(section(text("h")))]]},
]
_ATTACHED: Final = {
    "pretext": "a",
    "title": "b",
    "text": "c",
    "fallback": "d",
    "is_share": True,
    "fields": [{"title": "e", "value": "f"}],
    "blocks": _CARDS,
}
_FILE: Final = {
    "title": "a",
    "mode": "snippet",
    "filetype": "python",
    "preview": "b",
    "transcription": {"preview": {"content": "c"}},
}
_MOVED: Final = {"user": "U2", "channel": CHANNEL, "inviter": "U1", "event_ts": TS}
_EVENTS: Final = (
    message(),
    message("<@U0HEED> summary since 2h <@U1|maya>"),
    message("<@U0HEED>", type="app_mention", thread_ts="1767599999.000100"),
    message("help", channel="D1", channel_type="im"),
    typed_message(_INLINE, text("why?", code=True)),
    message("x", blocks=[rich(_LIST, {"type": "rich_text_quote", "elements": [text("a")]})]),
    message("", bot_id="B8", subtype="bot_message", blocks=_CARDS, attachments=[_ATTACHED]),
    message("", subtype="file_share", files=[_FILE], attachments=[_ATTACHED]),
    changed(message("before"), message("after", edited={"user": "U1", "ts": TS})),
    changed(huddle(), huddle(has_ended=True, date_end=1767600050)),
    changed(message(), {**message(), "subtype": "tombstone"}),
    {**message(), "subtype": "message_deleted", "deleted_ts": TS},
    huddle(),
    {
        "type": "reaction_added",
        "user": "U2",
        "reaction": "+1::skin-tone-2",
        "item": {"type": "message", "channel": CHANNEL, "ts": TS},
        "event_ts": TS,
    },
    {"type": "member_joined_channel", **_MOVED},
    {"type": "member_joined_channel", **_MOVED, "user": "U0HEED"},
    {"type": "member_left_channel", **_MOVED},
    {"type": "channel_rename", "channel": {"id": CHANNEL, "name": "where"}, "event_ts": TS},
    {"type": "channel_archive", "channel": CHANNEL, "event_ts": TS},
    {"type": "channel_unarchive", "channel": CHANNEL},
    {"type": "channel_deleted", "channel": CHANNEL},
    {"type": "tokens_revoked", "tokens": {"bot": ["U0HEED"]}},
    {"type": "app_uninstalled"},
)


_TOLD: Final = Samples(*map(payload, _EVENTS))


@FUZZED
@given(choices)
def test_whatever_slack_tells_is_read_or_refused(choices: Choices) -> None:
    """Events that can be kept, or the one documented error; told again it says the same."""
    told = choices.spoilt(_TOLD)

    def read() -> list[object]:
        return [_read(each, told) for each in (_events, _calls, team_of)]

    assert repr(timed(read, size_of(told))) == repr(read())


def _read(reader: Any, told: Json) -> object:  # noqa: ANN401 - one of three
    try:
        return reader(told)
    except MalformedError as error:
        quotes_nobody(error)
        return str(error)


def _events(told: Json) -> object:
    return valid(heard(told, Names(), US))


def _calls(told: Json) -> object:
    call = called(told, US)
    if call is not None:
        fit_to_keep(call)
    return call


# --- presses and modals ------------------------------------------------------------------------

_ADDRESS: Final = Address(room="slack/T1/C1", card="nudge:1", question="1767600000.000100")


def _pressed(**action: object) -> Json:
    return {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": TS, "is_ephemeral": False},
        "view": {"id": "V1", "hash": "1.abc", "type": "modal"},
        "actions": [{"block_id": block_id(_ADDRESS, 1), "action_ts": TS, **action}],
    }


def _sent_in(callback: Modal, **inputs: Json) -> Json:
    memory = Memory(room="slack/T1/C1", card="nudge:1", question="1.2", text="export as md")
    values = {f"block{n}": {name: state} for n, (name, state) in enumerate(inputs.items())}
    return {
        "type": "view_submission",
        "user": {"id": "U1"},
        "view": {
            "id": "V1",
            "callback_id": callback,
            "private_metadata": metadata(memory),
            "state": {"values": values},
        },
    }


def _chosen(value: str) -> Json:
    return {"selected_option": {"value": value, "text": {"type": "plain_text", "text": "a"}}}


_PRESSES: Final = Samples(
    _pressed(action_id=press_id(Action.SHOW), value="600"),
    _pressed(action_id=press_id(Action.POST)),
    _pressed(action_id=Do.MENU, **_chosen(option(Action.LATER, "600"))),
    _pressed(action_id=f"{Do.WISH}#2", value="summary post"),
    _pressed(action_id=Do.CONVENE),
    _pressed(action_id=Do.INVITE, selected_user="U2"),
    _pressed(action_id=Do.STEM, **_chosen("2")),
    _pressed(action_id=Do.LINK),
    _sent_in(Modal.FOLLOW, **{Do.WORDS: {"type": "plain_text_input", "value": "What for?"}}),
    _sent_in(Modal.PREVIEW),
    _sent_in(Modal.HAND_TO, **{Do.MEMBER: {"selected_user": "U2"}}),
    _sent_in(Modal.LATER, **{Do.WHEN: _chosen("600")}),
    _sent_in(Modal.PAGE, **{f"{Do.TICK}#1": {"selected_options": [{"value": "1.2"}]}}),
    _sent_in(Modal.WORD),
    {"type": "view_closed", "user": {"id": "U1"}},
)


@FUZZED
@given(choices)
def test_whatever_is_pressed_on_slack_is_read_or_refused(choices: Choices) -> None:
    """A press, a wish, a modal, or the word that it is none; nothing raises."""
    body = choices.spoilt(_PRESSES)
    if not isinstance(body, dict):
        return  # Bolt has taken it for a payload already
    asked = timed(lambda: presses.read(body, NOW), size_of(body))
    if isinstance(asked, Malformed):
        quotes_nobody(asked.why)
    else:
        fit_to_keep(asked)
    if isinstance(asked, Pressed) and asked.room:
        valid([asked])
    assert repr(presses.read(body, NOW)) == repr(asked)


# --- commands and shortcuts --------------------------------------------------------------------

_COMMANDS: Final = Samples(
    {
        "command": "/heed",
        "text": "summary since 2h",
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "trigger_id": "1.2.3",
    },
    {
        "type": "message_action",
        "callback_id": "heed.let_go",
        "trigger_id": "1.2.3",
        "team": {"id": "T1", "domain": "t"},
        "channel": {"id": "C1", "name": "place"},
        "user": {"id": "U1", "team_id": "T1"},
        "message": {"ts": TS, "text": "who decides?", "user": "U2"},
    },
)


@FUZZED
@given(choices)
def test_whatever_is_typed_or_pointed_at_on_slack_is_read_or_refused(choices: Choices) -> None:
    """A command or a shortcut that can be kept, or the one documented error."""
    body = choices.spoilt(_COMMANDS)
    if not isinstance(body, dict):
        return  # Bolt has taken it for a payload already
    for reader in (typed, pointed):
        _hold(reader, body)


def _hold(reader: Any, body: Json) -> None:  # noqa: ANN401 - one of two
    try:
        asked = timed(partial(reader, body), size_of(body))
    except BadPressError as error:
        quotes_nobody(error)
    else:
        fit_to_keep(asked)
        place_of(asked.room)
