"""Public pages: posted once when a convener asks, and corrected when what they quote changes.

An edit is followed, and a deletion deletes everywhere, in what Heed itself posted too (rule 9).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain import arrangements, cards, chronicle
from bot.domain.commands import Command, PostPage, UpdatePage
from bot.domain.events import (
    Event,
    Forgotten,
    MessageDeleted,
    MessageEdited,
    OptedOut,
    PageAsked,
    PageFailed,
    PagePosted,
    RoomSet,
)
from bot.domain.remembered import Reworded
from bot.domain.room import Card, PublicPage, Purpose, Room

KEPT_AT_MOST: Final = 32  # pages of one room that are corrected

Faces = Mapping[str, tuple[object, ...]]


def asked(room: Room, event: PageAsked) -> list[Command]:
    """Have a page posted; who doesn't convene any more, or has nothing to show, posts nothing."""
    nothing = not (event.followed or event.ticked)
    if event.page in room.pages or nothing or not arrangements.convenes(room, event.by):
        return []
    _forget_old(room)
    room.pages[event.page] = PublicPage(
        id=event.page,
        by=event.by,
        at=event.at,
        since=event.since,
        meeting=event.meeting,
        followed=event.followed,
        ticked=event.ticked,
    )
    return [PostPage(room=room.id, page=event.page)]


def _forget_old(room: Room) -> None:
    """What a page quoted isn't kept for longer than any question: it can't be shown anew then."""
    oldest = room.now - room.settings.retention_seconds
    for page in list(room.pages.values()):
        if page.at < oldest or len(room.pages) >= KEPT_AT_MOST:
            del room.pages[page.id]


def posted(room: Room, event: PagePosted) -> list[Command]:
    """The page stands; what changed while it was on its way is put right."""
    page = room.pages.get(event.page)
    if page is None:
        return []
    room.pages[page.id] = replace(page, ref=event.id, stale=False)
    return [UpdatePage(room=room.id, page=page.id)] if page.stale else []


def failed(room: Room, event: PageFailed) -> list[Command]:
    """The page couldn't be posted: whoever wanted it is told, privately."""
    page = room.pages.pop(event.page, None)
    if page is None or not arrangements.convenes(room, page.by):
        return []
    name = cards.card_id(Purpose.UNSHARED, page.id, page.by)
    if name in room.cards:
        return []
    card = Card(id=name, to=page.by, purpose=Purpose.UNSHARED, made_at=room.now)
    return cards.send(room, card)


# --- corrections -----------------------------------------------------------------------------


def faces(room: Room) -> Faces:
    """What public pages show of the questions in memory, to be compared after an event."""
    return {page.id: _face(room, page) for page in room.pages.values()}


def _face(room: Room, page: PublicPage) -> tuple[object, ...]:
    known = (room.questions.get(each) for each in (*page.followed, *page.ticked))
    shown = chronicle.posted(room, page, filter(None, known), room.now)
    return (page.by, *((each.question, each.state, each.words) for each in shown))


def corrected(room: Room, before: Faces, event: Event) -> list[Command]:
    """Have the pages shown anew that the event makes say something else."""
    commands: list[Command] = []
    for page in list(room.pages.values()):
        if page.id not in before:
            continue
        if before[page.id] == _face(room, page) and not _reaches(room, page, event):
            continue
        if page.ref:
            commands.append(UpdatePage(room=room.id, page=page.id))
        else:
            room.pages[page.id] = replace(page, stale=True)
    return commands


def _reaches(room: Room, page: PublicPage, event: Event) -> bool:
    """Whether the event changes questions of the page, though no face in memory shows that.

    They may have left memory; and where the event is told again, the words that were there before
    an edit may be known no longer.
    """
    named = (*page.followed, *page.ticked)
    match event:
        case MessageEdited() | MessageDeleted():
            return any(each.partition("#")[0] == event.id for each in named)
        case Reworded():
            return any(each.partition("#")[0] == event.turn.id for each in named)
        case OptedOut() | Forgotten() | RoomSet():
            return any(each not in room.questions for each in named)
    return False
