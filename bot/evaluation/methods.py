"""The methods that are held against each other: Heed, and what is simple enough to be no work."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import bootstrap
from bot.domain.tracker import Tracker
from bot.domain.uptake import Uptake
from bot.evaluation.gold import GoldSet, Sort
from bot.evaluation.measures import chat, meetings, utterances
from bot.evaluation.playing import Found, play
from bot.evaluation.simple import simple_core
from bot.evaluation.table import Column, errors_of, of_chat, of_meetings, of_rates

Core = tuple[Tracker, Uptake]
HEED: Final = "Heed"
SIMPLE: Final = '"?" and names'
METHODS: Final[Mapping[str, Callable[[], Core]]] = {
    HEED: bootstrap.build_tracker,
    SIMPLE: simple_core,
}


def measure(gold: GoldSet, method: str) -> tuple[Column, Found]:
    """What a method comes to on a set, and what it found there."""
    core = METHODS[method]()
    found = play(gold.rooms, core)
    match gold.sort:
        case Sort.CHAT:
            column = Column(method=method, figures=of_chat(chat(gold, found)))
        case Sort.UTTERANCES:
            bare = play(gold.rooms, METHODS[method](), unpunctuated=True)
            column = Column(
                method=method,
                figures={
                    "questions as written": of_rates(utterances(gold, found)),
                    "without punctuation": of_rates(utterances(gold, bare)),
                },
            )
        case Sort.MEETINGS:
            figures = meetings(gold, found)
            column = Column(method=method, figures=of_meetings(figures), errors=errors_of(figures))
    return column, found
