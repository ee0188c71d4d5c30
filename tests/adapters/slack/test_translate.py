"""From payloads of the Events API to the core's events."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.names import NOBODY
from adapters.slack.translate import MalformedError, called, heard, team_of
from bot.domain.events import (
    CaughtUp,
    Event,
    FellBehind,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Reacted,
    RoomNamed,
)
from bot.domain.tracker import UNCONVINCED
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
    huddle,
    message,
    payload,
    text,
    typed,
)

EDITED_AT = 1767600060.0003
SAID = MessagePosted(
    room=ROOM,
    at=AT,
    key="Ev1",
    id=TS,
    author="U1",
    name="Maya Lund",
    text="Who decides about the budget?",
)


def told(event: Json, **around: object) -> tuple[Event, ...]:
    """The core's events of one event of Slack's."""
    return heard(payload(event, **around), Names(), US)


# --- messages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(message(), SAID, id="public channel"),
        pytest.param(
            message(channel="G7", channel_type="group"),
            replace(SAID, room="slack/T1/G7"),
            id="private channel",
        ),
        pytest.param(
            typed(text("Ask "), {"type": "user", "user_id": "U2"}),
            replace(SAID, text="Ask @tom", mentions=("U2",)),
            id="rich text",
        ),
        pytest.param(message(thread_ts=TS), SAID, id="first of a thread"),
        pytest.param(
            message(thread_ts="1767500000.000200", parent_user_id="U2"),
            replace(SAID, thread="1767500000.000200"),
            id="reply in a thread",
        ),
        pytest.param(
            message(
                subtype="thread_broadcast",
                thread_ts="1767500000.000200",
                root=message("Earlier", ts="1767500000.000200"),
            ),
            replace(SAID, thread="1767500000.000200", broadcast=True),
            id="reply sent to the channel too",
        ),
        pytest.param(message("wonders", subtype="me_message"), replace(SAID, text="wonders")),
        pytest.param(
            message("", subtype="file_share", files=[{"id": "F1", "title": "Rota"}], upload=False),
            replace(SAID, text="Rota"),
            id="file without words",
        ),
        pytest.param(
            message("Mine?", subtype="file_share", files=[{"id": "F1", "title": "Rota"}]),
            replace(SAID, text="Mine?"),
            id="file with words",
        ),
        pytest.param(
            message(
                user="U55",
                user_team="T2",
                source_team="T2",
                user_profile={"display_name": "", "real_name": "Jo Park", "team": "T2"},
            ),
            replace(SAID, author="U55", name="Jo Park"),
            id="somebody of another workspace, whom nobody looked up yet",
        ),
        pytest.param(message(user="U77"), replace(SAID, author="U77", name=""), id="nameless"),
        pytest.param(
            {
                "type": "message",
                "subtype": "bot_message",
                "text": "*Standup* in 5",
                "bot_id": "B9",
                "username": "Reminder",
                "ts": TS,
                "channel": CHANNEL,
                "channel_type": "channel",
            },
            replace(SAID, author="B9", name="Reminder", text="Standup in 5", bot=True),
            id="integration",
        ),
        pytest.param(
            message("Sign up", user="U66", bot_id="B8", app_id="A8", bot_profile={"name": "Flow"}),
            replace(SAID, author="B8", name="Flow", text="Sign up", bot=True),
            id="workflow",
        ),
        pytest.param(
            message("Sign up", user="U1", bot_id="B8", app_id="A8"),
            replace(SAID, author="B8", name="Rota", text="Sign up", bot=True),
            id="app in a person's name",
        ),
        pytest.param(message(user="U8"), replace(SAID, author="U8", name="Rota", bot=True)),
        pytest.param(
            message("Reminder: rota.", user="USLACKBOT"),
            replace(SAID, author="USLACKBOT", name="Slackbot", text="Reminder: rota.", bot=True),
            id="Slack's own assistant",
        ),
    ],
)
def test_what_was_said(event: Json, expected: MessagePosted) -> None:
    """Each message with its author, place and words."""
    assert told(event) == (expected,)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(message(user=US.bot_user_id, bot_id=US.bot_id), id="ours"),
        pytest.param(message(user="U5", bot_id="B5", app_id=US.app_id), id="ours, by the app's id"),
        pytest.param(message(is_ephemeral=True), id="ephemeral"),
        pytest.param(message(hidden=True), id="hidden"),
        pytest.param(message(f"<@{US.bot_user_id}> summary"), id="a command"),
        pytest.param(message(f" <@{US.bot_user_id}|heed>: open"), id="a command with a colon"),
        pytest.param(message(channel="D1", channel_type="im"), id="direct message"),
        pytest.param(message(channel="D1", channel_type=None), id="by its channel"),
        pytest.param(message(channel="G2", channel_type="mpim"), id="several, directly"),
        pytest.param(message(channel="D1", channel_type="app_home"), id="messages tab"),
        *(
            pytest.param(message("joined", subtype=each), id=each)
            for each in (
                "channel_join",
                "channel_leave",
                "channel_topic",
                "channel_name",
                "channel_archive",
                "pinned_item",
                "message_replied",
                "reminder_add",
                "tombstone",
                "something_new",
            )
        ),
        pytest.param({"type": "something_new", "channel": CHANNEL}, id="unknown event"),
        pytest.param({"type": "user_huddle_changed", "user": {"id": "U1"}}, id="a huddle, nowhere"),
        pytest.param({"type": "emoji_changed", "subtype": "add"}, id="no room's"),
    ],
)
def test_what_is_no_talk_of_the_room(event: Json) -> None:
    """Our own, private, invisible, Slack's own, or anything that may come one day."""
    assert told(event) == ()


def test_heed_mentioned_in_the_middle_is_talk() -> None:
    """Only what begins with its name is said to Heed."""
    (event,) = told(message(f"Shall we ask <@{US.bot_user_id}>?"))
    assert isinstance(event, MessagePosted)
    assert event.text == f"Shall we ask @{US.bot_user_id}?"


def test_other_payloads_tell_nothing() -> None:
    """What isn't an event at all isn't ours to judge."""
    assert heard({"type": "url_verification", "challenge": "c"}, NOBODY, US) == ()
    assert heard({}, NOBODY, US) == ()
    assert called({"type": "app_rate_limited"}, US) is None


def test_the_workspace_is_that_of_the_installation() -> None:
    """In a shared channel, the event may have happened in the other workspace."""
    ours = [{"team_id": "T1", "user_id": "U0HEED", "is_bot": True}]
    body = payload(message(), team_id="T2", authorizations=ours, is_ext_shared_channel=True)
    assert team_of(body) == "T1"
    assert heard(body, Names(), US) == (SAID,)
    assert team_of(payload(message(), authorizations=[])) == "T1"
    assert team_of(payload(message(), authorizations=[{"team_id": None}], team_id="T3")) == "T3"


# --- edits and deletions ------------------------------------------------------------------------


def edit(**more: object) -> Json:
    """The message as it is after an edit."""
    return message("Who decides now?", edited={"user": "U1", "ts": "1767600060.000000"}, **more)


EDITED = MessageEdited(room=ROOM, at=EDITED_AT, key="Ev1", id=TS, text="Who decides now?")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(message(), edit(), (EDITED,), id="other words"),
        pytest.param(None, edit(), (EDITED,), id="nobody knows what it said before"),
        pytest.param(
            message(subtype="thread_broadcast", thread_ts="1767500000.000200"),
            edit(subtype="thread_broadcast", thread_ts="1767500000.000200"),
            (EDITED,),
            id="in a thread",
        ),
        pytest.param(
            message(bot_id="B8", text="Working …"),
            edit(bot_id="B8"),
            (EDITED,),
            id="a bot's progress",
        ),
        pytest.param(
            message(),
            message(attachments=[{"from_url": "https://a.org", "title": "Shown of a link"}]),
            (),
            id="a link is shown",
        ),
        pytest.param(
            message(bot_id="B8"),
            message(bot_id="B8", attachments=[{"from_url": "https://a.org", "title": "x"}]),
            (),
            id="a link of a bot's is shown",
        ),
        pytest.param(
            message(),
            message(thread_ts=TS, reply_count=1, reply_users=["U2"], latest_reply="1767600010.1"),
            (),
            id="the first reply",
        ),
        pytest.param(None, message(language={"locale": "en"}), (), id="no edit, nothing before"),
        pytest.param(
            message("*Who* decides?", edited={"user": "U1", "ts": "1767600059.000000"}),
            message("_Who_ decides?", edited={"user": "U1", "ts": "1767600060.000000"}),
            (),
            id="only its looks",
        ),
        pytest.param(
            message(user=US.bot_user_id, bot_id=US.bot_id, text="a"),
            edit(user=US.bot_user_id, bot_id=US.bot_id),
            (),
            id="ours",
        ),
        pytest.param(
            message(),
            {
                "type": "message",
                "subtype": "tombstone",
                "user": "USLACKBOT",
                "text": "This message was deleted.",
                "hidden": True,
                "ts": TS,
                "thread_ts": TS,
            },
            (MessageDeleted(room=ROOM, at=EDITED_AT, key="Ev1", id=TS),),
            id="deleted, but its thread stays",
        ),
        pytest.param(message(), {"subtype": "something_new", "ts": 5}, (), id="unknown"),
    ],
)
def test_changes(before: Json | None, after: Json, expected: tuple[Event, ...]) -> None:
    """An edit is one where a person reads something else than before."""
    assert told(changed(before, after)) == expected


def test_changes_of_direct_messages_are_nobodys_business() -> None:
    """As with the messages themselves."""
    assert told(changed(message(), edit(), channel="D1", channel_type="im")) == ()


def test_a_deletion() -> None:
    """By whomever, also of a message of ours: a follow that was posted is taken back."""
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "channel": CHANNEL,
        "hidden": True,
        "deleted_ts": TS,
        "previous_message": message(user=US.bot_user_id),
        "ts": "1767600060.000300",
        "event_ts": "1767600060.000300",
        "channel_type": "channel",
    }
    assert told(event) == (MessageDeleted(room=ROOM, at=EDITED_AT, key="Ev1", id=TS),)


# --- huddles ------------------------------------------------------------------------------------


def test_a_huddle_is_a_spoken_meeting() -> None:
    """It begins with its message, and ends when Slack says so, at the time that Slack says."""
    begun = MeetingStarted(room=ROOM, at=AT, key="Ev1", meeting=TS, spoken=True)
    assert told(huddle()) == (begun,)
    over = changed(huddle(), huddle(has_ended=True, date_end=1767600030))
    assert told(over) == (MeetingEnded(room=ROOM, at=1767600030.0, key="Ev1", meeting=TS),)


@pytest.mark.parametrize(
    ("room", "at"),
    [
        ({"has_ended": True}, EDITED_AT),
        ({"has_ended": True, "date_end": 0}, EDITED_AT),
        ({"date_end": 1767600030}, 1767600030.0),
        ({"has_ended": True, "date_end": 5}, AT),
        ({"has_ended": True, "date_end": 10**400}, EDITED_AT),
    ],
)
def test_a_huddles_end_lies_between_its_beginning_and_now(room: Json, at: float) -> None:
    """Whatever time Slack gives."""
    (event,) = told(changed(huddle(), huddle(**room)))
    assert isinstance(event, MeetingEnded)
    assert event.at == at


def test_a_huddle_that_goes_on_changes_nothing() -> None:
    """People come and go in it; and one that is over when it is told of doesn't begin."""
    assert told(changed(huddle(), huddle(participants=["U1", "U2"]))) == ()
    assert told(huddle(has_ended=True)) == ()
    without = huddle()
    del without["room"]
    assert told(changed(without, without)) == ()
    assert len(told(without)) == 1


def test_the_chat_of_a_huddle_is_in_its_thread() -> None:
    """The core takes the running meeting's thread for the room's own talk."""
    (event,) = told(message(thread_ts=TS, ts="1767600010.000200", parent_user_id="USLACKBOT"))
    assert isinstance(event, MessagePosted)
    assert event.thread == TS


# --- reactions, people, channels ----------------------------------------------------------------


def reaction(**more: object) -> Json:
    """An emoji on a message."""
    return {
        "type": "reaction_added",
        "user": "U2",
        "reaction": "eyes",
        "item_user": "U1",
        "item": {"type": "message", "channel": CHANNEL, "ts": TS},
        "event_ts": "1767600060.000300",
        **more,
    }


REACTED = Reacted(room=ROOM, at=EDITED_AT, key="Ev1", author="U2", emoji="eyes", to=TS)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (reaction(), (REACTED,)),
        (reaction(type="reaction_removed"), (replace(REACTED, removed=True),)),
        (reaction(reaction="+1::skin-tone-5"), (replace(REACTED, emoji="+1"),)),
        (reaction(reaction="our-logo"), (replace(REACTED, emoji="our-logo"),)),
        (reaction(user=US.bot_user_id), ()),
        (reaction(item={"type": "file", "file": "F1"}), ()),
        (reaction(item={"type": "message", "channel": "D1", "ts": TS}), ()),
    ],
)
def test_reactions(event: Json, expected: tuple[Event, ...]) -> None:
    """By name, whatever the colour of the hand; on messages of rooms alone."""
    assert told(event) == expected


def test_slacks_names_of_emoji_that_leave_doubt_are_known_to_the_core() -> None:
    """Each as Slack calls it in a reaction, so that none is taken for a thank-you."""
    names = "-1 confused thinking_face question grey_question disappointed cry angry".split()
    assert set(names) <= UNCONVINCED


def moved(kind: str, user: str, **more: object) -> Json:
    """Somebody comes or goes."""
    return {
        "type": kind,
        "user": user,
        "channel": CHANNEL,
        "channel_type": "C",
        "team": TEAM,
        "event_ts": TS,
        **more,
    }


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            moved("member_joined_channel", "U1", inviter="U2"),
            (MemberJoined(room=ROOM, at=AT, key="Ev1", member="U1", name="Maya Lund"),),
        ),
        (
            moved("member_joined_channel", "U8"),
            (MemberJoined(room=ROOM, at=AT, key="Ev1", member="U8", name="Rota", bot=True),),
        ),
        (
            moved("member_joined_channel", "U9"),
            (MemberJoined(room=ROOM, at=AT, key="Ev1", member="U9", name="U9"),),
        ),
        (moved("member_joined_channel", US.bot_user_id), ()),
        (moved("member_left_channel", US.bot_user_id), ()),
        (
            moved("member_left_channel", "U1"),
            (MemberLeft(room=ROOM, at=AT, key="Ev1", member="U1"),),
        ),
        (
            moved("member_left_channel", "U1", event_ts=None),
            (MemberLeft(room=ROOM, at=1767600001.0, key="Ev1", member="U1"),),
        ),
        *(
            (
                {
                    "type": kind,
                    "channel": {"id": CHANNEL, "name": "neu-büro", "created": 1},
                    "event_ts": TS,
                },
                (RoomNamed(room=ROOM, at=AT, key="Ev1", title="#neu-büro"),),
            )
            for kind in ("channel_rename", "group_rename")
        ),
        *(
            (
                {"type": kind, "channel": CHANNEL, "user": "U1", "event_ts": TS},
                (
                    MeetingEnded(room=ROOM, at=AT, key="Ev1"),
                    FellBehind(room=ROOM, at=AT, key="Ev1#2", since=AT),
                ),
            )
            for kind in ("channel_archive", "group_archive")
        ),
        *(
            (
                {"type": kind, "channel": CHANNEL, "user": "U1", "event_ts": TS},
                (CaughtUp(room=ROOM, at=AT, key="Ev1"),),
            )
            for kind in ("channel_unarchive", "group_unarchive")
        ),
    ],
)
def test_people_and_channels(event: Json, expected: tuple[Event, ...]) -> None:
    """Who comes and goes, what a channel is called, whether anything can be said in it."""
    assert told(event) == expected


# --- told again, told wrongly -------------------------------------------------------------------


def test_told_again_it_is_the_same() -> None:
    """Slack repeats the payload with the same id: the keys are the same, so nothing doubles."""
    body = payload({"type": "channel_archive", "channel": CHANNEL, "event_ts": TS})
    again = json.loads(json.dumps(body))
    assert heard(body, Names(), US) == heard(again, Names(), US)
    assert len({event.key for event in heard(body, Names(), US)}) == 2


def test_names_that_are_learnt_later_make_no_edit() -> None:
    """Both texts are read with the names known now."""
    before, after = message("<@U1>: ok"), message("<@U1>: ok", reply_count=3)
    for names in (NOBODY, Names()):
        assert heard(payload(changed(before, after)), names, US) == ()


WORDS = "the patient in bed four"


@pytest.mark.parametrize(
    "event",
    [
        message(ts=None),
        message(ts="yesterday"),
        message(ts="NaN"),
        message(ts=float("nan")),
        message(ts=1767600000.0001),
        message(ts="99999999999999999999.1"),
        message(ts="999999999999.0"),
        message(ts="-5.0"),
        message(ts="١٧٦٧٦٠٠٠٠٠.٠"),
        message(channel=None),
        message(channel="../C1"),
        message(channel={"id": CHANNEL}),
        message(user=None),
        message(user=["U1"]),
        message(user="U1\n"),
        {**message(), "text": {"text": WORDS}},
        {**message(), "text": 5},
        message(thread_ts=WORDS),
        message(subtype=[WORDS]),
        message(subtype={}),
        message(user_profile=WORDS),
        message(is_ephemeral=WORDS),
        changed(message(), message(ts=WORDS)),
        changed(message(), message(subtype=[WORDS])),
        {**changed(message(), edit()), "message": WORDS},
        {**changed(message(), edit()), "previous_message": WORDS},
        {**changed(message(), edit()), "ts": None},
        {"type": "message", "subtype": "message_deleted", "channel": CHANNEL, "ts": TS},
        huddle(date_end=float("nan")),
        huddle(has_ended=WORDS),
        reaction(item=WORDS),
        reaction(item={"type": "message"}),
        reaction(reaction=7),
        reaction(user=None),
        moved("member_joined_channel", WORDS),
        moved("member_left_channel", "U1", channel=None),
        {"type": "channel_rename", "channel": CHANNEL, "event_ts": TS},
        {"type": "channel_archive", "channel": {"id": CHANNEL}, "event_ts": TS},
        {"type": [WORDS]},
        {"text": WORDS},
    ],
)
def test_malformed_events(event: Json) -> None:
    """An error that names the place and says nothing of what anybody wrote."""
    with pytest.raises(MalformedError) as caught:
        told(event)
    assert WORDS not in str(caught.value)
    assert WORDS not in repr(caught.value.__cause__)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "around",
    [
        {"event_id": None},
        {"event_id": "Ev 1"},
        {"event_id": 5},
        {"team_id": None, "authorizations": None},
        {"team_id": "T/1"},
        {"authorizations": WORDS},
        {"authorizations": [WORDS]},
        {"event": WORDS},
        {"event": None},
    ],
)
def test_malformed_payloads(around: Json) -> None:
    """The same for what is around the event."""
    with pytest.raises(MalformedError) as caught:
        heard({**payload(message()), **around}, Names(), US)
    assert WORDS not in str(caught.value)


@pytest.mark.parametrize("sent", [None, -1, 10**30])
def test_an_event_without_a_time(sent: int | None) -> None:
    """Nothing is dated by guess."""
    with pytest.raises(MalformedError, match="no time"):
        told(moved("member_left_channel", "U1", event_ts=None), event_time=sent)


# --- anything at all ----------------------------------------------------------------------------

ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from([TS, CHANNEL, "U1", "D1", "NaN", US.bot_user_id, "message", "huddle_thread"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
SHAPES: list[Json] = [
    message(),
    message(subtype="bot_message", bot_id="B8"),
    typed(text("so?")),
    changed(message(), edit()),
    huddle(has_ended=True),
    changed(huddle(), huddle(has_ended=True)),
    reaction(),
    moved("member_joined_channel", "U1"),
    moved("member_left_channel", US.bot_user_id),
    {"type": "channel_rename", "channel": {"id": CHANNEL, "name": "x"}, "event_ts": TS},
    {"type": "group_left", "channel": CHANNEL, "event_ts": TS},
    {"type": "channel_archive", "channel": CHANNEL, "event_ts": TS},
    {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}, "event_ts": TS},
    message(type="app_mention", text=f"<@{US.bot_user_id}> open"),
    message(channel="D1", channel_type="im"),
]


@st.composite
def spoilt(draw: st.DrawFn) -> Json:
    """A payload as Slack sends it, but for a field or two that hold anything."""
    body: Any = json.loads(json.dumps(payload(draw(st.sampled_from(SHAPES)))))
    for _ in range(draw(st.integers(1, 2))):
        place = body
        while True:
            key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else [0]))
            inner = place[key]
            if not inner or not isinstance(inner, dict | list) or draw(st.booleans()):
                break
            place = inner
        place[key] = draw(ANY)
    return dict(body)


@given(spoilt() | st.dictionaries(st.text(max_size=8), ANY) | ANY)
def test_any_payload_is_told_or_refused(body: Json) -> None:
    """Events that are fit to be stored, or a clear refusal; never anything else."""
    for reading in (lambda: heard(body, Names(), US), lambda: called(body, US)):
        try:
            found = reading()
        except MalformedError:
            continue
        for event in found if isinstance(found, tuple) else ():
            assert event.room.startswith("slack/")
            assert 0 <= event.at < 253_402_300_800
            assert event.key


def test_a_huge_payload_takes_no_time() -> None:
    """Five megabytes of text, of elements, and of cards."""
    started = time.perf_counter()
    told(message("a*<@U1>`" * 600_000))
    told(typed(*[text("so, ")] * 100_000))
    told(message(bot_id="B8", attachments=[{"text": "*so* <@U1>"}] * 100_000))
    assert time.perf_counter() - started < 10
