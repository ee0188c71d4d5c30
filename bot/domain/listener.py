"""The second listener: when it is asked, and what its answer changes (docs/second-listener.md).

Only what is uncertain is asked, and only where a convener agreed. The local decision stands until
an answer comes; a nudge waits for it until a stored deadline, and not a second longer. An answer
that wasn't asked for, or comes after that deadline, changes nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.domain import agreement, arrangements, noticing, policy, takeup
from bot.domain.commands import AskListener, Command, Reply
from bot.domain.events import ListenerAnswered, ListenerSet
from bot.domain.labels import ALLOWED, HOWS, KINDS, About, Label
from bot.domain.question import TAKEN_UP_AT, Awaited, Question, State
from bot.domain.room import Room
from bot.domain.turn import Turn
from bot.domain.uptake import Link, Verdict

WAITS: Final = 20.0  # seconds that a nudge waits for an answer: about what a local model needs
HEARD_WITHIN: Final = 0.15  # of policy's threshold: so close to it hearing may as well be wrong
TAKEN_UP_WITHIN: Final = 0.2  # of the chance at which a question counts as taken up
PART_AT_LEAST: Final = 0.25  # how much a message must seem to take up to be asked about
SURE: Final = 0.9  # how surely a question is heard once the second listener heard it too


# --- the agreement ---------------------------------------------------------------------------


def agreed_or_ended(room: Room, event: ListenerSet) -> list[Command]:
    """A convener agrees that the second listener may be asked, or ends that; the notice says so."""
    if not arrangements.convenes(room, event.by):
        return _tell(room, event.by, "Only a convener of this room can agree to that, or end it.")
    if not event.on:
        agreement.end(room)
        return [*arrangements.notice(room), *_tell(room, event.by, _OFF)]
    if not room.settings.listener:
        return _tell(room, event.by, "No second listener is set up here, so there is none to ask.")
    agreement.give(room, event.by, event.at)
    return [*arrangements.notice(room), *_tell(room, event.by, _ON)]


_ON: Final = "Agreed. It is asked once the room's new notice stands, which says so to everybody."
_OFF: Final = "It isn't asked any more. The room's notice says so."


def _tell(room: Room, to: str, text: str) -> list[Command]:
    return [Reply(room=room.id, to=to, text=text)]


def may_be_asked(room: Room) -> bool:
    """Whether words of this room may be sent now: it was agreed to, and its notice says so."""
    return (
        agreement.stands(room)
        and policy.reads(room)
        and room.notice_posted == arrangements.notice_words(room)
    )


# --- asking ----------------------------------------------------------------------------------


def about_hearing(room: Room, questions: Iterable[Question]) -> list[Command]:
    """Ask whether these new questions are what hearing took them for, where it wasn't sure."""
    if not may_be_asked(room):
        return []
    unsure = [each for each in questions if _heard_unsurely(room, each)]
    return [_ask(room, each, each.message, About.HEARING) for each in unsure]


def _heard_unsurely(room: Room, question: Question) -> bool:
    undecided = abs(question.confidence - policy.least(room, question.kind)) <= HEARD_WITHIN
    return undecided and question.tracked and not question.sensitive


def about_reply(room: Room, turn: Turn, verdict: Verdict) -> list[Command]:
    """Ask whether a message takes these questions up, where they may or may not be taken up now."""
    if turn.unread or turn.deleted or not may_be_asked(room):
        return []
    names = [each.question for each in verdict.links if each.message in {None, turn.id}]
    names += [name for name, touch in verdict.touches if touch.direct >= PART_AT_LEAST]
    found = (room.questions.get(name) for name in dict.fromkeys(names))
    unsure = [each for each in found if each is not None and _may_be_taken_up(room, each)]
    return [_ask(room, each, turn.id, About.REPLY) for each in unsure]


def _may_be_taken_up(room: Room, question: Question) -> bool:
    undecided = abs(question.taken_up - TAKEN_UP_AT) <= TAKEN_UP_WITHIN
    stands = question.waiting or question.state is State.FOLLOWED
    return undecided and stands and policy.worth_it(room, question) and not question.sensitive


def _ask(room: Room, question: Question, message: str, about: About) -> AskListener:
    until = room.now + WAITS
    others = (
        each for each in question.awaited if each.message != message and each.until > room.now
    )
    awaited = (*others, Awaited(message=message, until=until))
    room.questions[question.id] = replace(question, awaited=awaited)
    return AskListener(
        room=room.id, question=question.id, message=message, about=about, until=until
    )


def dismiss(room: Room, message: str) -> None:
    """A message says something else now, or is gone: what was asked about it doesn't count."""
    for question in list(room.questions.values()):
        left = tuple(each for each in question.awaited if each.message != message)
        if left != question.awaited:
            room.questions[question.id] = replace(question, awaited=left)


# --- the answer ------------------------------------------------------------------------------


def answered(room: Room, event: ListenerAnswered, chance: takeup.Chance) -> list[Command]:
    """What was asked is answered: the question stands as it says, if it comes in time.

    `chance` says how surely a question was taken up, by its standing.
    """
    question = room.questions.get(event.question)
    if question is None:
        return []
    asked = next((each for each in question.awaited if each.message == event.message), None)
    if asked is None:
        return []
    left = tuple(each for each in question.awaited if each is not asked)
    question = room.questions[question.id] = replace(question, awaited=left)
    about = About.HEARING if event.message == question.message else About.REPLY
    if event.at > asked.until or event.label not in ALLOWED[about] or not policy.reads(room):
        return []
    if about is About.HEARING:
        return _heard(room, question, event.label)
    return _replied(room, question, event, chance)


def _heard(room: Room, question: Question, label: Label) -> list[Command]:
    """A question of that kind, surely; or none worth following, whose words aren't kept then."""
    if label is Label.NO_QUESTION:
        said = replace(noticing.bare(question), tracked=False)
    else:
        surely = max(question.confidence, SURE)
        said = replace(question, kind=KINDS[label], confidence=surely)
    room.questions[question.id] = said
    return noticing.redraw_all(room, [said])


def _replied(
    room: Room, question: Question, event: ListenerAnswered, chance: takeup.Chance
) -> list[Command]:
    """The message takes the question up, as surely as if its asker had said so; or it doesn't."""
    turn = next((each for each in room.turns if each.id == event.message), None)
    if turn is None or turn.deleted or turn.unread:
        return []
    if event.label is Label.NEITHER:
        return takeup.undo(room, question.id, event.message, chance)
    link = Link(
        question=question.id,
        how=HOWS[event.label],
        weight=TAKEN_UP_AT,
        message=event.message,
    )
    commands = takeup.apply(room, turn, Verdict(links=(link,)), chance)
    takeup.strengthen(room, room.questions[question.id], event.message)
    return commands + takeup.weigh(room, (question.id,))
