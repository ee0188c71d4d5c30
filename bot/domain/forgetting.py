"""Forgetting somebody, and reading them no more (rule 9).

Whoever is forgotten leaves no word and no name; that a question was taken up stays true, by
somebody. Whoever opts out stays in the room, and only their words go.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from bot.domain import agreement, arrangements, cards, names, noticing, phrases
from bot.domain.commands import Command
from bot.domain.events import Forgotten, OptedOut
from bot.domain.question import Cause, Question
from bot.domain.room import Card, Meeting, Room
from bot.domain.turn import Turn
from bot.domain.uptake import Link

SOMEBODY: Final = ""
"""The id of everybody who was forgotten."""
IN_PLACE: Final = "somebody"
"""What stands in other people's words where a forgotten name stood."""
_LETTERS: Final = 3  # a part of a name that is shorter is too often a word


def opted_out(room: Room, event: OptedOut) -> list[Command]:
    """They are read no more: what is remembered of their words goes, and their questions."""
    for index, turn in enumerate(room.turns):
        if turn.author == event.member:
            room.turns[index] = _place_of(turn, turn.author)
    for question in list(room.questions.values()):
        room.questions[question.id] = not_taken_up_by(question, event.member)
    return [
        *_drop_unposted(room, event.member),
        *_drop_questions(room, event.member),
        *_drop_topics(room),
    ]


def unnamed(room: Room, turn: Turn, links: Iterable[Link]) -> None:
    """Of whoever isn't to be read only that a question was taken up is told: by somebody.

    `turn` is the message that these links were found with; they may be an earlier one's.
    """
    for link in links:
        question = room.questions.get(link.question)
        if question is not None:
            unread = {each.id for each in (turn, *room.turns) if each.unread}
            room.questions[question.id] = _taken_up_by_somebody(question, unread)


def _taken_up_by_somebody(question: Question, messages: Collection[str]) -> Question:
    """The question with no name for whoever took it up by one of these messages."""
    if not any(each.message in messages for each in question.pick_ups):
        return question
    pick_ups = tuple(
        replace(each, author=SOMEBODY) if each.message in messages else each
        for each in question.pick_ups
    )
    return replace(question, pick_ups=pick_ups)


def forgotten(room: Room, event: Forgotten) -> list[Command]:
    """Nothing of them stays, not even that they convened: to do that Heed has to know them."""
    member, name = event.member, room.name_of(event.member)
    commands: list[Command] = []
    for card in list(room.cards.values()):  # first of all, so that nothing more is brought to them
        commands += _forget_card(room, card, member, name)
    commands += opted_out(room, OptedOut(room=room.id, at=event.at, member=member))
    for index, turn in enumerate(room.turns):
        author = SOMEBODY if turn.author == member else turn.author
        addressed = _others(turn.addressed, member)
        room.turns[index] = replace(turn, author=author, addressed=addressed)
    for question in list(room.questions.values()):
        room.questions[question.id] = without(question, member, name)
    room.meeting = _meeting_without(room.meeting, member)
    room.last_meeting = _meeting_without(room.last_meeting, member)
    room.conveners.pop(member, None)
    agreement.review(room)
    room.members.pop(member, None)
    for remembers in (names, phrases):
        remembers.forget()
    return [*commands, *_forget_asking(room, member), *_say_anew(room)]


def without(question: Question, member: str, name: str) -> Question:
    """The question without a trace of somebody; one that they asked is gone, words and all."""
    if question.asker == member:
        question = dropped(question)
    taken_by = SOMEBODY if question.taken_away_by == member else question.taken_away_by
    return replace(
        not_taken_up_by(question, member),
        text=None if question.text is None else masked(question.text, name),
        moved_on_to=masked(question.moved_on_to, name),
        addressed=_others(question.addressed, member),
        heard_too=_others(question.heard_too, member),
        taken_away_by=taken_by,
        claimed_by=None if question.claimed_by == member else question.claimed_by,
    )


def not_taken_up_by(question: Question, member: str) -> Question:
    """The question, taken up by somebody where it was by them; the same object where it wasn't."""
    theirs = {each.message for each in question.pick_ups if each.author == member}
    return _taken_up_by_somebody(question, theirs)


def dropped(question: Question) -> Question:
    """What stays of a question whose asker isn't to be read: that there was one."""
    gone = question.after(Cause.DELETED) if question.can(Cause.DELETED) else question
    bare = noticing.bare(gone)
    return replace(bare, asker=SOMEBODY, addressed=(), heard_too=(), waits=False)


def masked(text: str, name: str) -> str:
    """Other people's words with a name taken out of them, in whole and in its parts."""
    if not text or not name:
        return text
    parts = [part for part in name.split() if len(part) >= _LETTERS and part[0].isupper()]
    text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", IN_PLACE, text, flags=re.IGNORECASE)
    for part in parts:
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", IN_PLACE, text)
    return text


def _drop_questions(room: Room, member: str) -> list[Command]:
    """Their questions go as deleted ones do, and cards about them say that nothing is to be done.

    A question's place in the room is found by its id, so that stays until it retires.
    """
    commands: list[Command] = []
    for question in list(room.questions.values()):
        if question.asker == member:
            if question.can(Cause.DELETED):
                commands += cards.step(room, question, Cause.DELETED)
            room.questions[question.id] = dropped(room.questions[question.id])
    return commands


def _drop_unposted(room: Room, member: str) -> list[Command]:
    """Their own words that couldn't be posted go; that they couldn't be is still said."""
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.to == member and card.unposted is not None:
            room.cards[card.id] = replace(card, unposted=replace(card.unposted, text=""))
            commands += cards.redraw(card, room)
    return commands


def _drop_topics(room: Room) -> list[Command]:
    """What a talk moved on to goes, unless it is known to be somebody else's words."""
    others = {turn.id for turn in room.turns if not turn.deleted}
    about = {each.moved_on_in for each in room.questions.values() if each.moved_on_in}
    commands: list[Command] = []
    for message in about - others:
        commands += noticing.topic_gone(room, message)
    return commands


def _forget_card(room: Room, card: Card, member: str, name: str) -> list[Command]:
    if card.to == member:
        del room.cards[card.id]
        return []
    closed = None if card.closed is None else masked(card.closed, name)
    unposted = card.unposted
    if unposted is not None:
        # Nothing is left to post about a question that the room has let go of.
        there = unposted.question in room.questions
        unposted = replace(unposted, text=masked(unposted.text, name)) if there else None
    if (closed, unposted) == (card.closed, card.unposted):
        return []
    room.cards[card.id] = replace(card, closed=closed, unposted=unposted)
    return cards.redraw(card, room)


def _forget_asking(room: Room, member: str) -> list[Command]:
    """Whom they asked to convene, or answered, and what they had posted, isn't known any more."""
    commands: list[Command] = []
    for convener in list(room.conveners.values()):
        if convener.invited_by == member:
            room.conveners[convener.member] = replace(convener, invited_by=SOMEBODY)
    for page in list(room.pages.values()):
        if page.by == member:
            room.pages[page.id] = replace(page, by=SOMEBODY)
    for card in list(room.cards.values()):
        if card.who == member:
            room.cards[card.id] = replace(card, who=SOMEBODY)
            commands += cards.redraw(card, room)
    return commands


def _meeting_without(meeting: Meeting | None, member: str) -> Meeting | None:
    if meeting is None:
        return None
    return replace(
        meeting,
        nudged_askers=_others(meeting.nudged_askers, member),
        heard_too_by=tuple(each for each in meeting.heard_too_by if each[0] != member),
    )


def _say_anew(room: Room) -> list[Command]:
    """A notice that names them is posted anew; until it stands the room isn't read (rule 1)."""
    commands = arrangements.notice(room)
    if room.notice_posted != room.notice_wanted:
        room.notice_posted = ""
    return commands


def _place_of(turn: Turn, author: str) -> Turn:
    """What is left of a message: that one stood there, so that its echo changes nothing."""
    return Turn(id=turn.id, at=turn.at, seq=turn.seq, author=author, bot=turn.bot, deleted=True)


def _others(people: tuple[str, ...], member: str) -> tuple[str, ...]:
    return tuple(each for each in people if each != member)
