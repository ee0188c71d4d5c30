"""What Slack tells finds its way into the room, through the whole app."""

from tests.adapters.slack.local.server import HEED, Person
from tests.adapters.slack.local.sight import Json
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, RUTH, TOM, Town
from tests.adapters.slack.meetings import ASKED, convened, shown

FOLLOW = "Shall we stay with what this partnership is for?"


def _huddle(ts: str, **room: object) -> Json:
    call = {"id": "R1", "call_family": "huddle", "has_ended": False, "date_end": 0, **room}
    return {
        "type": "message",
        "subtype": "huddle_thread",
        "user": "USLACKBOT",
        "text": "",
        "ts": ts,
        "room": call,
        "channel": PLACE.id,
        "channel_type": "channel",
    }


def _changed(here: Town, message: Json) -> Json:
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message,
        "previous_message": message,
        "channel": PLACE.id,
        "channel_type": "channel",
        "hidden": True,
        "ts": f"{here.clock.now():.6f}",
    }


async def test_a_follow_that_somebody_deletes_is_taken_back(here: Town) -> None:
    """What Heed posted is a message like others: deleted, it doesn't count any more."""
    asked, card = await shown(here)
    await here.press(RUTH, card, "Post through Heed…")
    await here.modal("Begin with one of these")
    await here.submit(RUTH, {"heed.words": {"type": "plain_text_input", "value": FOLLOW}})
    await here.modal("This is what the room will see")
    await here.submit(RUTH, {})
    posted = await here.until(lambda: here.public(FOLLOW), "the follow")
    await here.until(lambda: _followed_by(here, asked, posted["ts"]), "the pick-up")
    gone = {
        "type": "message",
        "subtype": "message_deleted",
        "channel": PLACE.id,
        "channel_type": "channel",
        "hidden": True,
        "deleted_ts": posted["ts"],
        "previous_message": {"type": "message", "user": HEED, "ts": posted["ts"]},
        "ts": f"{here.clock.now():.6f}",
    }
    assert await here.happens(gone)
    assert not await _followed_by(here, asked, posted["ts"])


async def _followed_by(here: Town, asked: str, message: str) -> bool:
    question = (await here.look()).questions[asked]
    return any(each.message == message for each in question.pick_ups)


async def test_a_huddle_is_a_spoken_meeting(here: Town) -> None:
    """It begins and ends with its message; its thread is the room's own talk while it runs."""
    await convened(here)
    begun = f"{here.clock.now():.6f}"
    for _ in range(2):
        assert await here.happens(_huddle(begun))
    room = await here.look()
    assert room.meeting is not None
    assert (room.meeting.id, room.meeting.spoken) == (begun, True)
    await here.pass_time(5)
    asked = await here.say(MAYA, ASKED)
    for who in (TOM, LENA):
        await here.say(who, "The clinic opens at nine.", thread=begun)
    assert (await here.look()).questions[asked].others == 2
    over = _changed(here, _huddle(begun, has_ended=True, date_end=int(here.clock.now())))
    assert await here.happens(over)
    assert (await here.look()).meeting is None
    assert not await here.public(ASKED)


async def test_an_archived_channel_is_silent_without_meaning_anything(here: Town) -> None:
    """Its meeting is over, and time decides nothing until people can talk again."""
    await convened(here)
    await here.command(RUTH, "meeting start")
    assert await here.happens({"type": "channel_archive", "channel": PLACE.id, "user": RUTH.id})
    room = await here.look()
    assert room.meeting is None
    assert room.behind_since is not None
    assert await here.happens({"type": "channel_unarchive", "channel": PLACE.id, "user": RUTH.id})
    assert (await here.look()).behind_since is None


async def test_thrice_and_the_wrong_way_round_it_is_the_same(here: Town) -> None:
    """Slack tells of a message after its edit, its answer and its reaction, each three times."""
    await convened(here)
    await here.command(RUTH, "meeting start")
    await here.pass_time(5)
    at = here.clock.now()
    asked, answered = f"{at - 3:.6f}", f"{at - 1:.6f}"
    first = _said(MAYA, asked, "What is our partnershp for?")
    after = {**first, "text": ASKED, "edited": {"user": MAYA.id, "ts": f"{at - 2:.6f}"}}
    story = [
        {**_changed(here, after), "previous_message": first, "ts": f"{at - 2:.6f}"},
        _said(TOM, answered, "It is for the people whom neither of us reaches.", thread_ts=asked),
        {
            "type": "reaction_added",
            "user": MAYA.id,
            "reaction": "heart",
            "item": {"type": "message", "channel": PLACE.id, "ts": answered},
            "event_ts": f"{at:.6f}",
        },
        first,
    ]
    for _ in range(3):
        for number, event in enumerate(story):
            assert await here.happens(event, event_id=f"EvSTORY{number}")
    room = await here.look()
    assert [turn.id for turn in room.turns][-2:] == [asked, answered]
    (question,) = room.questions.values()
    assert (question.message, question.text) == (asked, ASKED)
    assert [each.message for each in question.pick_ups] == [answered]


def _said(who: Person, ts: str, text: str, **more: str) -> Json:
    return {
        "type": "message",
        "user": who.id,
        "text": text,
        "ts": ts,
        "channel": PLACE.id,
        "channel_type": "channel",
        "event_ts": ts,
        **more,
    }
