"""The reasons that hearing names are what its decision rests on."""

from bot.domain.hearing.asking import Shape, shapes_of, without
from bot.domain.hearing.judge import Judge
from bot.domain.hearing.kinds import wants, without_want
from bot.domain.hearing.parsing import Sentence, parsed
from bot.domain.hearing.why import reasons
from bot.domain.question import Wants
from bot.domain.words import own_talk
from bot.weights import load
from training import material

JUDGE = Judge(load("hearing"))


def said() -> list[Sentence]:
    """The messages of a single sentence that ask, of every third meeting written for training."""
    found = []
    for meeting in material.meetings()[::3]:
        for message in meeting.messages:
            sentences = parsed(own_talk(message.text))
            if len(sentences) == 1 and JUDGE.asks(sentences[0]) >= 0.6:
                found.append(sentences[0])
    return found


def sure(text: str) -> float:
    """How surely a message asks something worth a follow, its question mark apart."""
    found = parsed(own_talk(text))
    return max((JUDGE.seems(each) * JUDGE.worth(each) for each in found), default=0.0)


def test_without_the_words_of_a_reason_the_message_asks_less() -> None:
    """True of 95 in 100 reasons at least."""
    fell = []
    for sentence in said():
        named = reasons(sentence, JUDGE)
        whole = sure(sentence.plain)
        shapes = [each for each in shapes_of(sentence.plain) if each.value in named]
        sought = [each for each in wants(sentence.plain) if each.value in named]
        fell += [sure(without(each, sentence.plain)) < whole for each in shapes]
        fell += [sure(without_want(each, sentence.plain)) < whole for each in sought]
    assert len(fell) > 500
    assert sum(fell) >= 0.95 * len(fell)


def test_nearly_every_question_has_its_reason() -> None:
    """A convener is told something of nine questions in ten at least."""
    named = [bool(reasons(sentence, JUDGE)) for sentence in said()]
    assert sum(named) >= 0.9 * len(named)


def test_reasons_hold_no_word_of_the_message() -> None:
    """They are words of our own, so they may stay where no text may."""
    known = {each.value for kind in (Shape, Wants) for each in kind}
    for sentence in said():
        assert set(reasons(sentence, JUDGE)) <= known
