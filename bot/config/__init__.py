"""Settings: from the environment and the admin's `.env`, read once, passed on as a value."""

from bot.config.loading import Loaded, load, load_traced
from bot.config.model import Settings
from bot.config.problems import Problem, SettingsError

__all__ = ["Loaded", "Problem", "Settings", "SettingsError", "load", "load_traced"]
