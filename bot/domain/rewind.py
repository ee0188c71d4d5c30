"""Late arrivals, put right: a room is taken back to where they belong, and told the rest again.

The events of a room's last minute are remembered without their text, each with the room as it was
before it (parts are frozen values, so that costs little); what isn't remembered here is told again
from the room's journal. What was already given out stays given out: a card isn't sent again or
unsent, but corrected in place; a place that was taken stays taken.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Protocol

from bot.domain import cards, journal, nudging
from bot.domain.commands import (
    Command,
    PostFollow,
    PostNotice,
    PostPage,
    Reply,
    ReservePlace,
    SendCard,
    UpdateCard,
)
from bot.domain.events import (
    Event,
    Forgotten,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    OptedOut,
    Paused,
    PlaceAnswered,
    Reacted,
    Resumed,
    WakeUp,
)
from bot.domain.journal import Entry, Journal, Page, Told
from bot.domain.room import Card, Purpose, Room
from bot.domain.wording import card_view

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


# Nothing is remembered past these: somebody's words are to be nowhere, not even for a minute.
FORGETS: Final = (Forgotten, OptedOut)


class Telling(Protocol):
    """The tracker, as this module sees it."""

    def listen(self, room: Room, event: Event) -> Event:
        """The event as it may be remembered."""

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room."""


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

    `was`: the room before it. `waits_for`: cards whose places have been asked for.
    """

    late: Event
    rest: list[Moment]
    was: Room
    said: frozenset[str]
    places: dict[str, bool]
    waits_for: set[str] = field(default_factory=set)
    at: float = 0.0


class Rewind:
    """Tells a tracker what happens, and what comes late in its place.

    What is later than a minute, or than what is remembered, is applied on arrival.
    """

    def __init__(self, tracker: Telling) -> None:
        self._tracker = tracker

    def handle(self, room: Room, event: Event, window: Window) -> tuple[Command, ...]:
        """Apply one event to the room in its place; what is to be done comes back, in order.

        `window` is what is remembered of the room.
        """
        if not isinstance(event, PlaceAnswered):
            window.retelling = None
        if window.retelling is not None and isinstance(event, PlaceAnswered):
            commands = self._answered(room, window, window.retelling, event)
        elif (place := _place(window, room, event)) is not None:
            commands = self._go_back(room, window, event, place)
        else:
            commands = self._apply(room, window, event)
        if isinstance(event, FORGETS):
            _begin_anew(window)
        if window.gone:
            _hush(window)
        return tuple(commands)

    # --- the journal -------------------------------------------------------------------------

    def extend(self, window: Window, room: Room, known: Journal) -> None:
        """Remember what the room's journal knows from before the window.

        A journal that doesn't lead there (another version of Heed may judge otherwise) is of no
        use, and nothing is remembered of it.
        """
        goal = window.moments[0].before if window.moments else window.after
        own = _snapshot(journal.room_with_words(known.base, room), None)
        told = Window(after=_snapshot(own, None), whole=True)
        for page in known.pages:
            if not _holds(window, page.number):
                break
            for each in page.told:
                self._apply(own, told, journal.with_words(each.event, room))
                _as_it_was(own, told, each, page.number)
        window.whole = True
        if journal.leads_to(own, goal):
            window.moments = told.moments + window.moments

    # --- telling -----------------------------------------------------------------------------

    def _apply(self, room: Room, window: Window, event: Event) -> list[Command]:
        """Let the tracker handle an event, and remember it."""
        before = window.after
        event = self._tracker.listen(room, event)
        commands = self._tracker.handle(room, event)
        window.after = _snapshot(room, before)
        window.moments.append(
            Moment(
                event=journal.spoken(event),
                before=before,
                at=room.now,
                said=tuple(name for name in map(_once, commands) if name),
                given=_given(room, commands),
            )
        )
        if isinstance(event, MessageDeleted):
            window.gone.add(event.id)
        return list(commands)

    # --- telling again -----------------------------------------------------------------------

    def _go_back(self, room: Room, window: Window, late: Event, place: int) -> list[Command]:
        rest = window.moments[place:]
        first = Moment(event=late, before=rest[0].before, at=late.at)
        answers = [each.event for each in rest if isinstance(each.event, PlaceAnswered)]
        retelling = Retelling(
            late=late,
            rest=[first, *rest],
            was=window.after,
            said=frozenset(command for each in rest for command in each.said),
            places={each.card: each.granted for each in answers},
        )
        window.moments = window.moments[:place]
        _write_anew(window, rest[0].page)
        window.after = rest[0].before
        window.retelling = retelling
        _restore(room, rest[0].before)
        return self._go_on(room, window, retelling)

    def _go_on(self, room: Room, window: Window, retelling: Retelling) -> list[Command]:
        """Tell what is left again, until a place has to be asked for."""
        commands: list[Command] = []
        while retelling.rest and not retelling.waits_for:
            moment = retelling.rest[0]
            commands += self._due(room, window, retelling, until=_until(moment))
            if retelling.waits_for:
                return commands
            retelling.rest.pop(0)
            commands += self._tell(room, window, retelling, moment.event)
            _keep_given(room, window, moment)
        if not retelling.waits_for:
            commands += _corrections(retelling.was, room)
        return commands

    def _due(
        self, room: Room, window: Window, retelling: Retelling, *, until: float
    ) -> list[Command]:
        """Deadlines that come before that moment now, one by one."""
        commands: list[Command] = []
        while (at := room.wake_at) is not None and until - WITHIN <= at < until:
            if retelling.waits_for:
                break
            commands += self._tell(room, window, retelling, WakeUp(room=room.id, at=at))
        return commands

    def _tell(
        self, room: Room, window: Window, retelling: Retelling, event: Event
    ) -> list[Command]:
        """Apply an event again, or for the first time, and pass on what wasn't said before."""
        retelling.at = event.at
        commands: list[Command] = []
        for command in self._apply(room, window, event):
            match command:
                case ReservePlace() if _is_known(room, retelling, command.card):
                    granted = retelling.places.get(command.card, False)
                    commands += self._tell(
                        room, window, retelling, _answer(command, event, granted)
                    )
                case ReservePlace():
                    retelling.waits_for.add(command.card)
                    commands.append(command)
                case _ if _once(command) in retelling.said:
                    pass
                case UpdateCard():
                    pass  # what has changed in the end is shown in the end
                case PostFollow():
                    pass  # a press that came to nothing has been answered so
                case Reply() if event is not retelling.late:
                    pass
                case _:
                    commands.append(command)
        return commands

    def _answered(
        self, room: Room, window: Window, retelling: Retelling, event: PlaceAnswered
    ) -> list[Command]:
        """A place that had to be asked for is answered: as of then, before the rest is told."""
        retelling.waits_for.discard(event.card)
        commands = self._tell(room, window, retelling, replace(event, at=retelling.at))
        return commands + self._go_on(room, window, retelling)


def _keep_given(room: Room, window: Window, moment: Moment) -> None:
    """Cards that went out then are there, whatever would be decided now."""
    missing = tuple(each for each in moment.given if each.id not in room.cards)
    for card in missing:
        _give(room, card)
    if missing:
        window.after = _snapshot(room, window.after)
    last = window.moments[-1]
    window.moments[-1] = replace(
        last, said=(*last.said, *moment.said), given=(*last.given, *missing)
    )


def _as_it_was(room: Room, window: Window, told: Told, page: int) -> None:
    """What was told last was told so, as the journal has it."""
    for card in told.given:
        if card.id not in room.cards:
            _give(room, card)
    window.after = _snapshot(room, window.after)
    window.moments[-1] = replace(window.moments[-1], said=told.said, given=told.given, page=page)


def _once(command: Command) -> str:
    """A name for what is done once, however often the event that led to it is told; else none."""
    match command:
        case SendCard(card=card):
            return f"card {card}"
        case PostFollow(id=name):
            return f"follow {name}"
        case PostNotice(notice=notice):
            return f"notice {notice}"
        case PostPage(page=page):
            return f"page {page}"
    return ""


def _place(window: Window, room: Room, event: Event) -> int | None:
    """Where in the window a late event belongs; None where it is applied on arrival."""
    if not _is_late(room, event):
        return None
    place = next((n for n, each in enumerate(window.moments) if each.at > event.at), None)
    if place is None or window.moments[place].before.now > event.at:
        return None
    return place


def _is_late(room: Room, event: Event) -> bool:
    return isinstance(event, PUT_RIGHT) and room.now - WITHIN <= event.at < room.now


def _until(moment: Moment) -> float:
    """Deadlines before then come before the moment; the one that it was for is its own."""
    if isinstance(moment.event, WakeUp) and moment.before.wake_at is not None:
        return min(moment.before.wake_at, moment.event.at)
    return moment.event.at


def _is_known(room: Room, retelling: Retelling, name: str) -> bool:
    """Whether it needn't be asked if a nudge has a place.

    It was asked before; or what went out later has taken it (rule 4): so many in a meeting, one for
    an author.
    """
    if name in retelling.places:
        return True
    card, meeting = room.cards[name], room.meeting
    if card.purpose is not Purpose.NUDGE or meeting is None:
        return False
    mine = card.questions[0]
    given = [*room.cards.values(), *(each for moment in retelling.rest for each in moment.given)]
    nudged = {
        each.questions[0]
        for each in given
        if each.purpose is Purpose.NUDGE and each.sent and each.meeting == card.meeting
    }
    if mine in nudged:
        return False
    asked = retelling.was.questions | room.questions
    askers = {asked[each].asker for each in nudged if each in asked}
    return len(nudged) >= room.settings.budget.per_meeting or asked[mine].asker in askers


def _answer(command: ReservePlace, event: Event, granted: bool) -> PlaceAnswered:  # noqa: FBT001 - as the event has it
    return PlaceAnswered(room=command.room, at=event.at, card=command.card, granted=granted)


def _given(room: Room, commands: Iterable[Command]) -> tuple[Card, ...]:
    """The cards that these commands send, as they are then."""
    names = (each.card for each in commands if isinstance(each, SendCard))
    return tuple(room.cards[each] for each in names if each in room.cards)


def _corrections(was: Room, room: Room) -> list[Command]:
    """Cards that somebody has, and that look different now."""
    commands: list[Command] = []
    for card in room.cards.values():
        old = was.cards.get(card.id)
        if old is None or not old.sent:
            continue
        if card_view(was, old, room.now) != card_view(room, card, room.now):
            commands += cards.redraw(card, room)
    return commands


# --- what was given out ----------------------------------------------------------------------


def _give(room: Room, card: Card) -> None:
    """Put a card that went out into a room that wouldn't have sent it, with what goes with it."""
    room.cards[card.id] = card
    for name in card.questions:
        _mark(room, card, name)
    if card.purpose is Purpose.DIGEST:
        room.digest_day = card.id.split(":")[1]
    if card.purpose is Purpose.SPOKEN and room.meeting is not None:
        room.meeting = replace(room.meeting, card_sent=True)
    for name in card.questions:
        question = room.questions.get(name)
        if question is None:
            cards.close(room, room.cards[card.id], cards.SETTLED)
        else:
            cards.correct(room, question)


def _mark(room: Room, card: Card, name: str) -> None:
    """The question has been brought to somebody: never twice."""
    question = room.questions.get(name)
    if question is None:
        return
    if card.purpose is Purpose.NUDGE:
        nudging.was_nudged(room, question, card.made_at)
    elif card.purpose is Purpose.DIGEST:
        room.questions[name] = replace(question, chosen_at=card.made_at)
    elif card.purpose is Purpose.RETURNED:
        room.questions[name] = replace(question, claim_returned=True)
    elif card.purpose is Purpose.CARRIED:
        room.questions[name] = replace(question, carried=question.carried + 1)


# --- snapshots -------------------------------------------------------------------------------


def _snapshot(room: Room, last: Room | None) -> Room:
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


def _restore(room: Room, snapshot: Room) -> None:
    """Make the room what it was; the snapshot stays as it is."""
    for each in fields(room):
        value = getattr(snapshot, each.name)
        setattr(room, each.name, value.copy() if hasattr(value, "copy") else value)


# --- what is remembered ----------------------------------------------------------------------


def begin(room: Room, *, whole: bool) -> Window:
    """A window on the room as it is. `whole`: it has no journal that knows of its last minute."""
    return Window(after=_snapshot(room, None), whole=whole)


def lacks(window: Window, room: Room, event: Event) -> bool:
    """Whether the room's journal is needed for an event: it is late, or a deletion.

    A deletion is to reach all that is remembered of its message.
    """
    if window.whole:
        return False
    if isinstance(event, MessageDeleted):
        return True
    return _is_late(room, event) and _place(window, room, event) is None


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


def settle(window: Window, number: int) -> None:
    """What was told stands on that page now; what is older than a minute is forgotten."""
    window.retelling, window.void_from = None, None
    window.moments = [
        replace(each, page=number) if each.page is None else each for each in window.moments
    ]
    if start := _minute(window):
        del window.moments[:start]
        window.whole = True


def rewrite(window: Window) -> None:
    """The journal is to be written anew, from what is remembered."""
    window.void_from = 0
    window.whole = True
    window.moments = [replace(each, page=None) for each in window.moments]


def _begin_anew(window: Window) -> None:
    """Nothing that was before is remembered."""
    window.moments.clear()
    window.gone.clear()
    rewrite(window)


def _hush(window: Window) -> None:
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


def _write_anew(window: Window, page: int | None) -> None:
    """That page and those after it are void; what is left of it will stand on a new one."""
    if page is None:
        return
    window.void_from = page if window.void_from is None else min(page, window.void_from)
    window.moments = [
        replace(each, page=None) if each.page == page else each for each in window.moments
    ]


def _holds(window: Window, page: int) -> bool:
    """Whether a page of the journal is from before the window, and still holds."""
    limits = [window.void_from, window.moments[0].page if window.moments else None]
    return all(limit is None or page < limit for limit in limits)


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
