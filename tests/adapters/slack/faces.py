"""One of everything that people see on Slack, as the core words it."""

# ruff: noqa: ANN401 - the constructors here take any field by its name

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import render
from adapters.slack.address import Address
from adapters.slack.render import Face, Json
from bot.domain.drafts import draft, hands
from bot.domain.pages import Choice, Line
from bot.domain.question import Kind, Question, State
from bot.domain.room import Card, Purpose, Room, Unposted
from bot.domain.settings import RoomSettings
from bot.domain.views import FollowView
from bot.domain.wording import card_view, notice_view
from bot.runtime.ports import HomeRoom
from tests.adapters.answers import FORGET, preview, summary
from tests.domain.builders import MINUTE, MONDAY, card, convener, meeting_room, question

ROOM = "slack/T1/C1"
NOW = MONDAY + 20 * MINUTE
ASKED = question(
    "1772442000.000100",
    kind=Kind.NOT_KNOWING,
    state=State.HANGING,
    text="If I'm honest, I still find it hard to say who the partnership is for.",
    others=6,
    hanging_since=MONDAY + 6 * MINUTE,
    cues=("says they don't follow it",),
    moved_on_to="the clinic times",
)
OTHER = question(
    "1772442300.000100",
    kind=Kind.CHALLENGE,
    state=State.HANGING,
    text="Who decides about the budget, & is it < £5,000?",
    asker="ade",
    asked_at=MONDAY + 5 * MINUTE,
    hanging_since=MONDAY + 9 * MINUTE,
    others=3,
)


def link(message: str) -> str | None:
    """Where a message is."""
    return f"https://example.slack.com/archives/C1/p{message.replace('.', '')}" if message else None


def room_with(*cards: Card, asked: tuple[Question, ...] = (ASKED,), **settings: Any) -> Room:
    """A room on Slack in which these were asked."""
    room = meeting_room(settings=RoomSettings(**settings))
    room.id = ROOM
    room.questions = {each.id: each for each in asked}
    room.cards = {each.id: each for each in cards}
    return room


def card_about(purpose: Purpose, *asked: Question, shown: bool = True, **changes: Any) -> Card:
    """A card about these."""
    about = tuple(each.id for each in asked)
    name = f"{purpose.value}:{ASKED.id}:moira"
    return replace(card(purpose, id=name, shown=shown, questions=about), **changes)


def face_of(made: Card, *asked: Question, **settings: Any) -> Face:
    """A card's face."""
    room = room_with(made, asked=asked or (ASKED,), **settings)
    return render.card(ROOM, card_view(room, made, NOW), link)


def cards() -> Mapping[str, Face]:
    """Cards of every purpose, before and after Show."""
    both = (ASKED, OTHER)
    faces = {
        f"card {purpose.value}": face_of(card_about(purpose, ASKED, shown=False))
        for purpose in Purpose
    }
    single = (Purpose.NUDGE, Purpose.PRACTICE, Purpose.RETURNED, Purpose.CARRIED, Purpose.HANDED)
    for purpose in single:
        faces[f"card {purpose.value} shown"] = face_of(card_about(purpose, ASKED))
    for purpose in (Purpose.SPOKEN, Purpose.DIGEST):
        faces[f"card {purpose.value} shown"] = face_of(card_about(purpose, *both), *both)
    for purpose in (Purpose.SUMMARY, Purpose.WEEKLY):
        recap = card_about(purpose, since=MONDAY, made_at=NOW)
        faces[f"card {purpose.value} shown"] = face_of(recap, *both)
    tell = "Our safeguarding lead is Ola, extension 12."
    sensitive = replace(ASKED, sensitive=True, text=None)
    unposted = Unposted(question=ASKED.id, text="Let's come back to who it is for.")
    nudge = card_about(Purpose.NUDGE, ASKED)
    return faces | {
        "card nudge sensitive": face_of(nudge, sensitive, safeguarding=tell),
        "card nudge without text": face_of(nudge, replace(ASKED, text=None)),
        "card nudge unposted": face_of(replace(nudge, unposted=unposted)),
        "card nudge closed": face_of(replace(nudge, closed="This one is settled. Nothing to do.")),
        "card nudge later": face_of(replace(nudge, later_at=NOW + 10 * MINUTE)),
    }


PICKED_UP = "1772442100.000100"
PAGE = summary(ROOM, PICKED_UP, ASKED)
PREVIEW = preview(ROOM, PICKED_UP, ASKED, OTHER)
FOLLOW = FollowView(
    by="moira",
    label="Moira, sent through Heed",
    text="I'd like to go back to who the partnership is for.",
    reply_to=ASKED.id,
    thread=None,
)
HOME = (
    HomeRoom(
        room=ROOM,
        title="#partners",
        state="A meeting runs",
        role="you convene",
        waiting=(Line(text=ASKED.text or "", target=ASKED.id, note="20 minutes ago"),),
        settings=(Line(text="Patience: 6 messages by others or 5 minutes"),),
        choices=(
            Choice(wish="meeting end", label="End the meeting"),
            Choice(wish="settings", label="Settings…"),
        ),
    ),
    HomeRoom(room="slack/T1/C2", title="#place", state="Nobody convenes yet"),
)


def posts() -> Mapping[str, Face]:
    """What the room sees, and answers to one person."""
    nobody = room_with()
    nobody.conveners.clear()
    return {
        "follow": render.follow(FOLLOW),
        "notice": render.notice(notice_view(room_with())),
        "notice nobody convenes": render.notice(notice_view(nobody)),
        "greeting": render.greeting(ROOM, "Ruth"),
        "greeting by nobody known": render.greeting(ROOM),
        "page": render.page(ROOM, PAGE, link),
        "page forget-me": render.page(ROOM, FORGET, link),
    }


def views() -> Mapping[str, Json]:
    """Modals and App Home."""
    nudge = card_about(Purpose.NUDGE, ASKED)
    room = room_with(nudge)
    room.conveners["moira"] = convener("moira")
    address = Address(room=ROOM, card=nudge.id)
    start = draft(room, nudge.id, "", "moira")
    assert start is not None
    words = "Let's come back to who it is for."
    return {
        "modal follow": render.follow_modal(address, start),
        "modal follow another stem": render.follow_modal(address, start, 2),
        "modal follow unposted": render.follow_modal(address, replace(start, words=words)),
        "modal follow too late": render.follow_modal(address, None),
        "modal preview": render.follow_preview(address, start, words),
        "modal hand to": render.hand_to_modal(address, hands(room, nudge.id, "", "moira")),
        "modal hand to nobody": render.hand_to_modal(address, ()),
        "modal later": render.later_modal(address),
        "modal page to tick": render.page_modal(ROOM, PREVIEW, link),
        "modal page": render.page_modal(ROOM, FORGET, link),
        "home": render.home(HOME, lambda _: link),
        "home at first": render.home((), lambda _: link),
    }
