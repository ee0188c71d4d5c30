"""What stands in a custom id: it fits, comes back whole, and nothing else is taken for one."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.address import (
    AT_MOST,
    TEMPLATE,
    Address,
    BadAddressError,
    Do,
    action_of,
    custom_id,
    is_ours,
    pressed,
    read,
)
from bot.domain.events import Action
from bot.domain.room import Purpose

ROOM = "discord/1180000000000000001/1180000000000000002"
LARGEST = str(2**63 - 1)
snowflakes = st.integers(10**16, 2**63 - 1)


@given(snowflakes, snowflakes, snowflakes, snowflakes, st.sampled_from(Purpose))
def test_where_a_press_belongs_comes_back(
    guild: int, channel: int, asked: int, member: int, purpose: Purpose
) -> None:
    """Whatever the ids."""
    address = Address(
        room=f"discord/{guild}/{channel}",
        card=f"{purpose.value}:{asked}:{member}",
        question=str(asked),
    )
    written = custom_id(Do.PRESS, address, pressed(Action.LATER, "86400"))
    assert TEMPLATE.fullmatch(written)
    assert read(written).address == address
    assert action_of(read(written).more) == (Action.LATER, "86400", "")


@pytest.mark.parametrize(
    "card",
    [
        f"handed:{LARGEST}#2@1767225600:{LARGEST}",
        f"spoken:voice@1767225600.123:{LARGEST}",
        f"practice:1767225600.123+:{LARGEST}",
        f"returned:{LARGEST}#12:{LARGEST}",
    ],
)
@pytest.mark.parametrize("action", Action)
def test_the_longest_card_fits(card: str, action: Action) -> None:
    """With the largest ids that Discord can give."""
    room = f"discord/{LARGEST}/{LARGEST}"
    assert len(custom_id(Do.PRESS, Address(room=room, card=card), pressed(action))) <= AT_MOST


def test_the_longest_wish_fits() -> None:
    """A summary of one meeting, posted."""
    room = Address(room=f"discord/{LARGEST}/{LARGEST}")
    wish = "summary meeting @1767225600.123456 post yes"
    assert read(custom_id(Do.WISH, room, wish)).more == wish


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_letter_of_its_own(action: Action) -> None:
    """And comes back, with what goes with it."""
    assert action_of(pressed(action, "600", LARGEST)) == (action, "600", LARGEST)
    assert action_of(pressed(action)) == (action, "", "")


@pytest.mark.parametrize("text", ["x" * 100, "a|b", "~AAAAAAAAAAA"])
def test_what_cant_be_kept_isnt_sent(text: str) -> None:
    """It would come back as something else, or not at all."""
    with pytest.raises(ValueError, match="on Discord"):
        custom_id(Do.WISH, Address(room=ROOM), text)


OURS = custom_id(Do.PRESS, Address(room=ROOM, card="c"), pressed(Action.SHOW))


@pytest.mark.parametrize(
    "written",
    [
        None,
        7,
        "",
        "vote",
        OURS[:-1],
        OURS + "x",
        OURS.replace("h1:", "h2:", 1),
        OURS.replace("|c|", "|d|"),
        "h1:AAAA:p|a|b|c|s",
    ],
)
def test_anything_else_is_refused(written: object) -> None:
    """Damaged ones, other versions', other apps'."""
    with pytest.raises(BadAddressError):
        read(written)


@pytest.mark.parametrize("rest", ["p|a|b", "?|a|b|c|d", "p"])
def test_a_true_check_of_something_odd_is_refused(rest: str) -> None:
    """Another version's, say, whose letters meant something else."""
    digest = hashlib.sha256(rest.encode()).digest()
    check = base64.urlsafe_b64encode(digest).decode()[:4]
    with pytest.raises(BadAddressError, match="a button that isn't ours"):
        read(f"h1:{check}:{rest}")


def test_other_versions_are_ours_all_the_same() -> None:
    """So that whoever presses one isn't left without an answer."""
    assert is_ours(OURS)
    assert is_ours("h2:anything")
    assert not is_ours("hello")
    assert not is_ours(None)


def test_an_action_that_isnt_ours_is_refused() -> None:
    """A letter that means nothing."""
    with pytest.raises(BadAddressError):
        action_of("?")
