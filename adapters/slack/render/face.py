"""What a message looks like on Slack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

Links = Callable[[str], str | None]
"""The address of a message, by its id; None where there is none (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A message's blocks, and the text that stands for them in alerts."""

    text: str
    blocks: list[Json]
