"""How each kind of value is written."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import durations, hours, nudging, places, secrets, words
from bot.config.problems import UnfitError
from bot.domain.durations import DAY
from bot.domain.settings import Budget, DailySpan, Patience


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("5m", 300),
        ("4h", 14_400),
        ("2d", 172_800),
        ("1w", 604_800),
        ("1h30m", 5_400),
        ("1h 30m", 5_400),
        ("5 minutes", 300),
        ("1 Hour", 3_600),
        ("10 secs", 10),
        ("0.5h", 1_800),
        ("0s", 0),
    ],
)
def test_durations_are_read_in_their_usual_spellings(text: str, seconds: float) -> None:
    """A number and its unit, once or several times, gives seconds."""
    assert durations.parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["5", "m", "5x", "5months", "-5m", "5m!", "1e3s", "٥m", "9999999d"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    """A bare number, another unit, a sign and an absurd length are refused."""
    with pytest.raises(UnfitError):
        durations.parse_duration(text)


def test_a_bare_number_is_told_its_unit() -> None:
    """The mend for a missing unit shows the admin's own number with units."""
    with pytest.raises(UnfitError) as refused:
        durations.parse_duration("5")
    assert refused.value.mend == "Say the unit too: 5s, 5m, 5h or 5d."


@given(st.integers(min_value=0, max_value=3_650 * DAY))
def test_durations_survive_writing_and_reading(seconds: int) -> None:
    """What is rendered is read back as the same number of seconds."""
    assert durations.parse_duration(durations.render_duration(seconds)) == seconds


@pytest.mark.parametrize("text", ["none", "off", "0", "0s"])
def test_a_pause_may_be_none(text: str) -> None:
    """No spacing at all can be said in words."""
    assert durations.parse_pause(text) == 0


@pytest.mark.parametrize(("text", "fits"), [("365d", True), ("366d", False), ("0d", False)])
def test_retention_has_a_ceiling_and_a_floor(text: str, fits: bool) -> None:
    """A year is the most, and nothing can't be kept."""
    if fits:
        assert durations.parse_retention(text) == durations.MAX_RETENTION
    else:
        with pytest.raises(UnfitError):
            durations.parse_retention(text)


@pytest.mark.parametrize(
    ("text", "patience"),
    [
        ("6 messages, 5m", Patience(messages=6, seconds=300)),
        ("1 message and 90s", Patience(messages=1, seconds=90)),
        ("4h; 12 msgs", Patience(messages=12, seconds=14_400)),
        ("10 MESSAGES", Patience(messages=10, seconds=Patience().seconds)),
        ("2d", Patience(messages=Patience().messages, seconds=172_800)),
    ],
)
def test_patience_is_messages_time_or_both(text: str, patience: Patience) -> None:
    """Either part may stand alone; the other keeps its default."""
    assert nudging.parse_patience(text) == patience


@pytest.mark.parametrize("text", ["0 messages", "0s", "6", "six messages", "6 messages, soon", ","])
def test_what_is_no_patience_is_refused(text: str) -> None:
    """No messages, no time, a bare number and words are refused."""
    with pytest.raises(UnfitError):
        nudging.parse_patience(text)


@given(st.integers(1, 9_999), st.integers(1, 3_650 * DAY))
def test_patience_survives_writing_and_reading(messages: int, seconds: int) -> None:
    """What is rendered is read back as the same patience."""
    patience = Patience(messages=messages, seconds=seconds)
    assert nudging.parse_patience(nudging.render_patience(patience)) == patience


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("3 a meeting, 5 a day", Budget(per_meeting=3, per_day=5)),
        ("2/meeting, 4/day", Budget(per_meeting=2, per_day=4)),
        ("2 per meeting and 4 per day", Budget(per_meeting=2, per_day=4)),
        ("4 nudges a day; 2 nudges a meeting", Budget(per_meeting=2, per_day=4)),
        ("2, 4", Budget(per_meeting=2, per_day=4)),
        ("7 a day", Budget(per_meeting=Budget().per_meeting, per_day=7)),
        ("0, 0", Budget(per_meeting=0, per_day=0)),
    ],
)
def test_budgets_are_read_in_their_usual_spellings(text: str, budget: Budget) -> None:
    """A meeting's number comes first where neither is named; what isn't said is the default."""
    assert nudging.parse_budget(text) == budget


@pytest.mark.parametrize("text", ["few", "-1, 2", "1, 2, 3", "1 a day, 2 a day", "3 a week", ","])
def test_what_is_no_budget_is_refused(text: str) -> None:
    """Words, signs, a third number and the same number twice are refused."""
    with pytest.raises(UnfitError):
        nudging.parse_budget(text)


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_budgets_survive_writing_and_reading(per_meeting: int, per_day: int) -> None:
    """What is rendered is read back as the same budget."""
    budget = Budget(per_meeting=per_meeting, per_day=per_day)
    assert nudging.parse_budget(nudging.render_budget(budget)) == budget


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("22:00-07:00", 1_320, 420),
        ("22:00 – 7:00", 1_320, 420),
        ("9 to 17", 540, 1_020),
        ("18:30-24:00", 1_110, 0),
    ],
)
def test_hours_are_read_in_their_usual_spellings(text: str, start: int, end: int) -> None:
    """Whole hours, other dashes and midnight as 24:00 are understood."""
    assert hours.parse_span(text) == DailySpan(start_minute=start, end_minute=end)


@pytest.mark.parametrize("text", ["22:00", "25:00-07:00", "22:60-07:00", "8-8", "10pm-7am", "none"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    """A missing end, impossible times and an empty span are refused."""
    with pytest.raises(UnfitError):
        hours.parse_span(text)


@given(st.lists(st.integers(0, 1_439), min_size=2, max_size=2, unique=True))
def test_hours_survive_writing_and_reading(minutes: list[int]) -> None:
    """What is rendered is read back as the same span."""
    span = DailySpan(start_minute=minutes[0], end_minute=minutes[1])
    assert hours.parse_span(hours.render_span(span)) == span


def test_quiet_hours_may_be_none() -> None:
    """No quiet hours can be said, and is rendered as it is written."""
    assert hours.parse_optional_span("None") is None
    assert hours.render_span(None) == "none"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("London", "Did you mean Europe/London?"),
        ("europe/london", "Did you mean Europe/London?"),
        ("Europe/Lodnon", "Did you mean Europe/London?"),
        ("New York", "Did you mean America/New_York?"),
        ("qqqqqqqq", "Write it like Europe/London."),
    ],
)
def test_an_unknown_time_zone_is_told_the_nearest(text: str, near: str) -> None:
    """The city alone, another case and a slip of the pen lead to the name."""
    with pytest.raises(UnfitError) as refused:
        hours.parse_time_zone(text)
    assert refused.value.mend == near


@pytest.mark.parametrize("text", ["../etc/passwd", "/etc/localtime", "Europe", "a\0b", "x" * 5_000])
def test_a_path_is_no_time_zone(text: str) -> None:
    """Names that fail as paths in other ways are refused like any other."""
    with pytest.raises(UnfitError):
        hours.parse_time_zone(text)


@pytest.mark.parametrize("text", ["always on", "Always-On", "ALWAYS_ON", "always   on"])
def test_choices_are_tolerant(text: str) -> None:
    """Case, dashes and spaces don't matter."""
    assert words.parse_choice(text, ("meetings only", "always on")) == "always on"


def test_a_wrong_choice_is_told_the_choices() -> None:
    """The mend names every choice."""
    with pytest.raises(UnfitError) as refused:
        words.parse_choice("loud", ("debug", "info", "warning"))
    assert refused.value.mend == "Write debug, info or warning."


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("YES", True), ("1", True), ("off", False), ("No", False)]
)
def test_switches_are_tolerant(text: str, value: bool) -> None:
    """The usual spellings of yes and no are understood."""
    assert words.parse_switch(text) is value


def test_a_switch_is_refused_when_it_is_neither() -> None:
    """Anything but yes and no is refused."""
    with pytest.raises(UnfitError):
        words.parse_switch("maybe")


def test_names_are_parted_by_commas() -> None:
    """Spaces, empty places and repetitions fall away; the order stays."""
    assert words.parse_names("Ruth, Sam,, Ruth , Zoë 🌱") == ("Ruth", "Sam", "Zoë 🌱")


def test_groups_give_each_member_their_group() -> None:
    """The listing by group is turned into a look-up by member."""
    groups = words.parse_groups("Council: Ruth, Sam; Charities: Ade;")
    assert groups == {"Ruth": "Council", "Sam": "Council", "Ade": "Charities"}
    assert words.render_groups(groups) == "Council: Ruth, Sam; Charities: Ade"


@pytest.mark.parametrize(
    "text", ["Ruth, Sam", "Council:", ": Ruth", "a: Ruth; b: Ruth", "a: Ruth; a: Sam"]
)
def test_what_are_no_groups_is_refused(text: str) -> None:
    """A missing name, no members, a person in two groups and a group twice are refused."""
    with pytest.raises(UnfitError):
        words.parse_groups(text)


@pytest.mark.parametrize(("text", "port"), [("8080", 8_080), ("0", 0), ("65535", 65_535)])
def test_ports_are_read(text: str, port: int) -> None:
    """A number of 16 bits is a port."""
    assert places.parse_port(text) == port


@pytest.mark.parametrize("text", ["65536", "-1", "80x", "8 080", "1" * 5_000, "tcp://10.0.0.1:80"])
def test_what_is_no_port_is_refused(text: str) -> None:
    """Numbers out of range and other texts are refused."""
    with pytest.raises(UnfitError):
        places.parse_port(text)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - an address that an admin may choose
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("localhost", "localhost"),
        ("heed.example.org", "heed.example.org"),
    ],
)
def test_hosts_are_read(text: str, host: str) -> None:
    """Names and addresses of both versions can be listened on."""
    assert places.parse_host(text) == host


@pytest.mark.parametrize("text", ["http://localhost", "local host", "-x", "127.0.0.1:80"])
def test_what_is_no_host_is_refused(text: str) -> None:
    """A web address, a space and a port are refused."""
    with pytest.raises(UnfitError):
        places.parse_host(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://heed.example.org/", "https://heed.example.org"),
        ("http://127.0.0.1:4203/api", "http://127.0.0.1:4203/api"),
    ],
)
def test_web_addresses_are_read(text: str, address: str) -> None:
    """A slash at the end falls away, so that paths can be put after it."""
    assert places.parse_web_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "heed.example.org",
        "ftp://heed.example.org",
        "https://",
        "https://[::1",
        "https://host:port",
        "https://two words.org",
        "https://host/?key=1",
        "https://user:pass@host",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    """Other schemes, broken hosts, queries and passwords are refused."""
    with pytest.raises(UnfitError):
        places.parse_web_address(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sqlite:///heed.db", "sqlite+aiosqlite:///heed.db"),
        ("sqlite+aiosqlite:////data/heed.db", "sqlite+aiosqlite:////data/heed.db"),
        ("postgres://u:p@host/heed", "postgresql+asyncpg://u:***@host/heed"),
        ("postgresql://host/heed", "postgresql+asyncpg://host/heed"),
        ("postgresql+asyncpg://host/heed", "postgresql+asyncpg://host/heed"),
    ],
)
def test_databases_get_their_driver(text: str, written: str) -> None:
    """The asynchronous driver is put in, and a password is hidden when shown."""
    assert places.render_database(places.parse_database(text)) == written


@pytest.mark.parametrize(
    "text", ["heed.db", "mysql://u:hunter2@host/x", "postgres://u:hunter2@h:x/"]
)
def test_a_refused_database_keeps_its_password(text: str) -> None:
    """Another database and a broken address are refused without quoting the address."""
    with pytest.raises(UnfitError) as refused:
        places.parse_database(text)
    assert "hunter2" not in f"{refused.value.what} {refused.value.mend}"


def test_keys_are_read_in_their_order() -> None:
    """The first is the one that writes."""
    one, other = secrets.new_key(), secrets.new_key()
    found = [each.get_secret_value() for each in secrets.parse_keys(f"{one}, {other}")]
    assert found == [one, other]


def test_keys_of_other_tools_are_taken() -> None:
    """`openssl rand -base64 32` writes + and / where others have - and _."""
    written = b64encode(b"\xfb\xff\xfe" * 10 + b"ab").decode()
    assert {"+", "/"} <= set(written)
    (key,) = secrets.parse_keys(written)
    assert key.get_secret_value() == written.translate(str.maketrans("+/", "-_"))


@pytest.mark.parametrize("text", ["hunter2", "é" * 44, secrets.new_key()[:-4], "a" * 43, "a" * 88])
def test_what_is_no_key_is_refused(text: str) -> None:
    """By its place, with how to make one; it isn't repeated."""
    with pytest.raises(UnfitError, match="key 2 isn't 32 bytes") as refused:
        secrets.parse_keys(f"{secrets.new_key()},{text}")
    assert refused.value.mend == "Make one with: python -m bot db key"
    assert text not in refused.value.what
