"""What is wanted of Heed itself: commands by mention and in private, its comings and goings."""

from dataclasses import replace

import pytest

from adapters.slack.calls import Asked, Call, Removed, Uninstalled, Welcomed, Whispered
from adapters.slack.ids import Us
from adapters.slack.translate import MalformedError, called, heard
from tests.adapters.slack.payloads import (
    AT,
    CHANNEL,
    ROOM,
    TEAM,
    TS,
    US,
    Json,
    Names,
    changed,
    message,
    payload,
)

HEED = f"<@{US.bot_user_id}>"
ASKED = Asked(
    room=ROOM, member="U1", text="summary since 2h", message=TS, thread=None, at=AT, key="Ev1"
)
WHISPERED = Whispered(team=TEAM, member="U1", text="my-data", channel="D1", at=AT, key="Ev1")


def mention(words: str, **more: object) -> Json:
    """Slack's word that somebody mentioned Heed."""
    return message(words, **{"type": "app_mention", "channel_type": None, **more})


def direct(words: str, **more: object) -> Json:
    """A direct message to Heed."""
    return message(words, **{"channel": "D1", "channel_type": "im", **more})


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (mention(f"{HEED} summary since 2h"), ASKED),
        (mention(f"  <@{US.bot_user_id}|heed>,  summary since 2h "), ASKED),
        (mention(f"{HEED}: summary since 2h", thread_ts=TS), ASKED),
        (
            mention(f"{HEED} summary since 2h", thread_ts="5.000100"),
            replace(ASKED, thread="5.000100"),
        ),
        (mention(HEED), replace(ASKED, text="")),
        (
            mention(f"{HEED} convener <@U2|tom> &amp; <#C1|place> <https://a.org|a.org>"),
            replace(ASKED, text="convener <@U2> & place a.org"),
        ),
        (mention(f"Thank you, {HEED}!"), None),
        (mention("<@U2> summary"), None),
        (mention(f"{HEED} open", bot_id="B8"), None),
        (mention(f"{HEED} open", user=None, username="x"), None),
        (mention(f"{HEED} open", user=US.bot_user_id), None),
        (direct("my-data"), WHISPERED),
        (direct(f"{HEED} my-data"), WHISPERED),
        (direct("my-data", channel_type=None), WHISPERED),
        (direct("my-data", subtype="file_share", files=[]), WHISPERED),
        (direct("convener <@U2>"), replace(WHISPERED, text="convener <@U2>")),
        (direct(""), replace(WHISPERED, text="")),
        (direct("my-data", channel="G1", channel_type="mpim"), None),
        (direct("my-data", channel_type="app_home"), None),
        (direct("my-data", bot_id="B8"), None),
        (direct("You were removed", user="USLACKBOT"), None),
        (direct("ours", user=US.bot_user_id, bot_id=US.bot_id), None),
        (direct("joined", subtype="channel_join"), None),
        (changed(direct("a"), direct("b"), channel="D1", channel_type="im"), None),
        (message(), None),
        ({"type": "something_new"}, None),
    ],
)
def test_commands_in_messages(event: Json, expected: Call | None) -> None:
    """What begins with Heed's name, and whatever a person writes to it in private."""
    assert called(payload(event), US) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            {
                "type": "member_joined_channel",
                "user": "U0HEED",
                "channel": CHANNEL,
                "inviter": "U2",
            },
            Welcomed(room=ROOM, by="U2", at=AT, key="Ev1"),
        ),
        (
            {"type": "member_joined_channel", "user": "U0HEED", "channel": CHANNEL},
            Welcomed(room=ROOM, by="", at=AT, key="Ev1"),
        ),
        ({"type": "member_joined_channel", "user": "U1", "channel": CHANNEL}, None),
        ({"type": "member_left_channel", "user": "U1", "channel": CHANNEL}, None),
        *(
            (event, Removed(room=ROOM, at=AT, key="Ev1"))
            for event in (
                {"type": "member_left_channel", "user": "U0HEED", "channel": CHANNEL},
                {"type": "channel_left", "channel": CHANNEL, "actor_id": "U1"},
                {"type": "group_left", "channel": CHANNEL, "actor_id": "U1"},
                {"type": "channel_deleted", "channel": CHANNEL},
                {"type": "group_deleted", "channel": CHANNEL},
            )
        ),
        (
            {"type": "app_uninstalled"},
            Uninstalled(team=TEAM, where="slack/T1", at=AT, key="Ev1"),
        ),
        (
            {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["U0HEED"]}},
            Uninstalled(team=TEAM, where="slack/T1", at=AT, key="Ev1"),
        ),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, None),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, None),
    ],
)
def test_heed_comes_and_goes(event: Json, expected: Call | None) -> None:
    """Added, removed, the channel gone, the app gone; the room itself hears nothing of it."""
    body = payload({**event, "event_ts": TS})
    assert called(body, US) == expected
    if expected is not None:
        assert heard(body, Names(), US) == ()


def test_that_heed_was_taken_away_is_told_without_knowing_who_it_was() -> None:
    """Nobody can be asked any more."""
    body = payload({"type": "app_uninstalled", "event_ts": TS}, authorizations=[])
    assert called(body, Us(bot_user_id="")) == Uninstalled(
        team=TEAM, where="slack/T1", at=AT, key="Ev1"
    )


@pytest.mark.parametrize(
    "event",
    [
        mention(f"{HEED} open", ts="never"),
        direct("open", ts=None),
        direct("open", subtype=5),
        {"type": "channel_left", "channel": {"id": CHANNEL}},
        {"type": "member_joined_channel", "user": 5, "channel": CHANNEL},
        {"type": "tokens_revoked", "tokens": "all"},
    ],
)
def test_malformed_calls(event: Json) -> None:
    """Refused with a clear word."""
    with pytest.raises(MalformedError):
        called(payload(event), US)
