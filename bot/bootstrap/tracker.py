"""The core, put together."""

from bot.domain.hearing.rules import RuleHearing
from bot.domain.tracker import Tracker
from bot.domain.uptake import Uptake
from bot.domain.uptake.rules import RuleUptake


def build_tracker(key: bytes = b"") -> tuple[Tracker, Uptake]:
    """The tracker, and the judge of uptake in it. `key` is for the hashes of words."""
    uptake = RuleUptake()
    return Tracker(RuleHearing(key), uptake), uptake
