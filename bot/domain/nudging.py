"""Nudging: from a hanging question to cards for conveners, and their correction later."""

from dataclasses import replace
from typing import Final

from bot.domain import patience, policy
from bot.domain.commands import Command, ReservePlace, SendCard, UpdateCard
from bot.domain.question import Cause, Held, Question, State
from bot.domain.room import Card, Meeting, Purpose, Room

# What a card says once there is nothing left to do on it. No blame, and no word of who pressed.
PICKED_UP: Final = "This has been picked up since. Nothing to do."
WITHDRAWN: Final = "It was taken back since. Nothing to do."
GONE: Final = "The message is no longer there. Nothing to do."
TAKEN_AWAY: Final = "Somebody will find out and come back to it. Nothing to do for now."
IN_HAND: Final = "This one is in hand. Nothing to do."
SETTLED: Final = "This one is settled. Nothing to do."
NO_LONGER: Final = "You no longer convene this room. Nothing to do."

CORRECTIONS: Final = {
    State.FOLLOWED: PICKED_UP,
    State.TAKEN_AWAY: TAKEN_AWAY,
    State.WITHDRAWN: WITHDRAWN,
    State.SETTLED: SETTLED,
    State.GONE: GONE,
}


def step(room: Room, question: Question, cause: Cause) -> list[Command]:
    """Take one question a step on and correct the cards that this makes stale."""
    after = question.after(cause)
    if after.state is not State.HANGING:
        after = replace(after, waits=False)
    room.questions[question.id] = after
    return correct(room, after)


def correct(room: Room, question: Question) -> list[Command]:
    """Close the cards about a question that no longer waits; its people see it in place."""
    last_word = CORRECTIONS.get(question.state)
    if last_word is None:
        return []
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.closed is None and question.id in card.questions:
            commands += _one_less(room, card, last_word)
    return commands


def _one_less(room: Room, card: Card, last_word: str) -> list[Command]:
    """A card closes when none of its questions waits; one that lists several is only redrawn."""
    left = [each for each in card.questions if waiting(room, each)]
    return [] if not card.sent else close(room, card, last_word) if not left else redraw(card, room)


def waiting(room: Room, question: str) -> bool:
    """Whether the question is in memory and nobody took it up."""
    known = room.questions.get(question)
    return known is not None and known.waiting


def close(room: Room, card: Card, last_word: str) -> list[Command]:
    """Close a card with its last word."""
    room.cards[card.id] = replace(card, closed=last_word, later_at=None)
    return redraw(card, room)


def redraw(card: Card, room: Room) -> list[Command]:
    """Have the card shown as it now is."""
    return [UpdateCard(room=room.id, card=card.id, to=card.to)]


# --- time ------------------------------------------------------------------------------------


def pass_time(room: Room, at: float) -> list[Command]:
    """Let everything that is due by `at` (epoch seconds) happen, then set the next deadline."""
    commands: list[Command] = []
    for question in list(room.questions.values()):
        if question.state is State.OPEN:
            commands += _lose_patience(room, question, at)
        elif question.waits:
            commands += _try_again(room, question, at)
    commands += _later_cards(room, at)
    commands += _spoken_card(room, at)
    commands += _digest(room, at)
    room.wake_at = next_deadline(room)
    return commands


def _lose_patience(room: Room, question: Question, at: float) -> list[Command]:
    if not policy.reads(room) or at < _due(room, question):
        return []
    hanging = replace(question.after(Cause.PATIENCE_SPENT), hanging_since=at)
    room.questions[question.id] = hanging
    return consider(room, hanging, at)


def _due(room: Room, question: Question) -> float:
    return patience.due_at(question, room.settings.patience, room.pace)


def consider(room: Room, question: Question, at: float) -> list[Command]:
    """Choose whether to nudge about a hanging question; what holds it back is kept with it."""
    if not policy.wants_nudge(room, question):
        return []
    held = policy.held(room, question, at)
    chosen = replace(
        question, chosen_at=at, held_by=held, waits=held in {Held.SPACING, Held.QUIET_HOURS}
    )
    room.questions[question.id] = chosen
    return [] if held else nudge(room, chosen, at)


def _try_again(room: Room, question: Question, at: float) -> list[Command]:
    """A held nudge goes out once nothing holds it, if it still hangs and its meeting runs."""
    if not policy.live(room) or (room.meeting and room.meeting.id != question.meeting):
        room.questions[question.id] = replace(question, waits=False)
        return []
    when = policy.try_again_at(room, question)
    if when is not None and at < when:
        return []
    held = policy.held(room, question, at)
    if held is not None:
        waits = held in {Held.SPACING, Held.QUIET_HOURS}
        room.questions[question.id] = replace(question, held_by=held, waits=waits)
        return []
    room.questions[question.id] = replace(question, waits=False)
    return nudge(room, question, at)


# --- cards -----------------------------------------------------------------------------------


def card_id(purpose: Purpose, about: str, to: str) -> str:
    """A card's name is made from what it is about and for whom: it can't be made twice."""
    return f"{purpose.value}:{about}:{to}"


def nudge(room: Room, question: Question, at: float) -> list[Command]:
    """Make the nudge's cards; each waits for a place in its convener's day."""
    commands: list[Command] = []
    for member in policy.recipients(room, question, at):
        name = card_id(Purpose.NUDGE, question.message, member)
        if name in room.cards:
            continue
        room.cards[name] = Card(
            id=name,
            to=member,
            purpose=Purpose.NUDGE,
            made_at=at,
            questions=(question.id,),
            meeting=question.meeting,
            shown=room.settings.show_at_once,
        )
        commands.append(
            ReservePlace(
                room=room.id,
                card=name,
                convener=member,
                day=policy.day(room, at),
                limit=room.settings.budget.per_day,
            )
        )
    return commands


def place_answered(room: Room, card_name: str, at: float, *, granted: bool) -> list[Command]:
    """Send a nudge whose convener has a place left that day; hold it for good otherwise."""
    card = room.cards.get(card_name)
    if card is None or card.sent:
        return []
    question = room.questions.get(card.questions[0])
    if not granted or question is None:
        del room.cards[card_name]
        if question is not None and not _nudged(room, question):
            room.questions[question.id] = replace(question, held_by=Held.BUDGET)
        return []
    if room.meeting is not None and not _nudged(room, question):
        room.meeting = _one_more(room.meeting, question, at)
    return send(room, card)


def _nudged(room: Room, question: Question) -> bool:
    return any(
        card.sent and card.purpose is Purpose.NUDGE and question.id in card.questions
        for card in room.cards.values()
    )


def _one_more(meeting: Meeting, question: Question, at: float) -> Meeting:
    return replace(
        meeting,
        last_nudge_at=at,
        nudged=(*meeting.nudged, question.kind),
        nudged_askers=(*meeting.nudged_askers, question.asker),
    )


def send(room: Room, card: Card) -> list[Command]:
    """Hand a new card to the outbox."""
    room.cards[card.id] = replace(card, sent=True)
    return [SendCard(room=room.id, card=card.id, to=card.to)]


def send_lists(
    room: Room, purpose: Purpose, about: str, questions: tuple[Question, ...], at: float
) -> list[Command]:
    """One card for each convener that lists questions, leaving out each convener's own."""
    commands: list[Command] = []
    for convener in policy.candidates(room, None):
        theirs = tuple(each.id for each in questions if each.asker != convener.member)
        name = card_id(purpose, about, convener.member)
        if theirs and name not in room.cards:
            card = Card(
                id=name,
                to=convener.member,
                purpose=purpose,
                made_at=at,
                questions=theirs,
                meeting=room.meeting.id if room.meeting else None,
            )
            commands += send(room, card)
    return commands


def _later_cards(room: Room, at: float) -> list[Command]:
    """*Later* has come: a new card, since an edit notifies nobody."""
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.later_at is not None and card.later_at <= at:
            room.cards[card.id] = replace(card, later_at=None)
            commands += give_back(room, card, at)
    return commands


def give_back(room: Room, card: Card, at: float) -> list[Command]:
    """Return a question to the one person who took it on or put it off, once."""
    left = tuple(each for each in card.questions if waiting(room, each))
    name = card_id(Purpose.RETURNED, card.questions[0] if card.questions else card.id, card.to)
    if not left or name in room.cards:
        return []
    back = Card(
        id=name,
        to=card.to,
        purpose=Purpose.RETURNED,
        made_at=at,
        questions=left,
        meeting=card.meeting,
    )
    return [*close(room, card, "You have a newer card about this."), *send(room, back)]


def _spoken_card(room: Room, at: float) -> list[Command]:
    meeting = room.meeting
    if meeting is None or not meeting.spoken or meeting.ends_at is None:
        return []
    return spoken_card(room, at) if at >= meeting.ends_at - policy.SPOKEN_CARD_BEFORE_END else []


def spoken_card(room: Room, at: float) -> list[Command]:
    """The one private card of a spoken meeting: what may have been answered aloud."""
    meeting = room.meeting
    if meeting is None or not meeting.spoken or meeting.card_sent or not policy.reads(room):
        return []
    here = tuple(
        each
        for each in room.questions.values()
        if each.waiting and each.meeting == meeting.id and policy.listed(each)
    )
    room.meeting = replace(meeting, card_sent=True)
    return send_lists(room, Purpose.SPOKEN, meeting.id, here, at)


def _digest(room: Room, at: float) -> list[Command]:
    """Between meetings an always-on room gets one digest a day, in working hours."""
    today = policy.day(room, at)
    if not _digest_wanted(room) or room.digest_day == today:
        return []
    if not policy.within(room, room.settings.working_hours, at):
        return []
    room.digest_day = today
    waiting_now = _undigested(room)
    for question in waiting_now:
        room.questions[question.id] = replace(question, chosen_at=at)
    return send_lists(room, Purpose.DIGEST, today, waiting_now, at)


def _digest_wanted(room: Room) -> bool:
    return room.meeting is None and policy.notices(room) and bool(_undigested(room))


def _undigested(room: Room) -> tuple[Question, ...]:
    return tuple(
        each
        for each in room.questions.values()
        if each.state is State.HANGING and each.chosen_at is None and policy.listed(each)
    )[: policy.CARRIED_AT_MOST]


# --- deadlines -------------------------------------------------------------------------------


def next_deadline(room: Room) -> float | None:
    """The earliest moment (epoch seconds) at which time alone changes something; None if never."""
    times: list[float] = []
    for question in room.questions.values():
        if question.state is State.OPEN and policy.reads(room):
            times.append(_due(room, question))
        elif question.waits:
            when = policy.try_again_at(room, question)
            times += [] if when is None else [when]
    times += [card.later_at for card in room.cards.values() if card.later_at is not None]
    meeting = room.meeting
    if meeting and meeting.spoken and meeting.ends_at is not None and not meeting.card_sent:
        times.append(meeting.ends_at - policy.SPOKEN_CARD_BEFORE_END)
    if _digest_wanted(room):
        times.append(_digest_at(room))
    return min(times, default=None)


def _digest_at(room: Room) -> float:
    hours = room.settings.working_hours
    fresh = room.digest_day != policy.day(room, room.now)
    if fresh and policy.within(room, hours, room.now):
        return room.now
    return policy.next_start(room, hours.start_minute, room.now)
