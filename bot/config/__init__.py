"""Settings: from the environment and the admin's `.env`, read once, passed on as a value."""

from bot.config.loading import Loaded, load, load_traced
from bot.config.model import Settings
from bot.config.problems import Origin, Problem, SettingsError

__all__ = ["Loaded", "Origin", "Problem", "Settings", "SettingsError", "load", "load_traced"]
