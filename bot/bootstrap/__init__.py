"""The only place where objects are built: everything else is handed what it needs.

One module for each whole that is built, so that a command loads only what it runs.
"""

from bot.bootstrap.tracker import build_tracker

__all__ = ["build_tracker"]
