"""Sealing: which key writes, which read, and what is said where one is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.config.secrets import new_key
from bot.runtime.ports import StorageError
from storage.sealing import MARK, Sealer

OLD, NEW = new_key(), new_key()


def sealer(*keys: str) -> Sealer:
    """A sealer with these keys, the writing one first."""
    return Sealer([SecretStr(each) for each in keys])


@given(st.binary(), st.text())
def test_what_was_sealed_is_opened(body: bytes, text: str) -> None:
    """Any body and any text, but for a mark that no person types."""
    one = sealer(NEW)
    assert one.open(one.seal(body)) == body
    assert one.open_text(one.seal_text(text)) == text.lstrip(MARK)


@given(st.text())
def test_without_a_key_texts_stay_as_they_are(text: str) -> None:
    """None of them looks sealed."""
    assert sealer().seal_text(text) == text.lstrip(MARK)
    assert sealer().open_text(sealer().seal_text(text)) == text.lstrip(MARK)


def test_nothing_of_a_text_shows() -> None:
    """Nor the same text twice."""
    one, other = sealer(NEW).seal(b"a zeppelin"), sealer(NEW).seal(b"a zeppelin")
    assert b"zeppelin" not in one
    assert one != other


def test_the_first_key_writes_and_all_read() -> None:
    """So a key is changed by putting a new one before it."""
    by_old = sealer(OLD).seal(b"said")
    both = sealer(NEW, OLD)
    assert both.open(by_old) == b"said"
    assert sealer(NEW).open(both.seal(b"said")) == b"said"
    assert both.seal(b"").startswith(both.prefix.encode())
    assert not by_old.startswith(both.prefix.encode())


def test_what_was_never_sealed_is_still_read() -> None:
    """A key may be set on a database that has rows already."""
    assert sealer(NEW).open(b'{"id":"m1"}') == b'{"id":"m1"}'


@pytest.mark.parametrize("keys", [(), (NEW,)])
def test_a_missing_key_is_named_as_that(keys: tuple[str, ...]) -> None:
    """With the mend, and neither key nor text."""
    with pytest.raises(StorageError, match="put that key back, after the first one") as caught:
        sealer(*keys).open(sealer(OLD).seal(b"a zeppelin"))
    assert not any(each in str(caught.value) for each in (OLD, NEW, "zeppelin"))


@pytest.mark.parametrize("place", [20, 60, -1])
def test_a_changed_body_is_refused(place: int) -> None:
    """Damage isn't read as something else."""
    body = bytearray(sealer(NEW).seal(b"said"))
    body[place] ^= 1
    with pytest.raises(StorageError, match="damaged or changed; put a backup"):
        sealer(NEW).open(bytes(body))
