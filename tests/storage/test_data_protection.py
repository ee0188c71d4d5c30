"""docs/data-protection.md is true of the tables: each column, and each field of a body."""

import dataclasses
import re
from typing import Any, Final

import pytest

from adapters.slack.installing import TAKES
from bot.config.durations import MAX_RETENTION
from bot.config.model import Settings
from bot.domain.answers import BOARD_LASTS
from bot.domain.cards import CARDS_KEPT
from bot.domain.durations import DAY
from bot.domain.fairness import MEETINGS_AT_LEAST, PEOPLE_AT_LEAST, QUESTIONS_AT_LEAST
from bot.domain.question import Awaited, PickUp, Question
from bot.domain.room import (
    REMEMBERED_TURNS,
    Agreement,
    Card,
    Convener,
    Meeting,
    Member,
    Missed,
    Pace,
    PublicPage,
    Room,
    Unposted,
)
from bot.domain.standing import Standing
from bot.domain.turn import Turn
from bot.domain.words import LOOKED_AT
from bot.runtime.overheard import AT_MOST, WITHIN
from storage.codec import APART
from storage.demo import demo_items
from storage.lifetimes import KEYS_KEPT, PLACES_KEPT
from storage.tables import metadata
from tests import ROOT

PAGE: Final = (ROOT / "docs" / "data-protection.md").read_text(encoding="utf-8")
BODIES: Final[dict[str, tuple[type[Any], ...]]] = {
    "rooms": (Room, Convener, Meeting, PublicPage, Agreement, Pace, Missed),
    "members": (Member,),
    "turns": (Turn,),
    "questions": (Question, PickUp, Awaited, Standing),
    "cards": (Card, Unposted, Missed),
}
"""What stands in the `body` of these tables; in the others the page says it in words."""
IN_WORDS: Final = {"tenants", "installation", "journal", "demo_items", "demo_happenings"}


def _section(table: str) -> str:
    """What the page says of a table: from its heading to the next."""
    for part in re.split(r"^#{2,3} ", PAGE, flags=re.MULTILINE):
        if f"`{table}`" in part.partition("\n")[0]:
            return part
    raise AssertionError(f"docs/data-protection.md has no section about the table {table}")


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda each: each.name)
def test_every_column_is_named(table: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    """A column that is added has to be explained to whoever approves Heed."""
    said = _section(table.name)
    assert [each.name for each in table.columns if f"`{each.name}`" not in said] == []


@pytest.mark.parametrize("table", BODIES)
def test_every_field_of_a_body_is_named(table: str) -> None:
    """So has a field of what is written into one."""
    said = _section(table)
    fields = {field.name for kind in BODIES[table] for field in dataclasses.fields(kind)}
    if table == "rooms":
        fields -= APART
    assert [each for each in sorted(fields) if f"`{each}`" not in said] == []


def test_every_body_is_looked_into() -> None:
    """A table that gets one is held to the page too; the demo's belong to the metadata as well."""
    with_body = {each.name for each in metadata.sorted_tables if "body" in each.columns}
    assert demo_items.name in with_body
    assert with_body == {*BODIES, *IN_WORDS}


def test_the_figures_are_the_codes() -> None:
    """How long and how much, as the page says it."""
    settings = Settings.model_validate({})
    assert settings.retention == 30 * DAY
    assert MAX_RETENTION == 365 * DAY
    assert not settings.show_at_once
    assert (CARDS_KEPT, KEYS_KEPT, PLACES_KEPT) == (7 * DAY, 7 * DAY, 3 * DAY)
    assert (BOARD_LASTS, TAKES) == (12 * 3600, 600)
    assert REMEMBERED_TURNS == 64
    assert (AT_MOST, WITHIN) == (12, 1800)
    assert (QUESTIONS_AT_LEAST, PEOPLE_AT_LEAST, MEETINGS_AT_LEAST) == (10, 5, 3)
    assert LOOKED_AT == 8_000
    for figure in ("30 days", "365", "three days", "12 hours", "ten minutes", "64", "8,000"):
        assert figure in PAGE, figure


def test_every_page_that_it_leads_to_is_there() -> None:
    """And every part of a page."""
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        name, _, part = target.partition("#")
        file = ROOT / "docs" / (name or "data-protection.md")
        assert file.is_file(), target
        if part:
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            found = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in heads}
            assert part in found, target
