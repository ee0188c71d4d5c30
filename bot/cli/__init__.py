"""The commands of `python -m bot`, one module each; a module is loaded when its command is used."""

COMMANDS = {
    "check": "bot.cli.check",
    "db": "bot.cli.db",
    "demo": "bot.cli.demo",
    "evaluate": "bot.cli.evaluate",
    "export": "bot.cli.export",
    "invite": "bot.cli.invite",
    "manifest": "bot.cli.manifest",
    "replay": "bot.cli.replay",
    "run": "bot.cli.run",
}
"""Command name → module; the module holds the click command under the name `command`."""
