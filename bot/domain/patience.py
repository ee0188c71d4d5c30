"""Patience: how long a question may wait before it can count as hanging."""

from typing import Final

from bot.domain.changing import replace
from bot.domain.question import Question
from bot.domain.room import Pace, RoomView
from bot.domain.settings import Patience
from bot.domain.turn import Turn
from bot.domain.uptake.scene import crowded

# A live meeting of five people with a message every 25 s: the pace that a patience is stated for
# (about what the labelled meetings show). A room twice as quick gets half the minutes, and so on.
USUAL_GAP: Final = 25.0
USUAL_VOICES: Final = 5.0
BOUNDS: Final = (0.6, 2.0)
VOICE_BOUNDS: Final = (1.0, 2.5)
# In a crowd replies stand further off, however quick it is as a whole: of the 10,406 first pick-ups
# in the training days of irc-disentanglement (Kummerfeld et al. 2019) 98 in 100 came within 30
# messages by others, and 99 in 100 within nine minutes.
CROWD_MESSAGES: Final = 5.0
CROWD_MINUTES: Final = 2.0

# Nobody is nudged in haste: others must have had time, and a turn each, to speak.
HASTE_SECONDS: Final = 45.0
HASTE_MESSAGES: Final = 2
# Where nobody speaks at all, people may be reading: silence alone needs this much more time.
SILENCE: Final = 3.0
# A brush-off, or somebody who would like it heard too, makes up for so many messages.
WEIGHT_OF_A_SIGN: Final = 2

GAP_CAP: Final = 300.0  # a break is not a slow pace
SMOOTHING: Final = 0.1
VOICES_OVER: Final = 20  # turns
# Whoever wrote this morning is no part of the talk that a question waits in.
LATELY: Final = 1800.0  # seconds


def _between(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def at_pace(patience: Patience, pace: Pace) -> Patience:
    """The patience as it is in a room of this pace."""
    if pace.crowd:
        return Patience(
            messages=round(patience.messages * CROWD_MESSAGES),
            seconds=patience.seconds * CROWD_MINUTES,
        )
    minutes = _between(pace.gap / USUAL_GAP, BOUNDS)
    messages = _between(pace.voices / USUAL_VOICES, VOICE_BOUNDS)
    return Patience(
        messages=round(patience.messages * messages), seconds=patience.seconds * minutes
    )


def next_pace(pace: Pace, turn: Turn, room: RoomView) -> Pace:
    """The room's pace after one more message."""
    if turn.bot:
        return pace
    recent = list(room.turns)[-VOICES_OVER:]
    voices = len({each.author for each in recent if not each.bot} | {turn.author})
    gap = pace.gap
    if recent:
        since = _between(turn.at - recent[-1].at, (0.0, GAP_CAP))
        gap += SMOOTHING * (since - gap)
    return replace(
        pace,
        gap=gap,
        voices=float(voices),
        messages=pace.messages + 1,
        crowd=crowded(
            [each for each in room.turns if turn.at - each.at <= LATELY and not each.bot]
        ),
    )


def counts_for(turn: Turn, question: Question) -> bool:
    """Whether a message was a chance to take this question up: a thread is a talk of its own."""
    if turn.bot or turn.author == question.asker:
        return False
    if turn.thread is not None and turn.thread in {question.thread, question.message}:
        return True
    return question.thread is None and (turn.thread is None or turn.broadcast)


def due_at(question: Question, allowed: Patience) -> float:
    """When (epoch seconds) the question's patience is spent if nobody speaks before.

    `allowed` is the patience at the room's pace (`at_pace`).
    """
    since = max(question.asked_at, question.patience_from)
    others = question.others - question.patience_after
    if others < HASTE_MESSAGES:
        return since + max(HASTE_SECONDS, allowed.seconds * SILENCE)
    signs = question.brushed_off + len(question.heard_too)
    if others >= max(HASTE_MESSAGES, allowed.messages - WEIGHT_OF_A_SIGN * signs):
        return since + HASTE_SECONDS
    return since + max(HASTE_SECONDS, allowed.seconds)
