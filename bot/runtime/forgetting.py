"""Deletions and edits reach the questions that have left a room's memory, too (rule 9)."""

from collections.abc import Collection
from dataclasses import replace

from bot.domain.events import (
    Event,
    FollowFailed,
    Forgotten,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    OptedOut,
    RoomSet,
)
from bot.domain.forgetting import dropped, masked, not_taken_up_by, without
from bot.domain.noticing import reached
from bot.domain.question import Question
from bot.domain.settings import KeepText
from bot.runtime.ports import Unit


async def forget_words(unit: Unit, event: Event) -> None:
    """Drop words that may be kept no longer from questions that the core doesn't hold any more.

    Those that it holds are its own matter.
    """
    match event:
        case MessageDeleted() | MessageEdited():
            await _reach(unit, event, {event.id})
        case OptedOut():
            await unit.forget_follows(_asked_by(unit, event.member))
            for question in await unit.retired():
                bare = _unread(question, event.member)
                if bare is not question:
                    await unit.retire(bare)
        case Forgotten():
            await _forget(unit, event.member)
        case RoomSet() if event.settings.keep_text is KeepText.NONE:
            await _reach(unit, event)


async def unread(unit: Unit, event: Event) -> Event | None:
    """The event as the core may hear it: without the words of somebody who opted out.

    That they spoke, where, and in reply to what, stays: it may have taken a question up; and that a
    follow of theirs couldn't be posted. None where nothing is left to be heard.
    """
    match event:
        case MessagePosted() if not event.unread and await unit.opted_out(event.author):
            return replace(event, text="", unread=True)
        case MessageEdited():
            author = next((each.author for each in unit.room.turns if each.id == event.id), None)
            return None if author is not None and await unit.opted_out(author) else event
        case FollowFailed() if await unit.opted_out(event.by):
            return replace(event, text="")
    return event


def _unread(question: Question, member: str) -> Question:
    """What stays of a question where somebody isn't to be read; the same object where it's all."""
    return dropped(question) if question.asker == member else not_taken_up_by(question, member)


async def _forget(unit: Unit, member: str) -> None:
    """Take somebody out of what the core doesn't hold."""
    name = unit.room.name_of(member)
    for question in await unit.retired():
        bare = without(question, member, name)
        if bare != question:
            await unit.retire(bare)
    await unit.forget_parcels(member, notices=member in unit.room.conveners)
    await unit.forget_follows(_asked_by(unit, member))
    await unit.reword_follows(lambda words: masked(words, name))


def _asked_by(unit: Unit, member: str) -> list[str]:
    """Their questions in the room's memory: nobody can follow these any more."""
    return [each.id for each in unit.room.questions.values() if each.asker == member]


async def _reach(unit: Unit, event: Event, messages: Collection[str] | None = None) -> None:
    for question in await unit.retired(messages):
        if (now := reached(question, event)) != question:
            await unit.retire(now)
