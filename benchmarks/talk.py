"""Talk made up for measuring: as many messages as wanted, with questions in it, from a seed."""

import json
import random
from collections.abc import Iterator
from typing import Final

_TOPICS: Final = (
    "the clinic rota", "the damp survey", "the second lift", "our grant letter", "the van keys",
    "the release notes", "the login page", "the budget line", "the youth panel", "the new form",
    "the food bank", "the parking map", "the staging server", "the board paper", "the ramp",
)  # fmt: skip
_TALK: Final = (
    "I moved {0} to Thursday, that suits everyone",
    "{0} is done, {1} is next",
    "numbers for {0} are up by 12 since May",
    "ok",
    "thanks, that helps",
    "ha, good one",
    "yes, {0} should be ready by noon",
    "I'll send {0} round tonight",
    "no, {1} was only ever a draft",
    "right, on to {1} then",
)
_ASKING: Final = (
    "does anyone know who looks after {0}?",
    "when is {0} due",
    "sorry, I still don't understand what {0} is for",
    "I'm uneasy about {0} going out before {1}",
    "who decided that {0} comes before {1}?",
    "can somebody send me {0}",
)


def messages(count: int, *, people: int = 8, seed: int = 7, gap: float = 20.0) -> Iterator[str]:
    """Yield `count` lines of a transcript; one in six asks. `gap` is in seconds, on average."""
    chance = random.Random(seed)  # noqa: S311 - made-up talk, nothing secret
    at = 1_750_064_400.0
    for number in range(count):
        at += chance.expovariate(1 / gap)
        asks = chance.random() < 1 / 6
        text = chance.choice(_ASKING if asks else _TALK).format(*chance.sample(_TOPICS, 2))
        line: dict[str, object] = {
            "id": f"m{number}",
            "ts": round(at, 3),
            "author": f"person{chance.randrange(people)}",
            "text": text,
        }
        if number and chance.random() < 1 / 5:
            line["reply_to"] = f"m{number - chance.randrange(1, min(number, 9) + 1)}"
        yield json.dumps(line)
