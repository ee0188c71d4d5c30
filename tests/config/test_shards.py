"""How Discord's shards and a channel of it are written."""

import pytest

from bot.config import SettingsError, load
from bot.config.shards import Shards


@pytest.mark.parametrize(
    ("text", "ids", "count"),
    [
        ("0 of 1", (0,), 1),
        ("0-3 of 8", (0, 1, 2, 3), 8),
        ("0, 2-4,2 OF 5", (0, 2, 3, 4), 5),
    ],
)
def test_shards_are_read_and_written_back(text: str, ids: tuple[int, ...], count: int) -> None:
    """What is written is read as the same."""
    settings = load({"HEED_DISCORD_SHARDS": text}, None)
    assert settings.discord_shards == Shards(ids=ids, count=count)
    again = load({"HEED_DISCORD_SHARDS": settings.texts()["HEED_DISCORD_SHARDS"]}, None)
    assert again.discord_shards == settings.discord_shards


NO_SHARDS = ["8", "8 of 8", "a of 2", "-1 of 2", "3-1 of 8", "1 of", "0 of 0"]
# Each would keep the start busy for ever: a list of so many numbers, and white space to divide.
ENDLESS = ["0-99999999999 of 4", f"{'9' * 5000} of 4", f"1{' ' * 100_000}x"]


@pytest.mark.parametrize("text", [*NO_SHARDS, *ENDLESS], ids=lambda text: text[:20])
def test_what_says_no_shards_is_refused_with_an_example(text: str) -> None:
    """One that isn't there, or no number at all."""
    with pytest.raises(SettingsError, match="0-3 of 8"):
        load({"HEED_DISCORD_SHARDS": text}, None)


@pytest.mark.parametrize("text", ["112233445566778899", "<#112233445566778899>"])
def test_a_channel_is_given_by_its_id(text: str) -> None:
    """Alone, or as Discord mentions it."""
    settings = load({"HEED_DISCORD_CONVENERS_CHANNEL": text}, None)
    assert settings.conveners_channel == "112233445566778899"


@pytest.mark.parametrize("text", ["#conveners", "12", "https://discord.com/channels/1/2"])
def test_a_channels_name_is_refused_with_where_its_id_is(text: str) -> None:
    """Names change, and aren't unique."""
    with pytest.raises(SettingsError, match="Copy Channel ID"):
        load({"HEED_DISCORD_CONVENERS_CHANNEL": text}, None)
