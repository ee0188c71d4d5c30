"""From the demo room's happenings and buttons to the core's events."""

import pytest

from adapters.web.model import Happening, What, read_happening, written
from adapters.web.requests import Do
from adapters.web.translate import heard, ordered
from bot.domain.events import (
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    Event,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Paused,
    Reacted,
    Resumed,
)

R = "web/demo"


@pytest.mark.parametrize(
    ("told", "event"),
    [
        (
            Happening(what=What.CAME, at=1.0, person="p", name="Ada"),
            MemberJoined(room=R, at=1.0, key="7", member="p", name="Ada"),
        ),
        (
            Happening(what=What.WENT, at=1.0, person="p"),
            MemberLeft(room=R, at=1.0, key="7", member="p"),
        ),
        (
            Happening(
                what=What.POSTED,
                at=1.0,
                person="p",
                name="Ada",
                message="m2",
                text="Why?",
                reply_to="m1",
            ),
            MessagePosted(
                room=R,
                at=1.0,
                key="7",
                id="m2",
                author="p",
                name="Ada",
                text="Why?",
                reply_to="m1",
            ),
        ),
        (
            Happening(what=What.POSTED, at=1.0, person="heed", message="m3", text="x", bot=True),
            MessagePosted(room=R, at=1.0, key="7", id="m3", author="heed", text="x", bot=True),
        ),
        (
            Happening(what=What.EDITED, at=1.0, message="m2", text="How?"),
            MessageEdited(room=R, at=1.0, key="7", id="m2", text="How?"),
        ),
        (
            Happening(what=What.DELETED, at=1.0, message="m2"),
            MessageDeleted(room=R, at=1.0, key="7", id="m2"),
        ),
        (
            Happening(
                what=What.REACTED, at=1.0, person="p", message="m2", emoji="👍", removed=True
            ),
            Reacted(room=R, at=1.0, key="7", author="p", emoji="👍", to="m2", removed=True),
        ),
    ],
)
def test_a_happening_is_told_as_one_event(told: Happening, event: Event) -> None:
    """Each kind of happening has its event, keyed by its number, also after it was kept."""
    assert heard(R, 7, told) == event
    assert heard(R, 7, read_happening(written(told))) == event


@pytest.mark.parametrize(
    ("do", "kinds"),
    [
        (Do.CONVENE, [ConvenerInvited, ConvenerAccepted]),
        (Do.STEP_DOWN, [ConvenerSteppedDown]),
        (Do.START_MEETING, [MeetingStarted]),
        (Do.END_MEETING, [MeetingEnded]),
        (Do.PAUSE, [Paused]),
        (Do.RESUME, [Resumed]),
    ],
)
def test_each_button_has_its_events(do: Do, kinds: list[type[Event]]) -> None:
    """Whatever the page's buttons ask for is told in the room, at its time."""
    events = ordered(R, 5.0, "p", do)
    assert [type(each) for each in events] == kinds
    assert {(each.room, each.at) for each in events} == {(R, 5.0)}
