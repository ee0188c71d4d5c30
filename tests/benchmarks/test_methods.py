"""The methods that Heed is held against: what they judge, and what they are taught."""

from benchmarks.machine import share
from benchmarks.methods import examples
from benchmarks.methods.catalogue import METHODS, Entry
from benchmarks.methods.floor import Floor
from benchmarks.methods.judging import core_of
from bot.domain.events import MessagePosted
from bot.evaluation.gold import Expected, GoldRoom, GoldSet, Sort
from bot.evaluation.playing import play

AT = 1_750_064_400.0


def _said(number: int, author: str, text: str, reply_to: str | None = None) -> MessagePosted:
    at = AT + 60.0 * number
    return MessagePosted(
        room="r", at=at, id=f"m{number}", author=author, text=text, reply_to=reply_to
    )


ROOM = GoldRoom(
    name="r",
    convener="cora",
    events=(
        _said(1, "ana", "Is the van back?"),
        _said(2, "tom", "Since noon.", reply_to="m1"),
        _said(3, "ana", "Who pays for it?"),
        _said(4, "tom", "The clinic opens at nine."),
        _said(5, "cora", "I have the leaflets."),
        *(_said(6 + n, ("tom", "cora")[n % 2], "On to chairs.") for n in range(8)),
    ),
    expected={
        "m1": Expected(state="followed", by=("m2",)),
        "m3": Expected(state="hanging"),
        "m4": Expected(state="not_tracked"),
    },
)


def test_the_floor_goes_by_marks_and_replies_alone() -> None:
    """A question mark at the end asks, an explicit reply picks up, and nothing else does."""
    found = play([ROOM], core_of(Floor()))
    assert {name: row["state"] for (_, name), row in found.rows.items()} == {
        "m1": "followed",
        "m3": "hanging",
    }


def test_what_is_taught_is_what_the_labels_say() -> None:
    """Texts ask where a facilitator would track them; of pairs those named take up."""
    gold = GoldSet(name="world", sort=Sort.MEETINGS, rooms=(ROOM,))
    asking = [each.text for each in examples.texts([gold]) if each.asks]
    assert asking == ["Is the van back?", "Who pays for it?"]
    pairs = examples.pairs([gold], Floor())
    assert [each.pair.replied for each in pairs if each.takes_up] == [True]
    assert sum(not each.takes_up for each in pairs) > 10


def test_a_method_without_its_packages_says_so() -> None:
    """It is left out with the reason, not taken for one that found nothing."""
    assert (
        "nothing-of-that-name isn't installed"
        in Entry(name="x", packages=("nothing-of-that-name",)).missing
    )
    assert [each.missing for each in METHODS if not each.packages] == ["", "", ""]


def test_a_share_of_samples_is_one_of_them() -> None:
    """The 99th of a hundred, and the only one of one."""
    assert share([float(each) for each in range(100)], 0.99) == 99.0
    assert share([7.0], 0.99) == 7.0
    assert share([], 0.5) == 0.0
