"""One of everything that people see on Discord, as the core words it."""

# ruff: noqa: ANN401 - the constructors here take any field by its name

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from discord import ui

from adapters.discord import render
from adapters.discord.address import Address
from adapters.discord.render import Face
from bot.domain.drafts import Draft, draft, hands
from bot.domain.question import Kind, Question, State
from bot.domain.room import Card, Member, Purpose, Room, Unposted
from bot.domain.settings import RoomSettings
from bot.domain.views import CardView, FollowView
from bot.domain.wording import card_view, notice_view
from tests.adapters.answers import FORGET, preview, summary
from tests.domain.builders import MINUTE, MONDAY, card, convener, meeting_room, question

GUILD = 1_180_000_000_000_000_001
CHANNEL = 1_180_000_000_000_000_002
ROOM = f"discord/{GUILD}/{CHANNEL}"
MOIRA = "1180000000000000101"
NOW = MONDAY + 20 * MINUTE
ASKED = question(
    "1180000000000001001",
    kind=Kind.NOT_KNOWING,
    state=State.HANGING,
    text="If I'm honest, I still find it hard to say who the partnership is for.",
    others=6,
    hanging_since=MONDAY + 6 * MINUTE,
    cues=("says they don't follow it",),
    moved_on_to="the clinic times",
)
OTHER = question(
    "1180000000000001002",
    kind=Kind.CHALLENGE,
    state=State.HANGING,
    text="Who decides about the *budget*, & is it < £5_000_000?",
    asker="ade",
    asked_at=MONDAY + 5 * MINUTE,
    hanging_since=MONDAY + 9 * MINUTE,
    others=3,
)


def link(message: str) -> str | None:
    """Where a message is."""
    return f"https://discord.com/channels/{GUILD}/{CHANNEL}/{message}" if message else None


def room_with(*cards: Card, asked: tuple[Question, ...] = (ASKED,), **settings: Any) -> Room:
    """A room on Discord in which these were asked."""
    room = meeting_room(settings=RoomSettings(**settings))
    room.id = ROOM
    room.questions = {each.id: each for each in asked}
    room.cards = {each.id: each for each in cards}
    return room


def card_about(purpose: Purpose, *asked: Question, shown: bool = True, **changes: Any) -> Card:
    """A card about these."""
    about = tuple(each.id for each in asked)
    name = f"{purpose.value}:{ASKED.id}:{MOIRA}"
    return replace(card(purpose, id=name, shown=shown, questions=about), **changes)


def view_of(made: Card, *asked: Question, **settings: Any) -> CardView:
    """A card's view."""
    return card_view(room_with(made, asked=asked or (ASKED,), **settings), made, NOW)


def face_of(made: Card, *asked: Question, **settings: Any) -> Face:
    """A card's face."""
    return render.card(ROOM, view_of(made, *asked, **settings), link)


def cards() -> Mapping[str, Face]:
    """Cards of every purpose, before and after Show, and where others read along."""
    both = (ASKED, OTHER)
    faces = {
        f"card {purpose.value}": face_of(card_about(purpose, ASKED, shown=False))
        for purpose in Purpose
    }
    single = (Purpose.NUDGE, Purpose.PRACTICE, Purpose.RETURNED, Purpose.CARRIED, Purpose.HANDED)
    for purpose in (*single, Purpose.SPOKEN):
        faces[f"card {purpose.value} shown"] = face_of(card_about(purpose, ASKED))
    for purpose in (Purpose.SPOKEN, Purpose.DIGEST):
        faces[f"card {purpose.value} of two shown"] = face_of(card_about(purpose, *both), *both)
    for purpose in (Purpose.SUMMARY, Purpose.WEEKLY):
        recap = card_about(purpose, since=MONDAY, made_at=NOW)
        faces[f"card {purpose.value} shown"] = face_of(recap, *both)
    tell = "Our safeguarding lead is Ola, extension 12."
    sensitive = replace(ASKED, sensitive=True, text=None)
    unposted = Unposted(question=ASKED.id, text="Let's come back to who it is for.")
    nudge = card_about(Purpose.NUDGE, ASKED)
    invited = card_about(Purpose.INVITED, ASKED)
    return faces | {
        "card nudge sensitive": face_of(nudge, sensitive, safeguarding=tell),
        "card nudge without text": face_of(nudge, replace(ASKED, text=None)),
        "card nudge unposted": face_of(replace(nudge, unposted=unposted)),
        "card nudge closed": face_of(replace(nudge, closed="This one is settled. Nothing to do.")),
        "card nudge later": face_of(replace(nudge, later_at=NOW + 10 * MINUTE)),
        "shared card nudge": render.shared_card(ROOM, view_of(nudge)),
        "shared card invited": render.shared_card(ROOM, view_of(invited)),
        "shared card closed": render.shared_card(ROOM, view_of(replace(nudge, closed="Settled."))),
    }


PICKED_UP = "1180000000000001000"
PAGE = summary(ROOM, PICKED_UP, ASKED)
PREVIEW = preview(ROOM, PICKED_UP, ASKED, OTHER)
FOLLOW = FollowView(
    by=MOIRA,
    label="Moira, sent through Heed",
    text="I'd like to go back to who the partnership is for.",
    reply_to=ASKED.id,
    thread=None,
)


def posts() -> Mapping[str, Face]:
    """What the room sees, and answers to one person."""
    nobody = room_with()
    nobody.conveners.clear()
    return {
        "follow": render.follow(FOLLOW),
        "notice": render.notice(notice_view(room_with())),
        "notice nobody convenes": render.notice(notice_view(nobody)),
        "welcome": render.welcome(GUILD, "Ruth"),
        "greeting": render.greeting(ROOM, "Ruth"),
        "greeting by nobody known": render.greeting(ROOM),
        "page": render.page(ROOM, PAGE, link),
        "page forget-me": render.page(ROOM, FORGET, link),
        "page to tick": render.page(ROOM, PREVIEW, link),
        "word": render.word("Noted. Nobody else is told."),
    }


def nudge_with_draft() -> tuple[Room, Card, Draft]:
    """A nudge, and where a follow to it starts."""
    nudge = card_about(Purpose.NUDGE, ASKED)
    room = room_with(nudge)
    room.conveners["moira"] = convener("moira")
    start = draft(room, nudge.id, "", "moira")
    assert start is not None
    return room, nudge, start


def forms() -> Mapping[str, Face | ui.Modal]:
    """What comes between a press on a card and what it asks for."""
    room, nudge, start = nudge_with_draft()
    address = Address(room=ROOM, card=nudge.id)
    words = "Let's come back to who it is for."
    many = [Member(id=f"118000000000000{n:04}", name=f"Person {n:02}") for n in range(60)]
    return {
        "form follow": render.follow_modal(address, start),
        "form follow unposted": render.follow_modal(address, replace(start, words=words)),
        "form follow changed": render.follow_modal(address, start, words),
        "form preview": render.follow_preview(address, start, words),
        "form hand to": render.hand_to(address, hands(room, nudge.id, "", "moira")),
        "form hand to many": render.hand_to(address, many),
        "form hand to on a server": render.hand_to(address, many, on_server=True),
        "form hand to nobody": render.hand_to(address, ()),
        "form hand to by name": render.hand_to_modal(address),
    }
