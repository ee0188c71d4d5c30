"""A room's last minute as a process remembers it, and what of that goes into the room's journal."""

from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from bot.domain import journal
from bot.domain.events import (
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
from bot.domain.journal import Entry, Page, Told
from bot.domain.question import Question
from bot.domain.room import Card, Room

WITHIN: Final = 60.0  # seconds out of order that are put right (docs/transcripts.md)
AT_MOST: Final = 256  # events remembered of a room
# Pages of a journal that are older than a minute, before it begins anew: a base costs more than
# they do.
OLD_PAGES: Final = 64

# What has a place in the talk. Presses and answers are about what is there when they come.
PUT_RIGHT: Final = (
    MessagePosted,
    MessageEdited,
    MessageDeleted,
    Reacted,
    MemberJoined,
    MemberLeft,
    MeetingStarted,
    MeetingEnded,
    Paused,
    Resumed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An event that was applied: the room before it, and its time after it.

    `said` and `given` are as the journal has them; `page` is the page that it stands on there, None
    while it isn't written.
    """

    event: Event
    before: Room
    at: float
    said: tuple[str, ...] = ()
    given: tuple[Card, ...] = ()
    page: int | None = None


@dataclass(slots=True, kw_only=True)
class Window:
    """A room's last minute. `after` is the room as it was left.

    `whole`: nothing of that minute stands in the journal alone. `void_from`: the journal's pages
    from there on hold no longer. `gone`: messages that were deleted just now.
    """

    after: Room
    whole: bool
    moments: list[Moment] = field(default_factory=list)
    void_from: int | None = None
    gone: set[str] = field(default_factory=set)
    retelling: "Retelling | None" = None


@dataclass(slots=True, kw_only=True)
class Retelling:
    """What is still to be told again, and what is known of the first telling.

    `was`: the room before it. `waits_for`: cards whose places have been asked for. `retired`:
    questions that have left the room's memory in this telling.
    """

    late: Event
    rest: list[Moment]
    was: Room
    said: frozenset[str]
    places: dict[str, bool]
    waits_for: set[str] = field(default_factory=set)
    retired: dict[str, Question] = field(default_factory=dict)
    at: float = 0.0


def begin(room: Room, *, whole: bool) -> Window:
    """A window on the room as it is. `whole`: it has no journal that knows of its last minute."""
    return Window(after=snapshot(room, None), whole=whole)


def lacks(window: Window, room: Room, event: Event) -> bool:
    """Whether the room's journal is needed for an event: it is late, or a deletion.

    A deletion is to reach all that is remembered of its message.
    """
    if window.whole:
        return False
    if isinstance(event, MessageDeleted):
        return True
    return _is_late(room, event) and place_of(window, room, event) is None


def place_of(window: Window, room: Room, event: Event) -> int | None:
    """Where in the window a late event belongs; None where it is applied on arrival."""
    if not _is_late(room, event):
        return None
    place = next((n for n, each in enumerate(window.moments) if each.at > event.at), None)
    if place is None or window.moments[place].before.now > event.at:
        return None
    return place


def _is_late(room: Room, event: Event) -> bool:
    return isinstance(event, PUT_RIGHT) and room.now - WITHIN <= event.at < room.now


# --- the journal -----------------------------------------------------------------------------


def entry(window: Window, *, number: int, pages: int) -> Entry | None:
    """What is to be written in the room's journal now, if anything.

    `number` is the page's; the journal has so many `pages`, its base among them.
    """
    moments, void = window.moments, window.void_from
    at = window.after.now
    fresh = next((n for n, each in enumerate(moments) if each.page is None), None)
    if fresh is None:
        return None if void is None else Entry(page=None, at=at, void_from=void)
    gone = _gone(window)
    told = (
        Told(
            event=journal.without(journal.wordless(each.event), gone),
            said=each.said,
            given=each.given,
        )
        for each in moments[fresh:]
    )
    page = Page(number=number, told=tuple(told))
    start = fresh if void == 0 or not pages else _new_start(window, pages)
    if start is None:
        return Entry(page=page, at=at, void_from=void)
    first = moments[start].page
    return Entry(
        page=page,
        at=at,
        void_from=void,
        base=journal.room_without(journal.wordless_room(moments[start].before), gone),
        first=number if first is None else first,
    )


def _new_start(window: Window, pages: int) -> int | None:
    """The moment at which the journal is to begin anew; None while it isn't worth that."""
    if not window.whole:
        return None
    start = _minute(window)
    needed = {each.page for each in window.moments[start:]}
    return start if pages - len(needed) > OLD_PAGES else None


def _minute(window: Window) -> int:
    """The first moment that is to be remembered: a minute, not too many, whole pages."""
    moments, oldest = window.moments, window.after.now - WITHIN
    start = next((n for n, each in enumerate(moments) if each.at >= oldest), len(moments))
    start = max(start, len(moments) - AT_MOST)
    while 0 < start < len(moments) and moments[start].page == moments[start - 1].page:
        start -= 1
    return start


def settle(window: Window, number: int) -> None:
    """What was told stands on that page now; what is older than a minute is forgotten."""
    window.retelling, window.void_from = None, None
    window.moments = [
        replace(each, page=number) if each.page is None else each for each in window.moments
    ]
    if start := _minute(window):
        del window.moments[:start]
        window.whole = True


def holds(window: Window, page: int) -> bool:
    """Whether a page of the journal is from before the window, and still holds."""
    limits = [window.void_from, window.moments[0].page if window.moments else None]
    return all(limit is None or page < limit for limit in limits)


# --- what holds no longer --------------------------------------------------------------------


def rewrite(window: Window) -> None:
    """The journal is to be written anew, from what is remembered."""
    window.void_from = 0
    window.whole = True
    window.moments = [replace(each, page=None) for each in window.moments]


def void(window: Window, page: int | None) -> None:
    """That page and those after it are void; what is left of it will stand on a new one."""
    if page is None:
        return
    window.void_from = page if window.void_from is None else min(page, window.void_from)
    window.moments = [
        replace(each, page=None) if each.page == page else each for each in window.moments
    ]


def begin_anew(window: Window) -> None:
    """Nothing that was before is remembered."""
    window.moments.clear()
    window.gone.clear()
    rewrite(window)


def hush(window: Window) -> None:
    """The words of deleted messages go at once, and from the journal what was found in them.

    Here that stays for its minute, so that a telling comes to the same again.
    """
    gone = frozenset(window.gone)
    window.gone.clear()
    window.moments = [
        replace(
            each,
            event=journal.hushed(each.event, gone),
            before=journal.hushed_room(each.before, gone),
        )
        for each in window.moments
    ]
    if window.retelling is not None:
        window.retelling.rest = [
            replace(each, event=journal.hushed(each.event, gone)) for each in window.retelling.rest
        ]
    rewrite(window)


def _gone(window: Window) -> frozenset[str]:
    """The messages that were deleted in what is remembered."""
    events = (each.event for each in window.moments)
    return frozenset(each.id for each in events if isinstance(each, MessageDeleted))


# --- snapshots -------------------------------------------------------------------------------


def snapshot(room: Room, last: Room | None) -> Room:
    """The room with containers of its own, or those of the last snapshot where they are equal."""
    own = copy(room)
    for each in fields(room):
        value = getattr(room, each.name)
        if hasattr(value, "copy"):
            known = getattr(last, each.name) if last is not None else None
            setattr(own, each.name, known if _same(known, value) else value.copy())
    return own


def _same(known: Any, value: Any) -> bool:  # noqa: ANN401 - a dict or a deque
    """Whether two containers hold equal parts in the same order."""
    return bool(known == value) and (not isinstance(value, dict) or list(known) == list(value))


def restore(room: Room, snapshot: Room) -> None:
    """Make the room what it was; the snapshot stays as it is."""
    for each in fields(room):
        value = getattr(snapshot, each.name)
        setattr(room, each.name, value.copy() if hasattr(value, "copy") else value)
