"""The core, put together."""

from bot.domain.hearing import Hearing
from bot.domain.hearing.judge import Judge
from bot.domain.hearing.learned import LearnedHearing
from bot.domain.tracker import Tracker
from bot.domain.uptake import Uptake
from bot.domain.uptake.acts import Acts, HearingActs
from bot.domain.uptake.circle import CircleUptake
from bot.domain.uptake.learned import LearnedUptake
from bot.domain.uptake.manner import Manner
from bot.weights import load


def build_hearing(key: bytes = b"") -> Hearing:
    """The judge of what is asked. `key` is for the hashes of words."""
    heard = LearnedHearing(Judge(load("hearing")), key)
    return HearingActs(heard, Acts(load("acts")), Manner(load("manner")))


def build_tracker(key: bytes = b"") -> tuple[Tracker, Uptake]:
    """The tracker, and the judge of uptake in it. `key` is for the hashes of words."""
    uptake = LearnedUptake(load("crowd"), CircleUptake(load("circle")))
    return Tracker(build_hearing(key), uptake), uptake
