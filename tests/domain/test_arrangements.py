"""Who is here, who convenes, the notice, pauses: the room's own arrangements."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain import cards, policy
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    Forgotten,
    MemberJoined,
    NoticePosted,
    Role,
    RoomNamed,
)
from bot.domain.room import Convener, Member, Room
from bot.domain.settings import DailySpan, KeepText, RoomMode, RoomSettings
from bot.domain.wording import notice_view
from tests.domain.builders import (
    DAY,
    HOUR,
    MONDAY,
    ROOM,
    away,
    convener,
    ended,
    left,
    meeting_room,
    paused,
    posted,
    pressed,
    ready,
    resumed,
    settings,
    started,
    undelivered,
)
from tests.domain.playbook import Playbook, playing, post_notice, send, tell, update


def joined(member: str, name: str, at: float = 0, *, bot: bool = False) -> MemberJoined:
    """Somebody comes, or is called something else."""
    return MemberJoined(room=ROOM, at=MONDAY + at, member=member, name=name, bot=bot)


def invited(
    member: str, at: float = 0, role: Role = Role.CONVENER, by: str = ""
) -> ConvenerInvited:
    """Somebody is asked to convene."""
    return ConvenerInvited(room=ROOM, at=MONDAY + at, member=member, role=role, by=by)


def invitation(member: str, at: float = 0) -> str:
    """The card that asks them."""
    return f"invited:{MONDAY + at:.3f}:{member}"


def accepted(member: str, at: float = 0) -> ConvenerAccepted:
    """They say yes."""
    return ConvenerAccepted(room=ROOM, at=MONDAY + at, member=member)


def stepped_down(member: str, at: float = 0) -> ConvenerSteppedDown:
    """They no longer want to."""
    return ConvenerSteppedDown(room=ROOM, at=MONDAY + at, member=member)


def noticed(play: Playbook, at: float = 0) -> Playbook:
    """The notice that was last wanted stands."""
    return play >> NoticePosted(room=ROOM, at=MONDAY + at, notice=play.room.notice_wanted)


def is_ready(room: Room) -> bool:
    """Whether moira may be nudged."""
    return room.conveners["moira"].ready


PRACTICE = "practice:1772442000.000:moira"


# --- from a new room to one that is read -----------------------------------------------------


def test_a_room_comes_to_be_read_step_by_step() -> None:
    """Asked in, invited, accepted, noticed; a practice card makes the convener ready."""
    with playing(Room(id=ROOM)) as play:
        play >> joined("moira", "Moira")
        play >> RoomNamed(room=ROOM, at=MONDAY, title="#partners")
        play >> invited("moira") << send(invitation("moira"))
        assert not policy.reads(play.room)
        play >> pressed(invitation("moira"), "moira", Action.CONVENE, 0)
        play << update(invitation("moira")) << post_notice("Moira") << send(PRACTICE)
        assert not policy.reads(play.room)
        noticed(play)
        assert policy.reads(play.room)
        assert not is_ready(play.room)
        play >> pressed(PRACTICE, "moira", Action.GO, 1) << update(PRACTICE)
        assert is_ready(play.room)
        assert play.room.title == "#partners"


@pytest.mark.parametrize("who", ["stranger", "hubot", "gone", "tom"])
def test_only_an_invited_member_can_accept(who: str) -> None:
    """Not a stranger, a bot, somebody who left, or somebody whom nobody asked."""
    room = ready()
    room.members["hubot"] = Member(id="hubot", name="Hubot", bot=True)
    room.members["gone"] = Member(id="gone", name="Gone", present=False)
    with playing(room) as play:
        if who != "tom":
            play >> invited(who)
        play >> accepted(who) << tell(who, "Nobody has asked you")
        assert not play.room.conveners.get(who, Convener(member=who)).accepted


def test_accepting_twice_changes_nothing() -> None:
    """One practice card, one notice."""
    with playing(ready()) as play:
        play >> invited("tom", by="tom")
        play << post_notice("Tom") << send("practice:1772442000.000:tom")
        play >> accepted("tom", 1)
        play >> invited("tom", 2, by="tom")


def test_who_practised_for_what_the_room_takes_after_is_ready_at_once() -> None:
    """A forum's convener convenes its posts, and has tried the practice nudge already."""
    with playing(ready()) as play:
        known = ConvenerInvited(room=ROOM, at=MONDAY, member="tom", by="tom", practised=True)
        play >> known << post_notice("Tom")
        assert play.room.conveners["tom"].practised


def test_accepting_again_after_stepping_down_gives_a_practice_card_of_its_own() -> None:
    """Even within the same second no card is sent twice."""
    with playing(ready("ola")) as play:
        play >> invited("moira", by="moira") << post_notice() << send(PRACTICE)
        play >> stepped_down("moira") << update(PRACTICE) << post_notice() << tell("moira")
        again = PRACTICE.replace(":moira", "+:moira")
        play >> invited("moira", by="moira") << post_notice() << send(again)


def test_declining_is_answered_as_what_it_is() -> None:
    """Who was invited and says no hasn't convened."""
    with playing(ready()) as play:
        play >> invited("tom") << send(invitation("tom"))
        play >> stepped_down("tom") << update(invitation("tom"))
        play << tell("tom", "You won't convene here")
        assert play.card(invitation("tom")).closed == cards.NOT_ASKED
        play >> stepped_down("tom")


def test_the_card_that_asks_says_what_a_convener_does_in_three_short_lines() -> None:
    """Discreetly, with the two answers in sight."""
    with playing(ready()) as play:
        play >> invited("tom", by="moira") << send(invitation("tom"))
        view = play.view(invitation("tom"))
    assert view.title == "Would you convene #partners?"
    assert [each.label for each in view.buttons] == ["I'll convene", "No, thank you"]
    assert len(view.lines) == 3
    assert all(len(line) <= 100 for line in view.lines)


def test_whoever_asked_is_told_kindly_of_a_no_and_nobody_else_is() -> None:
    """Not why, not when; and by a name that is forgotten with its owner."""
    with playing(ready()) as play:
        play >> invited("tom", by="moira") << send(invitation("tom"))
        play >> pressed(invitation("tom"), "tom", Action.NO_THANK_YOU, 60)
        told = f"declined:{MONDAY + 60:.3f}:moira"
        play << update(invitation("tom")) << send(told)
        assert play.view(invitation("tom")).lines == (cards.CANT_NOW,)
        assert play.view(told).lines == ("Tom can't just now. You could ask somebody else.",)
        assert not play.view(told).buttons
        assert "tom" not in play.room.conveners
        play >> pressed(invitation("tom"), "tom", Action.CONVENE, 70) << tell("tom", "That's fine")
        play >> Forgotten(room=ROOM, at=MONDAY + 80, member="tom") << update(told)
        assert play.view(told).lines == ("They can't just now. You could ask somebody else.",)


def test_nobody_is_told_of_a_no_to_what_heeds_own_settings_asked() -> None:
    """There is nobody to tell; nor where whoever asked has gone."""
    with playing(ready()) as play:
        play >> invited("tom") << send(invitation("tom"))
        play >> pressed(invitation("tom"), "tom", Action.NO_THANK_YOU, 1)
        play << update(invitation("tom"))
        play >> invited("jo", 2, by="ade") << send(invitation("jo", 2))
        play >> left("ade", 3)
        play >> pressed(invitation("jo", 2), "jo", Action.NO_THANK_YOU, 4)
        play << update(invitation("jo", 2))


def test_somebody_asked_before_they_were_seen_gets_the_card_when_they_are() -> None:
    """Once, and not a bot."""
    with playing(ready()) as play:
        play >> invited("zoe", by="moira")
        play >> joined("zoe", "Zoë", 5) << send(invitation("zoe", 5))
        play >> joined("zoe", "Zoë K", 6)
        play >> invited("hubot", 7)
        play >> joined("hubot", "Hubot", 8, bot=True)
        play >> invited("max", 9)
        play >> posted("m1", "max", "hello", 10, name="Max") << send(invitation("max", 10))


def test_asking_again_does_not_send_a_second_card_while_the_first_is_open() -> None:
    """It is shown as it now is; after a no, a new one may come."""
    with playing(ready()) as play:
        play >> invited("tom", by="moira") << send(invitation("tom"))
        play >> invited("tom", 1, Role.DEPUTY, by="moira") << update(invitation("tom"))
        assert "deputy" in play.view(invitation("tom")).lines[0]
        play >> pressed(invitation("tom"), "tom", Action.NO_THANK_YOU, 2) << ...
        play >> invited("tom", 3, by="moira") << send(invitation("tom", 3))


def test_only_its_own_buttons_work_on_the_card_that_asks() -> None:
    """And they work on no other card."""
    with playing(ready()) as play:
        play >> invited("tom") << send(invitation("tom"))
        play >> pressed(invitation("tom"), "tom", Action.STEP_DOWN, 1) << tell("tom", "can't be")
        play >> pressed(invitation("tom"), "ade", Action.CONVENE, 2) << tell("ade", "no longer")
        play >> left("tom", 3) << update(invitation("tom"))
        assert play.card(invitation("tom")).closed == cards.NOT_HERE


def test_a_change_of_role_is_said_in_the_notice() -> None:
    """A deputy who becomes a convener needn't accept again."""
    with playing(ready(convener("moira"), convener("jo", role=Role.DEPUTY))) as play:
        play >> invited("jo") << post_notice("Jo (convener)")
        assert play.room.conveners["jo"].ready
        play >> invited("jo")


def test_a_deputy_alone_does_not_open_the_room() -> None:
    """Somebody must convene."""
    with playing(Room(id=ROOM)) as play:
        play >> joined("jo", "Jo")
        play >> invited("jo", role=Role.DEPUTY) << send(invitation("jo"))
        play >> accepted("jo") << update(invitation("jo")) << send("practice:1772442000.000:jo")
        assert play.room.notice_wanted == ""


# --- the notice ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"mode": RoomMode.ALWAYS_ON},
        {"keep_text": KeepText.NONE},
        {"retention_seconds": 7 * DAY},
        {"run_by": "the partnership office"},
    ],
)
def test_the_notice_is_renewed_when_what_it_says_changes(change: dict[str, Any]) -> None:
    """And the text of it differs."""
    with playing(ready()) as play:
        before = notice_view(play.room)
        play >> settings(replace(RoomSettings(), **change), 1) << post_notice()
        assert notice_view(play.room) != before
        play >> settings(play.room.settings, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"spacing_seconds": 60.0},
        {"quiet_hours": None},
        {"working_hours": DailySpan(start_minute=0, end_minute=60)},
        {"show_at_once": True},
    ],
)
def test_the_notice_is_not_renewed_for_what_it_does_not_say(change: dict[str, Any]) -> None:
    """A convener's own comfort is nobody else's notice."""
    with playing(ready()) as play:
        play >> settings(replace(RoomSettings(), **change), 1)


def test_a_convener_called_something_else_renews_the_notice_and_others_do_not() -> None:
    """By joining or by speaking under a new name."""
    with playing(ready()) as play:
        play >> joined("tom", "Thomas")
        play >> joined("moira", "Moira K") << post_notice("Moira K")
        play >> posted("m1", "moira", "hello", 1, name="Moira") << post_notice("Moira (")
        play >> posted("m2", "tom", "hello", 2, name="Tom")


def test_when_the_last_convener_goes_nothing_is_read_until_a_new_notice_stands() -> None:
    """The notice that nobody convenes doesn't open the room to the next one."""
    with playing(ready()) as play:
        play >> left("moira", 1) << post_notice(policy.NOBODY)
        noticed(play, 2)
        assert not policy.reads(play.room)
        play >> invited("ola", 3, by="ola")
        play << post_notice("Ola") << send("practice:1772442003.000:ola")
        assert not policy.reads(play.room)
        noticed(play, 5)
        assert policy.reads(play.room)


# --- coming and going ------------------------------------------------------------------------


def test_who_comes_back_does_not_convene_again_by_that() -> None:
    """They are asked anew."""
    with playing(ready("moira", "ola")) as play:
        play >> left("moira", 1) << post_notice()
        assert not play.room.members["moira"].present
        play >> joined("moira", "Moira", 2)
        assert "moira" not in play.room.conveners


def test_somebody_unknown_may_leave() -> None:
    """Nothing happens."""
    with playing(ready()) as play:
        play >> left("stranger", 1)


def test_who_speaks_as_a_bot_is_one() -> None:
    """What a platform says of an author with their message is believed."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "tom", "beep", 1, bot=True)
        assert play.room.members["tom"].bot
        play >> posted("m2", "tom", "only joking", 2)
        assert not play.room.members["tom"].bot


def test_whoever_speaks_is_here() -> None:
    """A message makes its author a member; a name once known isn't lost."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "zoe", "hello", 1, name="Zoë")
        play >> posted("m2", "zoe", "hello again", 2)
        assert play.room.members["zoe"] == Member(id="zoe", name="Zoë")
        play >> left("zoe", 3)
        play >> posted("m3", "zoe", "still here", 4)
        assert play.room.members["zoe"].present


# --- away ------------------------------------------------------------------------------------


def test_a_convener_who_missed_their_practice_card_gets_one_when_they_are_back() -> None:
    """Otherwise they could never become ready."""
    with playing(ready("ola")) as play:
        play >> invited("moira", by="moira") << post_notice() << send(PRACTICE)
        play >> undelivered(PRACTICE, "moira", 10)
        assert play.room.conveners["moira"].away
        play >> away("moira", 60, back=True) << send("practice:1772442060.000:moira")
        play >> away("moira", 70)
        play >> away("moira", 80, back=True)


@pytest.mark.parametrize("who", ["stranger", "tom"])
def test_being_away_means_nothing_for_others(who: str) -> None:
    """Only conveners are away."""
    with playing(ready()) as play:
        play >> away(who, 1)
        play >> away("moira", 2)
        play >> away("moira", 3)


# --- pausing ---------------------------------------------------------------------------------


def test_anyone_may_pause_the_running_meeting_and_a_convener_lets_it_go_on() -> None:
    """The pause ends with the meeting, at the latest."""
    with playing(meeting_room()) as play:
        play >> paused("tom", 1) << tell("tom", "Paused")
        assert not policy.reads(play.room)
        play >> resumed("tom", 2) << tell("tom", "Only a convener")
        play >> resumed("moira", 3) << tell("moira", "Listening again")
        play >> paused("tom", 4) << tell("tom", "Paused")
        play >> ended(5)
        play >> started("next", 6)
        assert policy.reads(play.room)


def test_between_meetings_only_a_convener_pauses_the_room() -> None:
    """And it stays paused into the next meeting."""
    with playing(ready("moira", convener("jo", accepted=False))) as play:
        play >> paused("tom", 1) << tell("tom", "No meeting is running")
        play >> paused("jo", 2) << tell("jo", "No meeting is running")
        play >> paused("moira", 3) << tell("moira", "Paused")
        play >> started("mtg", HOUR)
        assert not policy.reads(play.room)
        play >> resumed("jo", HOUR + 1) << tell("jo", "Only a convener")
        play >> resumed("moira", HOUR + 2) << tell("moira", "Listening again")
        assert policy.reads(play.room)


def test_ending_a_meeting_that_does_not_run_does_nothing() -> None:
    """A second end, or one without a start."""
    with playing(ready()) as play:
        play >> ended(1)
        play >> started("mtg", 2)
        play >> ended(3)
        play >> ended(4)
