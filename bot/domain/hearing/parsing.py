"""A text taken apart: its own sentences, each with the features that hearing is learned from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.hearing import features
from bot.domain.hearing.asking import Idle, Shape, idle, nods, sentences, shapes_of, transcribed
from bot.domain.hearing.cues import squeezed
from bot.domain.hearing.features import Features
from bot.domain.words import Said

_MARKS: Final = re.compile(r"[.!?…,;:]")
_EMOJI: Final = re.compile(r"[\U0001F300-\U0001FAFF]")
_MANY: Final = 4  # sentences
_LONG: Final = 12  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: as written, squeezed, what its phrases say of it, and its features.

    `asked` is one with a question mark; one that can't ask (a nod, say) is `mute`; `runs_on`: one
    of many words in a message without any mark, as speech is taken down.
    """

    text: str
    plain: str
    shapes: tuple[Shape, ...]
    idle: Idle | None
    asked: bool
    mute: bool
    runs_on: bool
    features: Features


def parsed(said: Said) -> list[Sentence]:
    """The sentences of a message's own talk."""
    texts = sentences(said.own)
    marked = _MARKS.search(said.own) is not None
    around = zip(["", *texts], texts, [*texts[1:], ""], strict=False)
    place = [f"of {min(len(texts), _MANY)}", *_set_apart(said), "marked" if marked else "unmarked"]
    found = [_sentence(before, text, after, place) for before, text, after in around]
    if transcribed(said.own):
        found = [each if each.asked else replace(each, mute=True) for each in found]
    return found


def _sentence(before: str, text: str, after: str, place: list[str]) -> Sentence:
    plain, following = squeezed(text), squeezed(after)
    shapes = shapes_of(plain)
    why_idle = idle(plain, shapes, following) if shapes else None
    words = features.tidy(text)
    frame = {*place, *_marks(text), *_beside(before, after), *features.lengths(words)}
    frame.update(f"shape {each.name}" for each in shapes)
    if why_idle:
        frame.add(f"idle {why_idle.name}")
    return Sentence(
        text=text,
        plain=plain,
        shapes=shapes,
        idle=why_idle,
        asked="?" in text,
        mute=nods(plain),
        runs_on="unmarked" in place and len(words) > _LONG,
        features=Features(said=frozenset(features.said(words)), frame=frozenset(frame)),
    )


def _set_apart(said: Said) -> Iterator[str]:
    """What stood in the message besides its author's own talk."""
    if said.code:
        yield "code"
    if said.quote:
        yield "quote"
    if said.link:
        yield "link"


def _marks(text: str) -> Iterator[str]:
    """How a sentence ends, and what else stands in it besides words."""
    last = text.rstrip()[-1:]
    if "?" in text:
        yield "end ?"
    else:
        yield f"end {last}" if _MARKS.match(last) else "end -"
    if "..." in text or "…" in text:
        yield "ellipsis"
    if _EMOJI.search(text):
        yield "emoji"


def _beside(before: str, after: str) -> Iterator[str]:
    """What stands before the sentence and after it in its message."""
    following = features.tidy(after[:_BEGINNING]) if after else []
    yield f"next {following[0] if following else '-'}"
    yield "last" if not after else "not last"
    if before:
        yield "prev ?" if "?" in before else "prev ."


_BEGINNING: Final = 40  # characters
