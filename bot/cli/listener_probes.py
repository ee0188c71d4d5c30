"""What `check` asks of the second listener: whether it is there, and has the model. No words go."""

import asyncio

from bot.bootstrap.extras import MissingLibraryError
from bot.bootstrap.listener import reach
from bot.config import Loaded, SettingsError
from bot.config.second import ListenerWay, listener_way
from bot.domain.findings import Finding, Level
from bot.runtime.ports import ListenerError

WITHIN = 10.0
"""Seconds after which it counts as unreachable."""

_MEND = "Mend HEED_LLM_BASE_URL, or what it points to (docs/second-listener.md)."


async def check_listener(loaded: Loaded) -> list[Finding]:
    """Whether the second listener is set up, and answers."""
    try:
        way = listener_way(loaded)
    except SettingsError as error:
        return [
            Finding(level=Level.PROBLEM, what=f"{each.name}: {each.what}", mend=each.mend)
            for each in error.problems
        ]
    if way is None:
        return [Finding(level=Level.NOTE, what="No second listener is set up: nothing is asked")]
    return [await _check(way)]


async def _check(way: ListenerWay) -> Finding:
    name = f"The second listener ({way.name})"
    try:
        async with asyncio.timeout(WITHIN), reach(way) as listener:
            listed = await listener.has_model()
    except MissingLibraryError as error:
        return Finding(level=Level.PROBLEM, what=f"{name}: {error.what}", mend=error.mend)
    except TimeoutError:
        what = f"{name} doesn't answer within {WITHIN:.0f} s"
        return Finding(level=Level.PROBLEM, what=what, mend=_MEND)
    except ListenerError as error:
        return Finding(level=Level.PROBLEM, what=f"{name}: {error}", mend=_MEND)
    if not listed:
        what = f"{name} is reached, but doesn't list that model"
        return Finding(level=Level.PROBLEM, what=what, mend="Mend HEED_LLM_MODEL, or pull it.")
    what = f"{name} is reached. It is asked where a room's convener agreed, nowhere else"
    return Finding(level=Level.OK, what=what)
