"""Platforms are asked who is in their groups: seldom, and their silence fails nobody."""

from collections.abc import Mapping

from bot.runtime.groups import REMEMBERED, Grouping
from bot.runtime.ports import GroupsUnknownError
from tests.domain.builders import ready
from tests.runtime.fakes import FakeClock


class Platform:
    """Implements Groups with one group, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.silent = False

    async def members(self, room: str, groups: frozenset[str]) -> Mapping[str, frozenset[str]]:  # noqa: ARG002 - of the port
        """Tom is in the council."""
        self.asked += 1
        if self.silent:
            raise GroupsUnknownError("missing_scope")
        return {"council": frozenset({"tom"})}


LISTED = {"@council": "Council", "@choir": "Choir", "Moira": "Council"}


async def test_a_platform_is_asked_seldom() -> None:
    """Its answer is good for some minutes; what it doesn't have is named."""
    clock, platform, room = FakeClock(), Platform(), ready()
    grouping = Grouping(LISTED, clock, {"partners": platform})
    for _ in range(3):
        grouped = await grouping.of(room)
        assert grouped.by_member == {"tom": "Council", "moira": "Council"}
        assert (grouped.unknown, grouped.silent) == (("@choir",), False)
    assert platform.asked == 1
    clock.at += REMEMBERED + 1
    await grouping.of(room)
    assert platform.asked == 2


async def test_a_silent_platform_leaves_those_who_are_listed() -> None:
    """And it is asked again the next time."""
    platform, room = Platform(), ready()
    platform.silent = True
    grouping = Grouping(LISTED, FakeClock(), {"partners": platform})
    grouped = await grouping.of(room)
    assert grouped.by_member == {"moira": "Council"}
    assert (grouped.unknown, grouped.silent) == (("@choir", "@council"), True)
    platform.silent = False
    assert not (await grouping.of(room)).silent


async def test_without_groups_of_its_own_no_platform_is_asked() -> None:
    """Names and ids are the room's matter alone."""
    platform = Platform()
    grouping = Grouping({"Moira": "Council"}, FakeClock(), {"partners": platform})
    assert (await grouping.of(ready())).by_member == {"moira": "Council"}
    assert not platform.asked
