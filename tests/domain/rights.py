"""The page about who may ask for what, made from the table of permissions.

`python -m tests.domain.rights` writes it; a test holds the committed page to the table.
"""

from typing import Final

from bot.domain.permissions import MAY, Deed, Standing
from tests import ROOT

PAGE: Final = ROOT / "docs" / "permissions.md"

_HEAD: Final = """\
# Who may ask for what

Made from the table in `bot/domain/permissions.py` by `python -m tests.domain.rights`. It holds on
every platform. Whoever is several of these may do what any of them may.

"""
_MEANINGS: Final = {
    Standing.OUTSIDER: "isn't in the room, whatever they are elsewhere",
    Standing.MEMBER: "is in the room, by their platform's word",
    Standing.DEPUTY: "accepted to be a deputy: told only where no convener can be",
    Standing.CONVENER: "accepted to convene",
    Standing.ADMIN: "is in the room, and runs the platform's side of it, or made the room",
}
_TAIL: Final = """
- *summary: what was followed* is all that a member sees: topics that were raised *and* taken up,
  with links. Who asked, of what kind, and what hangs is for conveners (rule 2), and an admin who
  doesn't convene sees no more than any member.
- *summary: everything* is what a convener sees instead: raised, followed (how, how soon), still
  waiting, taken away, withdrawn. What a convener pressed stands in neither (rule 3).
- *forget-me* and *opt-out* ask to be confirmed; *summary … post* shows what would be posted first.
- Whoever asked Heed in may also choose on its greeting whom to ask to convene.
- *export* is *summary: everything* as [a file](export.md), brought to whoever asked alone.
- `stats` is not in this version; whoever may have it is told so.
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "\n".join([*_table(), "", *_standings()]) + "\n" + _TAIL


def _table() -> list[str]:
    head = " | ".join(each.value for each in Standing)
    rows = [
        f"| {deed.value} | {' | '.join('yes' if deed in MAY[each] else '' for each in Standing)} |"
        for deed in Deed
    ]
    return [f"| `/heed …` | {head} |", f"| --- |{' --- |' * len(Standing)}", *rows]


def _standings() -> list[str]:
    rows = [f"| {each.value} | {_MEANINGS[each]} |" for each in Standing]
    return ["| who | |", "| --- | --- |", *rows]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
