"""Payloads of the Events API, in the shapes that Slack documents, with words of our own."""

from typing import Any, Final

from adapters.slack.ids import Us

TEAM: Final = "T1"
CHANNEL: Final = "C1"
ROOM: Final = "slack/T1/C1"
US: Final = Us(bot_user_id="U0HEED", bot_id="B0HEED", app_id="A0HEED")
TS: Final = "1767600000.000100"
AT: Final = 1767600000.0001

Json = dict[str, Any]


class Names:
    """A few names that are known, as Slack shows them."""

    def user(self, user: str) -> str | None:
        """People, a bot of its own, and Slack's assistant."""
        return {
            "U1": "Maya Lund",
            "U2": "tom",
            "U8": "Rota",
            "USLACKBOT": "Slackbot",
            "B8": "Rota",
        }.get(user)

    def is_bot(self, user: str) -> bool:
        """Whether it is one of the two bots."""
        return user in {"U8", "USLACKBOT", "B8"}

    def channel(self, channel: str) -> str | None:
        """One channel."""
        return {"C1": "place"}.get(channel)

    def group(self, group: str) -> str | None:
        """One group."""
        return {"S1": "board"}.get(group)


def payload(event: Json, **around: object) -> Json:
    """An event as Slack delivers it."""
    return {
        "token": "never-looked-at",
        "team_id": TEAM,
        "api_app_id": US.app_id,
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1767600001,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": US.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-abc",
        "event": event,
        **around,
    }


def message(text: str = "Who decides about the budget?", **more: object) -> Json:
    """A message that somebody typed, without its blocks."""
    return {
        "type": "message",
        "user": "U1",
        "client_msg_id": "0e9b1d0c-4e26-4d1b-9a5a-3b1d8a4c8f10",
        "text": text,
        "team": TEAM,
        "ts": TS,
        "channel": CHANNEL,
        "event_ts": TS,
        "channel_type": "channel",
        **more,
    }


def typed(*elements: Json, **more: object) -> Json:
    """A message that somebody typed, with the rich text that Slack makes of it."""
    return message("what plain clients show", blocks=[rich(section(*elements))], **more)


def rich(*parts: Json) -> Json:
    """A block of rich text."""
    return {"type": "rich_text", "block_id": "AbC1", "elements": list(parts)}


def section(*elements: Json) -> Json:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, **style: bool) -> Json:
    """Words in rich text."""
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def changed(before: Json | None, after: Json, **more: object) -> Json:
    """The event that tells of a changed message."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": after,
        **({} if before is None else {"previous_message": before}),
        "channel": CHANNEL,
        "hidden": True,
        "ts": "1767600060.000300",
        "event_ts": "1767600060.000300",
        "channel_type": "channel",
        **more,
    }


def huddle(**room: object) -> Json:
    """The message that a huddle makes in its channel."""
    return {
        "type": "message",
        "subtype": "huddle_thread",
        "user": "USLACKBOT",
        "text": "",
        "ts": TS,
        "no_notifications": True,
        "permalink": "https://example.slack.com/call/R1",
        "room": {
            "id": "R1",
            "name": "",
            "call_family": "huddle",
            "created_by": "U1",
            "channels": [CHANNEL],
            "date_start": 1767600000,
            "date_end": 0,
            "has_ended": False,
            "participants": ["U1"],
            "thread_root_ts": TS,
            **room,
        },
        "channel": CHANNEL,
        "channel_type": "channel",
        "event_ts": TS,
    }
