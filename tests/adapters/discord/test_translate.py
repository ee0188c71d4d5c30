"""From what discord.py hands on to the core's events."""

from collections import deque
from dataclasses import replace
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import translate
from adapters.discord.calls import Asked, Opened, Removed, TakenAway, Whispered
from adapters.discord.places import Chosen, Places, Spot, room_of, spot_of
from bot.domain.events import (
    CaughtUp,
    Event,
    FellBehind,
    MeetingEnded,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Reacted,
    RoomNamed,
)
from bot.domain.room import Room
from bot.domain.tracker import UNCONVINCED
from bot.domain.turn import Turn
from tests.adapters.discord.gateway import (
    APP,
    CATEGORY,
    CLINIC,
    FORUM,
    GUILD,
    HEED,
    HEEDS_ROLE,
    KIT,
    MAYA,
    NEWS,
    NEWS_THREAD,
    NOW,
    PLACE,
    PRIVATE_THREAD,
    ROLE_BOARD,
    ROOM,
    ROTA,
    SAID,
    STAGE,
    TOM,
    US,
    VOICE,
    Gateway,
    Json,
    channel,
    direct,
    hidden,
    iso,
    member,
    mentioned,
    message,
    snowflake,
    thread,
    user,
)

LATER = NOW + 60
EARLIER = snowflake(-500)
POST = snowflake(-5)

POSTED = MessagePosted(
    room=ROOM,
    at=NOW,
    key=f"m{SAID}",
    id=str(SAID),
    author=str(MAYA),
    name="Maya Lund",
    text="Who decides about the budget?",
)


def gateway() -> Gateway:
    """A gateway that knows of a thread, a post, a private thread."""
    found = Gateway()
    found.opened(thread(EARLIER, "about money"))
    found.opened(thread(POST, "A new door?", FORUM))
    found.opened(
        thread(
            EARLIER + 1,
            "hush",
            type=PRIVATE_THREAD,
            member={
                "id": str(EARLIER + 1),
                "user_id": str(HEED),
                "join_timestamp": iso(0),
                "flags": 0,
            },
        )
    )
    found.opened(thread(EARLIER + 2, "news", NEWS, type=NEWS_THREAD))
    return found


# --- messages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param(message(), POSTED, id="text channel"),
        *(
            pytest.param(
                message(channel_id=str(each)), replace(POSTED, room=f"discord/1/{each}"), id=label
            )
            for each, label in ((NEWS, "announcements"), (VOICE, "voice"), (STAGE, "stage"))
        ),
        pytest.param(
            message(channel_id=str(EARLIER)),
            replace(POSTED, thread=str(EARLIER)),
            id="thread: of its channel's room, by the id of the message that it began with",
        ),
        pytest.param(
            message(channel_id=str(EARLIER + 2)),
            replace(POSTED, room=f"discord/1/{NEWS}", thread=str(EARLIER + 2)),
            id="thread of announcements",
        ),
        pytest.param(
            message(channel_id=str(EARLIER + 1)),
            replace(POSTED, room=f"discord/1/{EARLIER + 1}"),
            id="private thread: a room of its own",
        ),
        pytest.param(
            message(channel_id=str(POST)),
            replace(POSTED, room=f"discord/1/{POST}"),
            id="in a forum post: a room of its own",
        ),
        pytest.param(
            message("See above.", id=str(POST), channel_id=str(POST)),
            replace(
                POSTED,
                room=f"discord/1/{POST}",
                at=NOW - 5,
                key=f"m{POST}",
                id=str(POST),
                text="A new door?\nSee above.",
            ),
            id="the first message of a post is read with its title",
        ),
        pytest.param(
            message(
                type=19,
                message_reference={
                    "message_id": str(EARLIER),
                    "channel_id": str(PLACE),
                    "guild_id": str(GUILD),
                },
                referenced_message=None,
            ),
            replace(POSTED, reply_to=str(EARLIER)),
            id="reply",
        ),
        pytest.param(
            message(
                "",
                message_reference={
                    "type": 1,
                    "message_id": str(EARLIER),
                    "channel_id": str(CLINIC),
                },
            ),
            replace(POSTED, text=""),
            id="passed on: no reply",
        ),
        pytest.param(
            message("<@12>?", mentions=mentioned(TOM)),
            replace(POSTED, text="@Tom?", mentions=(str(TOM),)),
            id="mention",
        ),
        pytest.param(
            message("so <@90>?", mentions=mentioned(HEED)),
            replace(POSTED, text="so @heed?", mentions=(str(HEED),)),
            id="Heed's name further on is talk",
        ),
        pytest.param(
            message(author=user(ROTA), member=member(ROTA)),
            replace(POSTED, author=str(ROTA), name="rota", bot=True),
            id="bot",
        ),
        pytest.param(
            message(type=20, author=user(ROTA), member=member(ROTA), application_id="7"),
            replace(POSTED, author=str(ROTA), name="rota", bot=True),
            id="a bot's answer to a command",
        ),
        pytest.param(
            message(
                webhook_id="700",
                author={"id": "700", "username": "Mail", "discriminator": "0000", "avatar": None},
                member=None,
            ),
            replace(POSTED, author="700", name="Mail", bot=True),
            id="webhook",
        ),
        pytest.param(
            message(author=user(77, global_name="Ann\x00 B"), member=member(77)),
            replace(POSTED, author="77", name="Ann B"),
            id="somebody whom the cache hasn't",
        ),
    ],
)
def test_messages(payload: Json, expected: Event) -> None:
    """Wherever it was said, by whomever; the same when it is found in the history."""
    if payload.get("member", 1) is None:
        del payload["member"]
    found = gateway()
    assert translate.posted(found.said(payload), US) == (expected,)
    if payload["author"]["id"] != "77":
        assert translate.posted(found.from_history(payload), US) == (expected,)


@pytest.mark.parametrize(
    "payload",
    [
        *(
            pytest.param(message(type=each), id=f"Discord's own talk {each}")
            for each in (1, 3, 4, 6, 7, 8, 9, 11, 12, 18, 21, 24, 27, 29, 31, 46, 99)
        ),
        pytest.param(message(author=user(HEED), member=member(HEED)), id="ours"),
        pytest.param(message(application_id=str(APP), webhook_id="5"), id="by our application"),
        pytest.param(message(flags=1 << 6), id="for somebody alone"),
        pytest.param(message(f"<@{HEED}> open"), id="command"),
        pytest.param(message(f" <@!{HEED}>, open"), id="command with a nickname"),
        pytest.param(message(f"<@&{HEEDS_ROLE}> open"), id="command to Heed's role"),
        pytest.param(direct("Who decides?"), id="direct"),
        pytest.param(message(channel_id="999"), id="a channel that isn't known"),
        pytest.param(message(channel_id=str(CATEGORY)), id="no channel to talk in"),
    ],
)
def test_what_is_no_talk_of_a_room(payload: Json) -> None:
    """Nothing is told of it."""
    assert translate.posted(gateway().said(payload), US) == ()


def edit(before: Json | None, after: Json, found: Gateway | None = None) -> tuple[Event, ...]:
    """What an edit tells, where the message was heard before, or wasn't."""
    found = found or gateway()
    if before is not None:
        found.said(before)
    (raw,) = found.args("MESSAGE_UPDATE", after, "raw_message_edit")
    return translate.edited(raw.cached_message, raw.message, US)


EDITED = MessageEdited(room=ROOM, at=LATER, key=f"e{SAID}:{LATER:.3f}", id=str(SAID), text="New?")
CHANGED = message("New?", edited_timestamp=iso(60))
LINK: Json = {"type": "article", "title": "A page", "url": "https://a.org"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(message(), CHANGED, (EDITED,), id="other words"),
        pytest.param(None, CHANGED, (EDITED,), id="it isn't known what it was"),
        pytest.param(message(), message(embeds=[LINK]), (), id="a link is shown"),
        pytest.param(None, message(embeds=[LINK]), (), id="a link is shown, nothing known"),
        pytest.param(message(), message(pinned=True), (), id="pinned"),
        pytest.param(message(), message(flags=1 << 5), (), id="a thread begins there"),
        pytest.param(message("**New?**"), CHANGED, (), id="only its looks"),
        pytest.param(
            message(channel_id=str(EARLIER)),
            {**CHANGED, "channel_id": str(EARLIER)},
            (EDITED,),
            id="in a thread",
        ),
        pytest.param(
            message(type=20, author=user(ROTA), content="", flags=1 << 7),
            message(type=20, author=user(ROTA), content="New?"),
            (replace(EDITED, at=NOW, key=f"e{SAID}:{NOW:.3f}"),),
            id="a bot that was thinking",
        ),
        pytest.param(message(author=user(HEED)), {**CHANGED, "author": user(HEED)}, (), id="ours"),
        pytest.param(
            direct("so"), {**direct("New?"), "edited_timestamp": iso(60)}, (), id="direct"
        ),
        pytest.param(
            message(type=7), message("x", type=7, edited_timestamp=iso(60)), (), id="Discord's own"
        ),
    ],
)
def test_edits(before: Json | None, after: Json, expected: tuple[Event, ...]) -> None:
    """An edit is one where a person reads something else than before."""
    assert edit(before, after) == expected


def test_an_edit_counts_once() -> None:
    """However often Discord tells of the message after it, and from the history too."""
    found = gateway()
    first = edit(None, CHANGED, found)
    assert edit(None, {**CHANGED, "embeds": [LINK]}, found) == first
    assert translate.edit_found(found.from_history(CHANGED), US) == first
    assert translate.edit_found(found.from_history(message()), US) == ()


def test_a_post_is_retitled() -> None:
    """What people read of its first message is something else then."""
    found = gateway()
    starter = found.said(message("See above.", id=str(POST), channel_id=str(POST)))
    found.tell("THREAD_UPDATE", thread(POST, "An old door?", FORUM))
    edited = MessageEdited(
        room=f"discord/1/{POST}", at=LATER, id=str(POST), text="An old door?\nSee above."
    )
    assert translate.retitled(starter, LATER, US) == (edited,)
    assert translate.retitled(found.said(message()), LATER, US) == ()


def test_deletions() -> None:
    """Single ones and many at once: of each the room, whoever's it was, once for ever."""
    found = gateway()
    payload = {"id": str(SAID), "channel_id": str(PLACE), "guild_id": str(GUILD)}
    (raw,) = found.args("MESSAGE_DELETE", payload, "raw_message_delete")
    spot = spot_of(found.channel(raw.channel_id))
    assert spot is not None
    gone = MessageDeleted(room=ROOM, at=LATER, key=f"d{SAID}", id=str(SAID))
    assert translate.deleted(raw.message_id, spot, LATER) == gone
    many = {"ids": [str(SAID), "5"], "channel_id": str(PLACE), "guild_id": str(GUILD)}
    (bulk,) = found.args("MESSAGE_DELETE_BULK", many, "raw_bulk_message_delete")
    assert {translate.deleted(each, spot, LATER).id for each in bulk.message_ids} == {
        str(SAID),
        "5",
    }


def reaction(*, removed: bool = False, **more: object) -> Json:
    """An emoji on a message."""
    kind = {} if removed else {"member": member(TOM)}
    return {
        "message_id": str(SAID),
        "channel_id": str(PLACE),
        "guild_id": str(GUILD),
        "user_id": str(TOM),
        "emoji": {"id": None, "name": "👍"},
        "type": 0,
        "burst": False,
        **kind,
        **more,
    }


REACTED = Reacted(
    room=ROOM, at=LATER, key=f"r{SAID}:12:👍", author=str(TOM), emoji="👍", to=str(SAID)
)


@pytest.mark.parametrize(
    ("payload", "removed", "expected"),
    [
        (reaction(), False, (REACTED,)),
        (
            reaction(removed=True),
            True,
            (replace(REACTED, key=f"x{SAID}:12:👍", removed=True),),
        ),
        (
            reaction(emoji={"id": None, "name": "👎🏽"}),
            False,
            (replace(REACTED, key=f"r{SAID}:12:👎🏽", emoji="👎"),),
        ),
        (
            reaction(emoji={"id": "9", "name": "thinking"}),
            False,
            (replace(REACTED, key=f"r{SAID}:12:9", emoji="thinking"),),
        ),
        (
            reaction(emoji={"id": "9", "name": None}),
            False,
            (replace(REACTED, key=f"r{SAID}:12:9", emoji="9"),),
        ),
        (reaction(user_id=str(HEED), member=member(HEED)), False, ()),
    ],
)
def test_reactions(payload: Json, removed: bool, expected: tuple[Event, ...]) -> None:
    """Whatever the colour of the hand; a custom one by its name, or its id once it is gone."""
    kind = "REMOVE" if removed else "ADD"
    (raw,) = gateway().args(f"MESSAGE_REACTION_{kind}", payload, f"raw_reaction_{kind.lower()}")
    assert translate.reacted(raw, Spot(room=ROOM), LATER, US) == expected
    assert all(isinstance(each, Reacted) for each in expected)


def test_emoji_that_leave_doubt_are_known_to_the_core() -> None:
    """As people put them on Discord, whatever their colour."""
    (raw,) = gateway().args(
        "MESSAGE_REACTION_ADD",
        reaction(emoji={"id": None, "name": "👎🏿"}),
        "raw_reaction_add",
    )
    (event,) = translate.reacted(raw, Spot(room=ROOM), LATER, US)
    assert isinstance(event, Reacted)
    assert event.emoji in UNCONVINCED


# --- what is wanted of Heed ---------------------------------------------------------------------

ASKED = Asked(
    room=ROOM,
    member=str(MAYA),
    text="convener <@12>",
    channel=PLACE,
    message=SAID,
    at=NOW,
    key=f"m{SAID}",
)
WHISPERED = Whispered(
    member=str(MAYA), text="open", channel=600, message=SAID, at=NOW, key=f"m{SAID}"
)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (message("<@90> convener <@12>"), ASKED),
        (message("<@!90>: convener **<@!12>**"), ASKED),
        (message("<@&92> convener <@12>"), ASKED),
        (message("<@90>"), replace(ASKED, text="")),
        (
            message("<@90> open", channel_id=str(EARLIER)),
            replace(ASKED, text="open", channel=EARLIER),
        ),
        (message("so <@90> open"), None),
        (message("<@12> open"), None),
        (message(f"<@&{ROLE_BOARD}> open"), None),
        (message("<@90> open", author=user(ROTA)), None),
        (message("<@90> open", type=7), None),
        (message("<@90> open", author=user(HEED)), None),
        (message("<@90> open", channel_id="999"), None),
        (direct("open"), WHISPERED),
        (direct("<@90> open"), WHISPERED),
        (direct("open", author=user(HEED)), None),
        (direct("open", author=user(ROTA)), None),
    ],
)
def test_calls(payload: Json, expected: object) -> None:
    """A mention at the beginning, of Heed or of its role, and everything in direct messages."""
    assert translate.called(gateway().said(payload), US) == expected


# --- people -------------------------------------------------------------------------------------


def rooms(found: Gateway) -> list[Chosen]:
    """Two channels that are listened to, and a private thread."""
    return [found.channel(PLACE), found.channel(CLINIC), found.channel(EARLIER + 1)]


def hide(found: Gateway, name: int, whom: int, kind: int = 0) -> tuple[Any, ...]:
    """Let somebody not see a channel any more."""
    changed = channel(name, found.channel(name).name, permission_overwrites=[hidden(whom, kind)])
    return found.args("CHANNEL_UPDATE", changed, "guild_channel_update")


HERE = MemberJoined(room=ROOM, at=LATER, member="77", name="Ann")
THERE = replace(HERE, room=f"discord/1/{CLINIC}")


def test_who_comes_is_in_the_rooms_that_they_may_read() -> None:
    """And nowhere else; Heed itself is nowhere."""
    found = gateway()
    joining = {**member(77), "user": user(77, global_name="Ann"), "guild_id": str(GUILD)}
    (ann,) = found.args("GUILD_MEMBER_ADD", joining, "member_join")
    assert translate.joined(ann, rooms(found), LATER, US) == (HERE, THERE)
    hide(found, CLINIC, 77, kind=1)
    assert translate.joined(ann, rooms(found), LATER, US) == (HERE,)
    assert translate.joined(found.member(HEED), rooms(found), LATER, US) == ()
    (bot,) = translate.joined(found.member(ROTA), rooms(found)[:1], LATER, US)
    assert isinstance(bot, MemberJoined)
    assert bot.bot


def test_who_goes_is_in_no_room() -> None:
    """Whether Discord still knew them or not."""
    found = gateway()
    (raw,) = found.args(
        "GUILD_MEMBER_REMOVE",
        {"guild_id": str(GUILD), "user": user(TOM)},
        "raw_member_remove",
    )
    gone = MemberLeft(room=ROOM, at=LATER, member=str(TOM))
    assert translate.left(raw.user.id, rooms(found)[:1], LATER, US) == (gone,)
    assert len(translate.left(raw.user.id, rooms(found), LATER, US)) == 3
    assert translate.left(HEED, rooms(found), LATER, US) == ()


def updated(found: Gateway, name: int, **more: object) -> tuple[Any, ...]:
    """Somebody's membership changed: before, and after."""
    payload = {**member(name), **more, "guild_id": str(GUILD)}
    return found.args("GUILD_MEMBER_UPDATE", payload, "member_update")


def test_a_nickname_is_what_people_are_called() -> None:
    """In each room; other changes of a membership say nothing."""
    found = gateway()
    before, after = updated(found, TOM, nick="Thomas")
    events = translate.changed(before, after, rooms(found), LATER, US)
    named = MemberJoined(room=ROOM, at=LATER, member=str(TOM), name="Thomas")
    assert events == (named, replace(named, room=f"discord/1/{CLINIC}"))
    before, after = updated(found, TOM, nick="Thomas", mute=True)
    assert translate.changed(before, after, rooms(found), LATER, US) == ()
    before, after = updated(found, HEED, nick="Helper")
    assert translate.changed(before, after, rooms(found), LATER, US) == ()


def test_roles_open_and_close_rooms() -> None:
    """Whoever may not read a room any more isn't in it."""
    found = gateway()
    deny = discord.Permissions(view_channel=True).value
    overwrites = [{"id": str(ROLE_BOARD), "type": 0, "allow": "0", "deny": str(deny)}]
    found.tell("CHANNEL_UPDATE", channel(CLINIC, "clinic", permission_overwrites=overwrites))
    before, after = updated(found, TOM, roles=[str(ROLE_BOARD)])
    gone = MemberLeft(room=f"discord/1/{CLINIC}", at=LATER, member=str(TOM))
    assert translate.changed(before, after, rooms(found), LATER, US) == (gone,)
    before, after = updated(found, TOM, roles=[])
    back = MemberJoined(room=f"discord/1/{CLINIC}", at=LATER, member=str(TOM), name="Tom")
    assert translate.changed(before, after, rooms(found), LATER, US) == (back,)


def test_a_new_name_on_all_of_discord() -> None:
    """It is seen where no nickname hides it."""
    found = gateway()
    for name, count in ((TOM, 2), (MAYA, 0)):
        payload = {**user(name), "global_name": "New"}
        more = {"user": payload, "nick": "Maya Lund" if name == MAYA else None}
        happened = found.tell(
            "GUILD_MEMBER_UPDATE", {**member(name), **more, "guild_id": str(GUILD)}
        )
        before, _ = dict(happened)["user_update"]
        events = translate.renamed(before, found.member(name), rooms(found), LATER, US)
        assert [getattr(each, "name", "") for each in events] == ["New"] * count
    before, _ = dict(
        found.tell(
            "GUILD_MEMBER_UPDATE",
            {
                **member(TOM),
                "user": {**user(TOM), "global_name": "New", "avatar": "0" * 32},
                "guild_id": str(GUILD),
            },
        )
    )["user_update"]
    assert translate.renamed(before, found.member(TOM), rooms(found), LATER, US) == ()


def test_who_may_not_see_a_channel_any_more_isnt_in_it() -> None:
    """Of those who were known there; nor is anybody who isn't on the server."""
    found = gateway()
    known = [str(MAYA), str(TOM), str(KIT), "77", "L5"]
    hide(found, PLACE, TOM, kind=1)
    events = translate.out_of_sight(found.channel(PLACE), known, LATER)
    assert events == (
        MemberLeft(room=ROOM, at=LATER, member=str(TOM)),
        MemberLeft(room=ROOM, at=LATER, member="77"),
    )


def test_of_a_server_that_isnt_wholly_known_nobody_is_missed() -> None:
    """Somebody may be there whom Discord hasn't told of."""
    found = Gateway(members=9)
    assert translate.out_of_sight(found.channel(PLACE), ["77"], LATER) == ()


def test_private_threads_are_read_by_those_who_are_in_them() -> None:
    """And come and go there; a post is read by everybody, whoever follows it."""
    found = gateway()
    private, post, public = (found.channel(each) for each in (EARLIER + 1, POST, EARLIER))
    tom = found.member(TOM)
    room = f"discord/1/{EARLIER + 1}"
    here = MemberJoined(room=room, at=LATER, member=str(TOM), name="Tom")
    assert not translate.reads(tom, private)
    assert translate.reads(tom, post)
    assert translate.thread_joined(private, tom, LATER, US) == (here,)
    assert translate.thread_joined(public, tom, LATER, US) == ()
    assert translate.thread_joined(private, found.member(HEED), LATER, US) == ()
    gone = MemberLeft(room=room, at=LATER, member=str(TOM))
    assert translate.thread_left(private, TOM, LATER, US) == (gone,)
    assert translate.thread_left(post, TOM, LATER, US) == ()
    assert translate.thread_left(private, HEED, LATER, US) == ()


# --- channels and threads -----------------------------------------------------------------------


def test_a_channel_is_renamed() -> None:
    """The room is called something else; other changes say nothing."""
    found = gateway()
    before, after = found.args(
        "CHANNEL_UPDATE", channel(PLACE, "new-place"), "guild_channel_update"
    )
    named = RoomNamed(room=ROOM, at=LATER, title="#new-place")
    assert translate.channel_changed(before, after, LATER) == (named,)
    assert translate.room_named(after, LATER) == (named,)
    before, after = found.args(
        "CHANNEL_UPDATE", channel(PLACE, "new-place", nsfw=True), "guild_channel_update"
    )
    assert translate.channel_changed(before, after, LATER) == ()
    before, after = found.args(
        "CHANNEL_UPDATE", channel(CATEGORY, "new", 4), "guild_channel_update"
    )
    assert translate.channel_changed(before, after, LATER) == ()


def test_a_channel_that_heed_may_not_see_is_unheard() -> None:
    """Silence there proves nothing; that it may see it again is for whoever catches up."""
    found = gateway()
    behind = FellBehind(room=ROOM, at=LATER, since=LATER)
    before, after = hide(found, PLACE, HEED, kind=1)
    assert translate.channel_changed(before, after, LATER) == (behind,)
    assert not translate.heard(found.channel(PLACE))
    before, after = found.args("CHANNEL_UPDATE", channel(PLACE, "place"), "guild_channel_update")
    assert translate.channel_changed(before, after, LATER) == ()
    assert translate.heard(found.channel(PLACE))


def test_a_deleted_channel_takes_its_room_along() -> None:
    """And its threads' rooms, of which Discord tells by themselves."""
    found = gateway()
    happened = found.tell("CHANNEL_DELETE", channel(FORUM, "ideas", 15))
    gone = dict(happened)
    forum = f"discord/1/{FORUM}"
    removed = Removed(room=forum, at=LATER, key=f"gone:{forum}")
    assert translate.channel_deleted(gone["guild_channel_delete"][0], LATER) == removed
    post = f"discord/1/{POST}"
    removed = Removed(room=post, at=LATER, key=f"gone:{post}")
    assert translate.thread_deleted(gone["raw_thread_delete"][0], LATER) == removed
    (none,) = found.args("CHANNEL_DELETE", channel(CATEGORY, "all", 4), "guild_channel_delete")
    assert translate.channel_deleted(none, LATER) is None
    (place,) = found.args("CHANNEL_DELETE", channel(PLACE, "place"), "guild_channel_delete")
    removed = Removed(room=ROOM, at=LATER, key=f"gone:{ROOM}")
    assert translate.channel_deleted(place, LATER) == removed


def test_a_post_is_opened() -> None:
    """It is a room under its forum; other threads are told of by their messages."""
    found = gateway()
    opened = Opened(
        room=f"discord/1/{POST}",
        forum=f"discord/1/{FORUM}",
        title="#A new door?",
        by=str(MAYA),
        at=NOW - 5,
        key=f"o{POST}",
    )
    assert translate.opened(found.channel(POST)) == opened
    assert translate.opened(found.channel(EARLIER)) is None


def test_a_forum_is_chosen_and_holds_no_talk() -> None:
    """It is called something, and people are in it, as in other rooms."""
    found = gateway()
    forum = found.channel(FORUM)
    room = f"discord/1/{FORUM}"
    assert spot_of(forum) is None
    assert room_of(forum) == room
    before, after = found.args(
        "CHANNEL_UPDATE", channel(FORUM, "wishes", 15), "guild_channel_update"
    )
    named = RoomNamed(room=room, at=LATER, title="#wishes")
    assert translate.channel_changed(before, after, LATER) == (named,)
    gone = MemberLeft(room=room, at=LATER, member=str(TOM))
    assert translate.left(TOM, [after], LATER, US) == (gone,)
    assert translate.reads(found.member(TOM), after)
    lost = found.channel(EARLIER)
    lost.parent_id = 5
    with pytest.raises(ValueError, match="isn't known"):
        room_of(lost)


def test_what_becomes_of_a_post() -> None:
    """Renamed, archived, locked, opened again."""
    found = gateway()
    room = f"discord/1/{POST}"
    named = RoomNamed(room=room, at=LATER, title="#Why?")
    ended = MeetingEnded(room=room, at=LATER)
    behind = FellBehind(room=room, at=LATER, since=LATER)
    caught_up = CaughtUp(room=room, at=LATER)

    def told(title: str = "Why?", **more: object) -> tuple[Event, ...]:
        happened = dict(found.tell("THREAD_UPDATE", thread(POST, title, FORUM, **more)))
        if "thread_update" in happened:
            before, now = happened["thread_update"]
        else:  # archived threads have left the cache
            before, now = after, happened["thread_join"][0]
        return translate.thread_changed(before, now, LATER)

    assert told() == (named,)
    assert told(rate_limit_per_user=5) == ()
    after = found.channel(POST)
    assert told(archived=True) == (ended,)
    assert told() == ()
    after = found.channel(POST)
    assert told(archived=True, locked=True) == (ended, behind)
    assert told() == (caught_up,)


def test_what_becomes_of_a_thread_is_its_rooms_own_matter() -> None:
    """People can go on talking in it, and are heard in the room then."""
    found = gateway()
    payload = thread(EARLIER, "money", archived=True, locked=True)
    before, after = found.args("THREAD_UPDATE", payload, "thread_update")
    assert translate.thread_changed(before, after, LATER) == ()


def test_a_deleted_thread_deletes_what_was_said_in_it() -> None:
    """Not the message that it began with, nor what is elsewhere; each once."""
    found = gateway()
    turns = (("1", None), ("2", str(EARLIER)), ("3", "4"), (str(EARLIER), None))
    room = Room(
        id=ROOM,
        turns=deque(
            Turn(id=each, at=NOW, seq=1, author="11", thread=where) for each, where in turns
        ),
    )
    room.turns.append(Turn(id="5", at=NOW, seq=9, author="11", thread=str(EARLIER), deleted=True))
    payload = {
        "id": str(EARLIER),
        "type": 11,
        "guild_id": str(GUILD),
        "parent_id": str(PLACE),
    }
    (raw,) = found.args("THREAD_DELETE", payload, "raw_thread_delete")
    gone = MessageDeleted(room=ROOM, at=LATER, key="d2", id="2")
    assert translate.said_in_thread(raw, room, [], LATER) == (gone,)


def test_a_server_goes() -> None:
    """All rooms of it; one that doesn't work for a while only isn't heard."""
    found = gateway()
    (guild,) = found.args(
        "GUILD_DELETE", {"id": str(GUILD), "unavailable": True}, "guild_unavailable"
    )
    assert isinstance(guild, discord.Guild)
    behind = FellBehind(room=ROOM, at=LATER, since=NOW)
    assert translate.unheard([ROOM], NOW, LATER) == (behind,)
    found = gateway()
    (guild,) = found.args("GUILD_DELETE", {"id": str(GUILD)}, "guild_remove")
    gone = TakenAway(where="discord/1", at=LATER, key=f"gone:1:{LATER:.3f}")
    assert translate.server_gone(guild, LATER) == gone


# --- where something is -------------------------------------------------------------------------


class Client:
    """Discord's client, that is asked for channels."""

    def __init__(self, found: Gateway, answer: object) -> None:
        self.found = found
        self.answer = answer
        self.asked = 0

    def get_channel(self, channel: int, /) -> object:
        """What the cache has."""
        return self.found.channel(channel)

    async def fetch_channel(self, channel: int, /) -> object:
        """What Discord says."""
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        assert getattr(self.answer, "id", None) == channel
        return self.answer


def refused(status: int) -> discord.HTTPException:
    """Discord's refusal."""

    class Response:
        def __init__(self) -> None:
            self.status = status
            self.reason = "no"

    response: Any = Response()
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    return kinds.get(status, discord.HTTPException)(response, "no")


async def test_threads_that_the_cache_lacks_are_asked_for_once() -> None:
    """So that a deletion in an old thread reaches its room."""
    found = gateway()
    old = found.channel(EARLIER)
    found.tell("THREAD_UPDATE", thread(EARLIER, "about money", archived=True))
    client = Client(found, old)
    places = Places(client)
    spot = Spot(room=ROOM, thread=str(EARLIER))
    assert await places.find(EARLIER) == spot
    assert await places.find(EARLIER) == spot
    assert client.asked == 1
    assert await places.find(PLACE) == Spot(room=ROOM)
    assert await places.find(CATEGORY) is None
    assert client.asked == 1


async def test_what_discord_doesnt_show_is_nowhere() -> None:
    """What it can't say just now isn't, though: that is asked again."""
    for status in (403, 404):
        assert await Places(Client(gateway(), refused(status))).find(5) is None
    places = Places(Client(gateway(), refused(500)))
    for _ in range(2):
        with pytest.raises(discord.HTTPException):
            await places.find(5)


# --- anything at all ----------------------------------------------------------------------------

GATEWAY = gateway()
PAYLOADS = st.builds(
    message,
    st.text(max_size=30) | st.sampled_from(["<@90> so", "<@&92>", ""]),
    type=st.sampled_from([0, 7, 19, 20, 21, 46, 99]),
    channel_id=st.sampled_from([str(each) for each in (PLACE, EARLIER, POST, CATEGORY, 999)]),
    id=st.integers(1, 2**63 - 1).map(str) | st.just(str(POST)),
    edited_timestamp=st.none() | st.just(iso(60)),
    flags=st.sampled_from([0, 64, 128]),
    author=st.sampled_from([user(MAYA), user(ROTA), user(HEED)]),
    message_reference=st.just({"channel_id": str(PLACE)}),
)


@given(PAYLOADS)
def test_any_message_is_talk_or_a_command_or_nothing(payload: Json) -> None:
    """Never two of them, and from the history never anything else than live."""
    found = GATEWAY.said(payload)
    events = translate.posted(found, US)
    assert not events or translate.called(found, US) is None
    for event in (*events, *translate.edit_found(found, US)):
        assert event.room.startswith("discord/1/")
        assert event.at > 0
        assert event.key
    if isinstance(found.channel, discord.TextChannel | discord.Thread):
        assert translate.posted(GATEWAY.from_history(payload), US) == events


@given(st.lists(PAYLOADS, max_size=6))
def test_keys_are_those_of_messages(payloads: list[Json]) -> None:
    """Two events have one key if they are of one message alone."""
    events = [each for one in payloads for each in translate.posted(GATEWAY.said(one), US)]
    ids = {each.id for each in events if isinstance(each, MessagePosted)}
    assert len({each.key for each in events}) == len(ids)
