"""Where figures are found and traces go: how that is written, and what holds unless it is said."""

import pytest

from bot.config import SettingsError, load
from bot.config.watching import OFF, Apart, beside_the_rest, parse_figures, render_figures


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("127.0.0.1:9464", Apart(host="127.0.0.1", port=9464)),
        ("0.0.0.0:9464", Apart(host="0.0.0.0", port=9464)),  # noqa: S104 - an admin's choice
        ("heed.internal:1", Apart(host="heed.internal", port=1)),
        ("[::1]:9464", Apart(host="::1", port=9464)),
        ("9464", Apart(host="127.0.0.1", port=9464)),
        ("off", OFF),
        ("None", OFF),
    ],
)
def test_figures_have_an_address_of_their_own_or_none(text: str, place: Apart) -> None:
    """A port alone is this machine's; what is written is read back."""
    assert parse_figures(text) == place
    assert parse_figures(render_figures(place)) == place


@pytest.mark.parametrize(
    "text", ["yes", "127.0.0.1", "127.0.0.1:", ":x", "a b:9464", "1.2.3.4:99999"]
)
def test_what_is_no_address_with_a_port_is_told_how_to_write_one(text: str) -> None:
    """With an example, and off."""
    with pytest.raises(SettingsError) as refused:
        load({"HEED_METRICS": text}, None)
    assert "Write an address and a port, such as 127.0.0.1:9464, or off." in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "beside"),
    [
        ({}, True),
        ({"HEED_HOST": "::1"}, True),
        ({"HEED_HOST": "0.0.0.0"}, False),  # noqa: S104 - what is tried
        ({"HEED_PUBLIC_URL": "https://heed.example.org"}, False),
        ({"HEED_METRICS": "off"}, False),
        ({"HEED_METRICS": "127.0.0.1:9464"}, False),
    ],
)
def test_unless_said_otherwise_figures_are_this_machines_alone(
    settings: dict[str, str], beside: bool
) -> None:
    """They are on Heed's own port only where nobody else can come by."""
    found = load(settings, None)
    assert beside_the_rest(found.metrics, found.host, found.public_url) is beside


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
        ("https://otel.example.org/in/v1/traces", "https://otel.example.org/in/v1/traces"),
    ],
)
def test_a_collector_is_written_with_its_usual_path_or_its_own(text: str, url: str) -> None:
    """As its own documents give it."""
    assert load({"HEED_TRACES_URL": text}, None).traces_url == url


def test_a_collectors_key_isnt_taken_in_its_address() -> None:
    """It would be shown."""
    with pytest.raises(SettingsError) as refused:
        load({"HEED_TRACES_URL": "https://u:hunter2@otel.example.org"}, None)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(("text", "form"), [("JSON", "json"), ("text", "text"), ("auto", "auto")])
def test_a_log_has_its_form(text: str, form: str) -> None:
    """Unless it is said, a terminal gets text."""
    assert load({"HEED_LOG_FORMAT": text}, None).log_format == form
    assert load({}, None).log_format == "auto"
