"""What every platform is given."""

from dataclasses import dataclass

from bot.runtime.companion import Companion
from bot.runtime.ports import Clock, Reception
from bot.runtime.privacy import Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The companion, and what stands around it."""

    companion: Companion
    reception: Reception
    privacy: Privacy
    clock: Clock
