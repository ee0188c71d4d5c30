"""Hearing as it was learned: weights for what sentences are made of (docs/hearing.md)."""

from typing import Final

from bot.domain.changing import replace
from bot.domain.events import MessagePosted
from bot.domain.hearing import Heard
from bot.domain.hearing.asking import Idle
from bot.domain.hearing.features import together
from bot.domain.hearing.judge import Judge
from bot.domain.hearing.kinds import wants
from bot.domain.hearing.parsing import Sentence
from bot.domain.hearing.reading import UNREAD, Asking, Reading, read
from bot.domain.hearing.sensitive import is_sensitive
from bot.domain.hearing.why import reasons
from bot.domain.names import candidates, named
from bot.domain.question import Wants
from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn, turn_of
from bot.domain.uptake.scene import is_crowd
from bot.domain.words import WordHashes, Words, tokens

MOST_QUESTIONS: Final = 3
# From here on a question is tracked; policy decides what is worth a nudge, and asks for more.
TRACKED_AT: Final = 0.45
TRACKED_IN_A_CROWD_AT: Final = 0.1
_IDLE: Final = frozenset(Idle)
_OWN_SUBJECT: Final = 3  # content words that a second question in a message must bring
_RUN_SECONDS: Final = 90.0
_LEAD_UP: Final = 0.7  # what a word of the line before counts, beside one of the question's own

Askings = tuple[Asking, ...]
Sentences = tuple[Sentence, ...]


class LearnedHearing:
    """Hears by learned weights.

    `key` is the installation's own, for the hashes of content words.
    """

    def __init__(self, judge: Judge, key: bytes = b"") -> None:
        self._judge = judge
        self._hashes = WordHashes(key)
        self._last: tuple[str, Reading] = ("", read("", judge))

    def remember(self, message: MessagePosted, seq: int, room: RoomView) -> Turn:
        """The message as the room remembers it; `room` doesn't hold it yet."""
        reading = UNREAD if message.unread else self._read(message.text)
        names = named(reading.own, message.author, message.mentions, candidates(room))
        cues = set(reading.cues)
        if names.calls:
            cues.add(Cue.CALLS)
            cues -= reading.label  # "kim: …" is a call, "Flu clinics: …" a matter of its own
        return turn_of(
            message,
            seq,
            length=reading.length,
            words=self._hashes.content(reading.words),
            addressed=names.members,
            cues=frozenset(cues),
        )

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        """The askings in the message (none for most), in the order they stand in it."""
        if message.bot or message.unread:
            return ()
        reading = self._read(message.text)
        if not reading.askings:
            return ()
        groups = self._groups(reading.askings)
        sensitive = is_sensitive(message.text)
        # What a single question is about is said by the whole message, which `place` knows.
        alone = len(groups) == 1
        return tuple(
            self._heard(
                each,
                reading.sentences if alone else tuple(part.sentence for part in each),
                () if alone else self._content(each),
                sensitive=sensitive,
            )
            for each in groups
        )

    def place(self, heard: tuple[Heard, ...], turn: Turn, room: RoomView) -> tuple[Heard, ...]:
        """A single question is about the whole message and what led up to it; a bot's is idle.

        In a crowd people ask each other in passing, and mean it: less is enough there.
        """
        if len(heard) == 1:
            heard = (replace(heard[0], words=_about(turn, room)),)
        if heard and _for_a_bot(turn, room):
            return tuple(map(_idle, heard))
        return tuple(map(_in_passing, heard)) if heard and is_crowd(room) else heard

    def _read(self, text: str) -> Reading:
        """Read a text once: `hear` comes right after `remember`, with the same message."""
        if self._last[0] != text:
            self._last = (text, read(text, self._judge))
        return self._last[1]

    def _groups(self, askings: Askings) -> tuple[Askings, ...]:
        """The askings by question: those worth a follow, split where they are about other things.

        Where none is worth a follow, one group of them all.
        """
        worthy = [each for each in askings if each.confidence >= TRACKED_AT]
        if not worthy:
            return (askings,)
        groups = [[worthy[0]]]
        for each in worthy[1:]:
            if len(groups) < MOST_QUESTIONS and self._stands_alone(each, groups[-1]):
                groups.append([each])
            else:
                groups[-1].append(each)
        return tuple(tuple(group) for group in groups)

    def _stands_alone(self, one: Asking, before: list[Asking]) -> bool:
        """Whether an asking is a question of its own beside those before it."""
        mine = {word for word, _ in self._content((one,))}
        theirs = {word for word, _ in self._content(tuple(before))}
        return min(len(mine), len(theirs)) >= _OWN_SUBJECT and mine.isdisjoint(theirs)

    def _heard(self, group: Askings, about: Sentences, words: Words, *, sensitive: bool) -> Heard:
        """One question from its asking sentences; `about` is all that was said with it."""
        confidence = max(each.confidence for each in group)
        return Heard(
            kind=self._judge.kind(together([each.features for each in about])),
            confidence=confidence,
            tracked=confidence >= TRACKED_AT,
            text=" ".join(each.sentence.text for each in group),
            words=words,
            cues=self._reasons(group),
            sensitive=sensitive,
            wants=_wants(group),
        )

    def _reasons(self, group: Askings) -> tuple[str, ...]:
        """Why it was heard, and why it may not be worth a follow."""
        surest = max(group, key=lambda each: each.confidence).sentence
        idle = (surest.idle.value,) if surest.idle else ()
        return (*reasons(surest, self._judge), *idle)

    def _content(self, group: Askings) -> Words:
        return self._hashes.content(
            [word for each in group for word in tokens(each.sentence.plain)]
        )


def _wants(group: Askings) -> tuple[Wants, ...]:
    """All that would answer one of these."""
    return tuple(dict.fromkeys(want for each in group for want in wants(each.sentence.plain)))


def _about(turn: Turn, room: RoomView) -> Words:
    """The message's words, and more lightly those of the line that its author led up to it with."""
    before = room.turns[-1] if room.turns else None
    if before is None or before.author != turn.author or turn.at - before.at > _RUN_SECONDS:
        return turn.words
    known = {word for word, _ in turn.words}
    lead_up = ((word, weight * _LEAD_UP) for word, weight in before.words if word not in known)
    return (*turn.words, *lead_up)


def _in_passing(heard: Heard) -> Heard:
    """The same in a crowd: tracked, unless something plainly says that it is idle."""
    if heard.confidence < TRACKED_IN_A_CROWD_AT or not _IDLE.isdisjoint(heard.cues):
        return heard
    return replace(heard, tracked=True)


def _idle(heard: Heard) -> Heard:
    """The same, asked of a bot: nothing for a person to follow."""
    cues = dict.fromkeys((*heard.cues, Idle.COMMAND.value))
    return replace(heard, tracked=False, cues=tuple(cues))


def _for_a_bot(turn: Turn, room: RoomView) -> bool:
    """Whether the message calls a bot."""
    if Cue.CALLS not in turn.cues:
        return False
    called = room.members.get(turn.addressed[0])
    return called is not None and called.bot
