"""How Heed reaches Slack, as the settings have it."""

import pytest

from bot.config import SettingsError, load_traced
from bot.config.platforms import SlackWay, Transport, slack_way, ways

BOT = {"SLACK_BOT_TOKEN": "xoxb-hunter2"}
APP = {"SLACK_APP_TOKEN": "xapp-hunter2"}
SECRET = {"SLACK_SIGNING_SECRET": "hunter2"}
CLIENT = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hunter2"}
URL = {"HEED_PUBLIC_URL": "https://heed.example.org"}


def way(*given: dict[str, str]) -> SlackWay | None:
    """Read the way from these settings."""
    return slack_way(
        load_traced({name: text for each in given for name, text in each.items()}, None)
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((BOT, APP), "Socket Mode, one workspace, by its token"),
        ((BOT, APP, SECRET), "Socket Mode, one workspace, by its token"),
        ((BOT, SECRET), "HTTP, one workspace, by its token"),
        ((BOT, SECRET, CLIENT), "HTTP, one workspace, by its token"),
        ((SECRET, CLIENT, URL), "HTTP, many workspaces, by OAuth"),
        ((APP, CLIENT, URL), "Socket Mode, many workspaces, by OAuth"),
    ],
)
def test_the_way_follows_from_what_is_set(given: tuple[dict[str, str], ...], said: str) -> None:
    """Socket Mode wherever its token is set; one workspace wherever its token is."""
    found = way(*given)
    assert found is not None
    assert str(found) == said
    assert "hunter2" not in repr(found)


def test_the_way_carries_the_tokens() -> None:
    """Each token is where it is needed; those of many workspaces don't go with that of one."""
    found = way(BOT, APP, CLIENT)
    assert found is not None
    assert found.transport is Transport.SOCKET
    assert (found.bot_token, found.app_token) == ("xoxb-hunter2", "xapp-hunter2")
    assert (found.client_id, found.client_secret) == ("", "")


def test_nothing_of_slack_is_no_way() -> None:
    """Other settings don't make Heed go to Slack."""
    assert way(URL) is None


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ((BOT,), ["SLACK_APP_TOKEN"]),
        ((APP,), ["SLACK_BOT_TOKEN"]),
        ((SECRET,), ["SLACK_BOT_TOKEN"]),
        (({"SLACK_CLIENT_ID": "1.2"}, SECRET, URL), ["SLACK_CLIENT_SECRET"]),
        (({"SLACK_CLIENT_SECRET": "hunter2"}, SECRET, URL), ["SLACK_CLIENT_ID"]),
        ((CLIENT, SECRET), ["HEED_PUBLIC_URL"]),
        ((CLIENT,), ["SLACK_APP_TOKEN", "HEED_PUBLIC_URL"]),
        (
            ({"SLACK_BOT_TOKEN": "xapp-hunter2", "SLACK_APP_TOKEN": "xoxb-hunter2"},),
            ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"],
        ),
    ],
)
def test_what_is_missing_is_named_with_its_mend(
    given: tuple[dict[str, str], ...], names: list[str]
) -> None:
    """Every name is said at once, with what to do, and no secret."""
    with pytest.raises(SettingsError) as refused:
        way(*given)
    assert [problem.name for problem in refused.value.problems] == names
    assert all(problem.mend.endswith(".") for problem in refused.value.problems)
    assert "hunter2" not in str(refused.value)


def test_each_platform_is_reached_where_its_token_is_set() -> None:
    """Either, both, or none; no token is shown."""
    token = {"DISCORD_BOT_TOKEN": "hunter2.hunter2.hunter2"}
    assert not ways(load_traced({}, None))
    alone = ways(load_traced(token, None))
    assert (alone.slack, alone.discord) == (None, token["DISCORD_BOT_TOKEN"])
    both = ways(load_traced({**BOT, **APP, **token}, None))
    assert set(both.texts()) == {"slack", "discord"}
    assert "hunter2" not in repr(both)
    assert "hunter2" not in str(both.texts())
