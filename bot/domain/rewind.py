"""Late arrivals, put right: a room is taken back to where they belong, and told the rest again.

The events of a room's last minute are remembered without their text, each with the room as it was
before it (parts are frozen values, so that costs little); what isn't remembered here is told again
from the room's journal. What was already given out stays given out: a card isn't sent again or
unsent, but corrected in place; a place that was taken stays taken.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Protocol

from bot.domain import journal, noticing
from bot.domain.cards import GONE
from bot.domain.commands import Command, PostFollow, Reply, ReservePlace, Retired, UpdateCard
from bot.domain.events import Event, Forgotten, MessageDeleted, OptedOut, PlaceAnswered, WakeUp
from bot.domain.given import corrections, give, given_by, once
from bot.domain.journal import Journal, Told
from bot.domain.question import Question
from bot.domain.room import Purpose, Room
from bot.domain.window import (
    WITHIN,
    Moment,
    Retelling,
    Window,
    begin_anew,
    holds,
    hush,
    place_of,
    restore,
    snapshot,
    void,
)

# Nothing is remembered past these: somebody's words are to be nowhere, not even for a minute.
FORGETS: Final = (Forgotten, OptedOut)


class Telling(Protocol):
    """The tracker, as this module sees it."""

    def listen(self, room: Room, event: Event) -> Event:
        """The event as it may be remembered."""

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room."""


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
        elif (place := place_of(window, room, event)) is not None:
            commands = self._go_back(room, window, event, place)
        else:
            commands = self._apply(room, window, event)
        if isinstance(event, FORGETS):
            begin_anew(window)
        if window.gone:
            hush(window)
        return tuple(commands)

    # --- the journal -------------------------------------------------------------------------

    def extend(self, window: Window, room: Room, known: Journal, left: Iterable[Question]) -> None:
        """Remember what the room's journal knows from before the window.

        Its words are the room's, and those of questions that have `left` its memory. A journal that
        doesn't lead there (another version of Heed may judge otherwise) is of no use, and nothing
        is remembered of it.
        """
        goal = window.moments[0].before if window.moments else window.after
        spoken = replace(room, questions={each.id: each for each in left} | room.questions)
        own = snapshot(journal.room_with_words(known.base, spoken), None)
        told = Window(after=snapshot(own, None), whole=True)
        for page in known.pages:
            if not holds(window, page.number):
                break
            for each in page.told:
                self._apply(own, told, journal.with_words(each.event, spoken))
                _as_it_ended(own, goal)
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
        window.after = snapshot(room, before)
        window.moments.append(
            Moment(
                event=journal.spoken(event),
                before=before,
                at=room.now,
                said=tuple(name for name in map(once, commands) if name),
                given=given_by(room, commands),
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
        void(window, rest[0].page)
        window.after = rest[0].before
        window.retelling = retelling
        restore(room, rest[0].before)
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
            commands += corrections(retelling.was, room)
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
        commands = _reach(room, retelling, event)
        for command in self._apply(room, window, event):
            match command:
                case Retired(question=question):
                    retelling.retired[question.id] = question
                    commands.append(command)
                case ReservePlace() if _is_known(room, retelling, command.card):
                    granted = retelling.places.get(command.card, False)
                    commands += self._tell(
                        room, window, retelling, _answer(command, event, granted)
                    )
                case ReservePlace():
                    retelling.waits_for.add(command.card)
                    commands.append(command)
                case _ if once(command) in retelling.said:
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


def _reach(room: Room, retelling: Retelling, event: Event) -> list[Command]:
    """Questions that have left the memory, in this telling again, follow what comes after that."""
    commands: list[Command] = []
    for name, question in retelling.retired.items():
        if (now := noticing.reached(question, event)) != question:
            retelling.retired[name] = now
            commands.append(Retired(room=room.id, question=now))
    return commands


def _keep_given(room: Room, window: Window, moment: Moment) -> None:
    """Cards that went out then are there, whatever would be decided now."""
    missing = tuple(each for each in moment.given if each.id not in room.cards)
    for card in missing:
        give(room, card)
    if missing:
        window.after = snapshot(room, window.after)
    last = window.moments[-1]
    window.moments[-1] = replace(
        last, said=(*last.said, *moment.said), given=(*last.given, *missing)
    )


def _as_it_was(room: Room, window: Window, told: Told, page: int) -> None:
    """What was told last was told so, as the journal has it."""
    for card in told.given:
        if card.id not in room.cards:
            give(room, card)
    window.after = snapshot(room, window.after)
    window.moments[-1] = replace(window.moments[-1], said=told.said, given=told.given, page=page)


def _as_it_ended(room: Room, goal: Room) -> None:
    """A card about a message that is gone says so.

    A telling may close it for another reason, since nothing of its words is there to judge by.
    """
    for card in goal.cards.values():
        mine = room.cards.get(card.id)
        if card.closed == GONE and mine is not None and mine.closed is not None:
            room.cards[card.id] = card


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
