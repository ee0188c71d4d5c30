"""How Heed reaches the second listener, as the settings have it: said at the start, not later."""

from dataclasses import dataclass, field

from bot.config.listener import Calls
from bot.config.loading import Loaded
from bot.config.problems import Problem, SettingsError
from bot.config.secrets import Unwritten

_OF_IT = ("HEED_LLM_BASE_URL", "HEED_LLM_MODEL", "HEED_LLM_API_KEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerWay(Unwritten):
    """How the second listener is reached, and how much it may be asked.

    `name` is what people call it; `key` may be empty; an answer may take so many `seconds`.
    """

    name: str
    base_url: str
    model: str
    calls: Calls
    seconds: float
    key: str = field(default="", repr=False)


def listener_way(loaded: Loaded) -> ListenerWay | None:
    """How Heed reaches the second listener; None where there is none.

    Raises SettingsError where only a part of it is set.
    """
    settings = loaded.settings
    if settings.llm_base_url is not None and settings.llm_model:
        key = settings.llm_api_key
        return ListenerWay(
            name=settings.room().listener,
            base_url=settings.llm_base_url,
            model=settings.llm_model,
            calls=settings.llm_budget,
            seconds=settings.llm_time_limit,
            key=key.get_secret_value() if key else "",
        )
    given = next((name for name in _OF_IT if name in loaded.origins), None)
    if given is None:
        return None
    missing = "HEED_LLM_MODEL" if given == "HEED_LLM_BASE_URL" else "HEED_LLM_BASE_URL"
    problem = Problem(
        where=loaded.origins[given],
        name=missing,
        what=f"it isn't set, though {given} is, so there is no second listener to ask",
        mend="Set both, as docs/second-listener.md says, or neither.",
    )
    raise SettingsError((problem,))
