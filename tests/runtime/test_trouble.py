"""What logs say of errors."""

from bot.runtime.ports import StorageError
from bot.runtime.trouble import described


def _fail(error: Exception) -> None:
    raise error


def _caught(error: Exception) -> dict[str, object]:
    words = str(error)
    try:
        _fail(error)
    except Exception as caught:  # noqa: BLE001 - whatever is given
        assert words
        return described(caught)
    raise AssertionError("it didn't fail")


def test_an_error_is_named_with_its_place_and_no_words() -> None:
    """Neither its own text nor a variable is shown: both may be somebody's words."""
    found = _caught(ValueError("my secret words"))
    assert found["error"] == "ValueError"
    assert "test_trouble.py:" in str(found["at"])
    assert str(found["at"]).endswith("_fail']")
    assert "secret" not in str(found)


def test_the_stores_own_errors_say_why() -> None:
    """They are written for the admin."""
    assert _caught(StorageError("the disk is full"))["why"] == "the disk is full"


def test_errors_that_were_never_raised_are_described_too() -> None:
    """There is just no place to name."""
    assert described(LookupError("secret")) == {"error": "LookupError", "at": []}
