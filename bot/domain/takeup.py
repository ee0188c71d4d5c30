"""What a verdict changes: pick-ups come and go, and a question's state follows them."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.domain import cards
from bot.domain.changing import replace
from bot.domain.commands import Command
from bot.domain.question import TAKEN_UP_AT, Cause, How, PickUp, Question, State
from bot.domain.room import Room
from bot.domain.standing import Standing, Touch
from bot.domain.turn import Turn
from bot.domain.uptake import Link, Verdict

PICK_UPS_KEPT: Final = 12
IT_WILL_DO: Final = 0.9  # how sure a pick-up is once the asker has said that it helped

Chance = Callable[[Question, Standing], float]


def apply(room: Room, turn: Turn, verdict: Verdict, chance: Chance) -> list[Command]:
    """Let one message's verdict change the questions it is about.

    `chance` says how surely a question was taken up, by its standing.
    """
    commands: list[Command] = []
    for question, message in verdict.undone:
        commands += undo(room, question, message, chance)
    for question in verdict.brushed_off:
        _brush_off(room, question)
    for link in verdict.links:
        _link(room, turn, link)
    for question, touch in verdict.touches:
        _touch(room, question, touch, chance)
    for question in verdict.settled:
        _settle(room, question)
    for question in verdict.taken_away:
        commands += _take_away(room, question, turn)
    for question in verdict.withdrawn:
        commands += withdraw(room, question)
    links = (link.question for link in verdict.links)
    touches = (question for question, _ in verdict.touches)
    return commands + weigh(room, dict.fromkeys((*links, *touches, *verdict.settled)))


def _brush_off(room: Room, name: str) -> None:
    question = room.questions.get(name)
    if question is not None:
        room.questions[name] = replace(question, brushed_off=question.brushed_off + 1)


def _link(room: Room, turn: Turn, link: Link) -> None:
    """A link's message is the one judged, or an earlier one that later evidence speaks for."""
    question = room.questions.get(link.question)
    if question is None:
        return
    name = link.message or turn.id
    places = (turn, *reversed(room.turns))
    said = next((each for each in places if each.id == name and not each.deleted), None)
    known = next((each for each in question.pick_ups if each.message == name), None)
    if said is not None:
        made = PickUp(
            message=name, author=said.author, at=said.at, how=link.how, weight=link.weight
        )
        _add(room, question, made)
    elif known is not None:
        _add(room, question, replace(known, how=link.how, weight=link.weight))


def _add(room: Room, question: Question, pick_up: PickUp) -> None:
    """Keep a pick-up by somebody else; of too many the least sure one goes."""
    if pick_up.author == question.asker or not question.can(Cause.PICKED_UP):
        return
    others = (each for each in question.pick_ups if each.message != pick_up.message)
    surest = sorted((pick_up, *others), key=lambda each: -each.weight)[:PICK_UPS_KEPT]
    kept = tuple(sorted(surest, key=lambda each: each.at))
    room.questions[question.id] = replace(question, pick_ups=kept)


def _touch(room: Room, name: str, touch: Touch, chance: Chance) -> None:
    question = room.questions.get(name)
    if question is not None:
        room.questions[name] = _standing(question, question.standing.touched(touch), chance)


def _standing(question: Question, standing: Standing, chance: Chance) -> Question:
    """The question as it stands now; how surely it was taken up follows."""
    taken_up = replace(standing, chance=chance(question, standing))
    return replace(question, standing=taken_up)


def _settle(room: Room, name: str) -> None:
    question = room.questions.get(name)
    if question is not None and question.pick_ups:
        strengthen(room, question, question.pick_ups[-1].message)


def strengthen(room: Room, question: Question, message: str) -> bool:
    """The asker says that this will do: what was a guess is a pick-up. Whether it was one."""
    pick_ups = tuple(
        replace(each, weight=max(each.weight, IT_WILL_DO)) if each.message == message else each
        for each in question.pick_ups
    )
    if pick_ups == question.pick_ups:
        return False
    # It counts by itself from now on: the asker knows better than any guess.
    standing = question.standing.without(message)
    room.questions[question.id] = replace(question, pick_ups=pick_ups, standing=standing)
    return True


def _take_away(room: Room, name: str, turn: Turn) -> list[Command]:
    """Somebody will find out: a follow without a solution, carried by whoever said it."""
    question = room.questions.get(name)
    if question is None or not question.can(Cause.TAKEN_AWAY):
        return []
    if all(each.message != turn.id for each in question.pick_ups):
        said = PickUp(message=turn.id, author=turn.author, at=turn.at, how=How.FOLLOW, weight=1.0)
        _add(room, question, said)
    taken = replace(room.questions[name], taken_away_by=turn.author, taken_away_in=turn.id)
    return cards.step(room, taken, Cause.TAKEN_AWAY)


def withdraw(room: Room, name: str) -> list[Command]:
    """Its asker takes a question back, if it can still be taken back."""
    question = room.questions.get(name)
    if question is None or not question.can(Cause.WITHDRAWN):
        return []
    return cards.step(room, question, Cause.WITHDRAWN)


def weigh(room: Room, names: Iterable[str]) -> list[Command]:
    """Let these questions' states follow what their pick-ups now say."""
    commands: list[Command] = []
    for name in names:
        question = room.questions.get(name)
        if question is None:
            continue
        if _newly_taken_up(question):
            commands += cards.step(room, question, Cause.PICKED_UP)
        elif _stands_on_nothing(question):
            commands += cards.step(room, question, Cause.PICK_UP_UNDONE)
    return commands


def _newly_taken_up(question: Question) -> bool:
    if question.state is State.TAKEN_AWAY:
        return question.brought_back >= TAKEN_UP_AT
    return question.waiting and question.taken_up >= TAKEN_UP_AT


def _stands_on_nothing(question: Question) -> bool:
    if question.state is State.TAKEN_AWAY:
        return question.taken_away_by is None
    return question.state is State.FOLLOWED and question.taken_up < TAKEN_UP_AT


def undo(room: Room, name: str, message: str, chance: Chance) -> list[Command]:
    """Take one pick-up back; a question that stood on it alone waits again."""
    question = room.questions.get(name)
    if question is None or not stands_on(question, message):
        return []
    left = tuple(each for each in question.pick_ups if each.message != message)
    question = replace(question, pick_ups=left)
    if question.taken_away_in == message:
        question = replace(question, taken_away_by=None, taken_away_in="")
    if question.standing.touches:
        question = _standing(question, question.standing.without(message), chance)
    room.questions[name] = question
    return weigh(room, (name,))


def stands_on(question: Question, message: str) -> bool:
    """Whether this message has any part in how the question was taken up."""
    took_away = question.taken_away_by is not None and question.taken_away_in == message
    known = question.standing.knows(message)
    return took_away or known or any(each.message == message for each in question.pick_ups)
