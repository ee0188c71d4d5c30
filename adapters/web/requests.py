"""What pages may ask for, as they send it; anything else is refused with a clear word."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.events import Action

# Long enough for every id the room makes; texts have their own limits, with their own words.
_Id = Annotated[str, Field(min_length=1, max_length=200)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Do(StrEnum):
    """What the buttons of the page do."""

    CONVENE = "convene"
    STEP_DOWN = "step down"
    START_MEETING = "start meeting"
    END_MEETING = "end meeting"
    PAUSE = "pause"
    RESUME = "resume"


class Wish(StrEnum):
    """What somebody may wish about their own data."""

    FORGET_ME = "forget me"
    OPT_OUT = "opt out"
    OPT_IN = "opt in"


class SignIn(_Request):
    """Come in under a name."""

    name: str


class NewMessage(_Request):
    """Send a message, in reply to another or not."""

    text: str
    reply_to: _Id | None = None


class Edit(_Request):
    """Change one's own message."""

    text: str


class React(_Request):
    """Put an emoji on a message, or take it off again."""

    emoji: str
    on: bool


class Press(_Request):
    """A button of a card; as `Pressed` has it."""

    card: _Id
    action: Annotated[Action, Field(strict=False)]
    value: str = ""
    question: str = ""


class Order(_Request):
    """A button of the page."""

    do: Annotated[Do, Field(strict=False)]


class AboutMe(_Request):
    """A wish about one's own data."""

    wish: Annotated[Wish, Field(strict=False)]


class Play(_Request):
    """Play a bundled meeting; `chair`: watch it from its convener's chair."""

    meeting: str
    speed: float
    chair: bool


class Pace(_Request):
    """Another speed for the meeting that is being played."""

    speed: float
