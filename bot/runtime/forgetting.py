"""Deletions and edits reach the questions that have left a room's memory, too (rule 9)."""

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
from bot.domain.forgetting import dropped, masked, without
from bot.domain.noticing import bare
from bot.domain.question import Cause, Question
from bot.domain.settings import KeepText
from bot.runtime.ports import Unit


async def forget_words(unit: Unit, event: Event) -> None:
    """Drop words that may be kept no longer from questions that the core doesn't hold any more.

    Those that it holds are its own matter. What an edited message says now isn't heard again: its
    question stays in reports without words.
    """
    match event:
        case MessageDeleted():
            await _rewrite(unit, event.id, gone=True)
        case MessageEdited():
            await _rewrite(unit, event.id)
        case OptedOut():
            await unit.forget_follows(_asked_by(unit, event.member))
            for question in await unit.retired():
                if question.asker == event.member:
                    await unit.retire(dropped(question))
        case Forgotten():
            await _forget(unit, event.member)
        case RoomSet() if event.settings.keep_text is KeepText.NONE:
            await _rewrite(unit, None)


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


async def _rewrite(unit: Unit, message: str | None, *, gone: bool = False) -> None:
    for question in await unit.retired(None if message is None else {message}):
        without = _gone(bare(question)) if gone else bare(question)
        if without != question:
            await unit.retire(without)


def _gone(question: Question) -> Question:
    deleted = question.after(Cause.DELETED) if question.can(Cause.DELETED) else question
    return replace(deleted, heard_too=())
