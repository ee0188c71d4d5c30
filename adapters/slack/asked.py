"""What somebody asks for with a press, as it was read."""

from dataclasses import dataclass

from adapters.slack.address import Address, Modal
from bot.domain.events import Pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A modal is wanted: FOLLOW, HAND_TO or LATER. `trigger` lets one open it for 3 seconds."""

    modal: Modal
    address: Address
    by: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StemChosen:
    """In the modal for a follow, another stem was chosen: `view` is to be shown with it.

    `hash` says which version of the view was meant.
    """

    address: Address
    by: str
    stem: int
    view: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A follow was written: its words are to be seen as they would be posted.

    `block` is where they stand, to say there that something is amiss with them.
    """

    address: Address
    by: str
    text: str
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A command, as if typed after `/heed`. `ticked` are the ids of lines that were ticked.

    `trigger` lets one open a modal for 3 seconds; empty where a modal was submitted.
    """

    room: str
    by: str
    text: str
    at: float
    key: str
    ticked: tuple[str, ...] = ()
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convening:
    """On the greeting: *I'll convene*, or somebody else was chosen to be asked.

    `inviter` is whoever asked Heed in; empty where Slack didn't say.
    """

    room: str
    by: str
    member: str
    inviter: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Nothing is to be done but to acknowledge it (a link was followed, a modal closed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """Not a press of ours, or not as Slack documents it. `why` is fit for a log."""

    why: str


Read = Pressed | Opened | StemChosen | Previewed | Wished | Convening | Nothing | Malformed
