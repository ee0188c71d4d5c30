"""Deletions and edits reach the questions that have left a room's memory, too (rule 9)."""

from dataclasses import replace

from bot.domain.events import Event, MessageDeleted, MessageEdited, RoomSet
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
        case RoomSet() if event.settings.keep_text is KeepText.NONE:
            await _rewrite(unit, None)


async def _rewrite(unit: Unit, message: str | None, *, gone: bool = False) -> None:
    for question in await unit.retired(message):
        without = _gone(bare(question)) if gone else bare(question)
        if without != question:
            await unit.retire(without)


def _gone(question: Question) -> Question:
    deleted = question.after(Cause.DELETED) if question.can(Cause.DELETED) else question
    return replace(deleted, heard_too=())
