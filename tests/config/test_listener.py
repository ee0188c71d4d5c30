"""How the second listener is set up, and what stops the start."""

from pathlib import Path

import pytest

from bot.config import SettingsError, load, load_traced
from bot.config.listener import Calls
from bot.config.second import listener_way

BASE = "HEED_LLM_BASE_URL"
MODEL = {"HEED_LLM_MODEL": "llama3.1:8b"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://127.0.0.1:11434/v1", "llama3.1:8b, on the same server"),
        ("http://localhost:8000/v1/", "llama3.1:8b, on the same server"),
        ("http://[::1]:8000/v1", "llama3.1:8b, on the same server"),
        ("http://192.168.1.7:11434/v1", "llama3.1:8b, at 192.168.1.7:11434"),
        ("http://ollama:11434/v1", "llama3.1:8b, at ollama:11434"),
        ("http://host.docker.internal:11434/v1", "llama3.1:8b, at host.docker.internal:11434"),
        ("https://api.example.org/v1", "llama3.1:8b, at api.example.org"),
    ],
)
def test_it_is_called_by_its_model_and_where_it_is(url: str, name: str) -> None:
    """So that people in the room can tell whether their words stay at home."""
    settings = load({BASE: url} | MODEL, None)
    assert settings.room().listener == name


@pytest.mark.parametrize(
    "url", ["http://api.example.org/v1", "http://8.8.8.8/v1", "http://localhost.example.org/v1"]
)
def test_words_are_not_carried_unencrypted_over_the_internet(url: str) -> None:
    """It says so, and how to mend it."""
    with pytest.raises(SettingsError, match=r"unencrypted \(http\).*Write https://") as caught:
        load({BASE: url} | MODEL, None)
    assert [each.name for each in caught.value.problems] == [BASE]


@pytest.mark.parametrize(
    "url", ["api.example.org", "ftp://127.0.0.1/v1", "http://user:pass@127.0.0.1/v1", "http:///v1"]
)
def test_a_bad_address_stops_the_start_with_its_line(tmp_path: Path, url: str) -> None:
    """Whatever is wrong with it."""
    env = tmp_path / ".env"
    env.write_text(f"# ours\n{BASE}={url}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load({}, env)
    (problem,) = caught.value.problems
    assert (problem.where.line, problem.name) == (2, BASE)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({BASE: "http://127.0.0.1:11434/v1"}, "HEED_LLM_MODEL"),
        (MODEL, BASE),
        ({"HEED_LLM_API_KEY": "k"}, BASE),
    ],
)
def test_a_part_of_it_alone_stops_the_start(given: dict[str, str], missing: str) -> None:
    """It isn't left to be found out later; what isn't there isn't named to rooms either."""
    loaded = load_traced(given, None)
    with pytest.raises(SettingsError, match=f"{missing}: it isn't set, though"):
        listener_way(loaded)
    assert loaded.settings.room().listener == ""


def test_nothing_of_it_set_is_no_listener() -> None:
    """The default."""
    assert listener_way(load_traced({}, None)) is None
    assert load({}, None).room().listener == ""


def test_all_of_it_is_taken_and_the_key_hidden() -> None:
    """Nobody who prints it sees the key."""
    given = {BASE: "http://127.0.0.1:11434/v1", "HEED_LLM_API_KEY": "k-secret"} | MODEL
    given |= {"HEED_LLM_BUDGET": "20 a day", "HEED_LLM_TIME_LIMIT": "3s"}
    loaded = load_traced(given, None)
    way = listener_way(loaded)
    assert way is not None
    assert (way.base_url, way.model, way.key) == (given[BASE], "llama3.1:8b", "k-secret")
    assert (way.calls, way.seconds) == (Calls(a_day=20, a_room=100), 3.0)
    assert "k-secret" not in repr(way)
    assert "k-secret" not in str(loaded.settings.texts())


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("500 a day, 100 a room", Calls(a_day=500, a_room=100)),
        ("7, 3", Calls(a_day=7, a_room=3)),
        ("0/room", Calls(a_room=0)),
        ("30 calls per day and 4 per room", Calls(a_day=30, a_room=4)),
    ],
)
def test_a_budget_is_read_in_many_forms(text: str, calls: Calls) -> None:
    """And written in one."""
    settings = load({"HEED_LLM_BUDGET": text}, None)
    assert settings.llm_budget == calls
    written = settings.texts()["HEED_LLM_BUDGET"]
    assert load({"HEED_LLM_BUDGET": written}, None).llm_budget == calls


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HEED_LLM_BUDGET", "much"),
        ("HEED_LLM_BUDGET", "5 a day, 6 a day"),
        ("HEED_LLM_BUDGET", "1, 2, 3"),
        ("HEED_LLM_TIME_LIMIT", "10"),
        ("HEED_LLM_TIME_LIMIT", "16s"),
        ("HEED_LLM_TIME_LIMIT", "0s"),
        ("HEED_LLM_MODEL", "two words"),
        ("HEED_LLM_MODEL", "<!channel>"),
    ],
)
def test_what_does_not_fit_stops_the_start(name: str, text: str) -> None:
    """By its name."""
    with pytest.raises(SettingsError) as caught:
        load({name: text}, None)
    assert [each.name for each in caught.value.problems] == [name]
