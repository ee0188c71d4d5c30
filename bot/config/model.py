"""Every setting: its name in the environment, its type, its default, and an example to write.

Names, defaults and rules are explained for admins in .env.example.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, SecretStr
from sqlalchemy import URL

from bot.config import (
    durations,
    hours,
    listener,
    nudging,
    places,
    secrets,
    shards,
    watching,
    words,
)
from bot.domain.durations import DAY
from bot.domain.settings import (
    Budget,
    DailySpan,
    KeepText,
    Patience,
    RoomMode,
    RoomSettings,
)

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("auto", "json", "text")


def _parse_log_level(text: str) -> str:
    return words.parse_choice(text, LOG_LEVELS)


def _parse_log_format(text: str) -> str:
    return words.parse_choice(text, LOG_FORMATS)


def _parse_room_mode(text: str) -> RoomMode:
    return RoomMode(words.parse_choice(text, tuple(RoomMode)))


def _parse_keep_text(text: str) -> KeepText:
    return KeepText(words.parse_choice(text, tuple(KeepText)))


# Each type with its reading and its writing: a dump of the settings is what an admin would write.
_Secret = Annotated[
    SecretStr | None,
    PlainValidator(secrets.parse_secret),
    PlainSerializer(secrets.render_secret, when_used="unless-none"),
]
_Keys = Annotated[
    tuple[SecretStr, ...],
    PlainValidator(secrets.parse_keys),
    PlainSerializer(secrets.render_secrets),
]
_Database = Annotated[
    URL, PlainValidator(places.parse_database), PlainSerializer(places.render_database)
]
_WebAddress = Annotated[str | None, PlainValidator(places.parse_web_address)]
_Names = Annotated[
    tuple[str, ...], PlainValidator(words.parse_names), PlainSerializer(words.render_names)
]
_Groups = Annotated[
    Mapping[str, str], PlainValidator(words.parse_groups), PlainSerializer(words.render_groups)
]
_Switch = Annotated[bool, PlainValidator(words.parse_switch), PlainSerializer(words.render_switch)]
_Shards = Annotated[
    shards.Shards | None,
    PlainValidator(shards.parse_shards),
    PlainSerializer(shards.render_shards, when_used="unless-none"),
]
_Calls = Annotated[
    listener.Calls,
    PlainValidator(listener.parse_calls),
    PlainSerializer(listener.render_calls),
]
_Figures = Annotated[
    watching.Apart | None,
    PlainValidator(watching.parse_figures),
    PlainSerializer(watching.render_figures, when_used="unless-none"),
]
_Seconds = PlainSerializer(durations.render_duration)
_Span = Annotated[DailySpan, PlainValidator(hours.parse_span), PlainSerializer(hours.render_span)]
_OptionalSpan = Annotated[
    DailySpan | None,
    PlainValidator(hours.parse_optional_span),
    PlainSerializer(hours.render_span),
]
_Patience = Annotated[
    Patience, PlainValidator(nudging.parse_patience), PlainSerializer(nudging.render_patience)
]
_Budget = Annotated[
    Budget, PlainValidator(nudging.parse_budget), PlainSerializer(nudging.render_budget)
]


class Settings(secrets.Unwritten, BaseModel):
    """Everything an admin can set. Built from texts by `load`; never changes afterwards.

    Times are in seconds. Secrets are wrapped, so that no log or error shows them.
    """

    model_config = ConfigDict(
        arbitrary_types_allowed=True,  # SQLAlchemy's URL
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: _Secret = Field(None, alias="SLACK_BOT_TOKEN", examples=["xoxb-…"])
    slack_app_token: _Secret = Field(None, alias="SLACK_APP_TOKEN", examples=["xapp-…"])
    slack_signing_secret: _Secret = Field(None, alias="SLACK_SIGNING_SECRET")
    slack_client_id: _Secret = Field(None, alias="SLACK_CLIENT_ID")
    slack_client_secret: _Secret = Field(None, alias="SLACK_CLIENT_SECRET")
    discord_bot_token: _Secret = Field(None, alias="DISCORD_BOT_TOKEN")

    database_url: _Database = Field(
        places.parse_database("sqlite:///heed.db"),
        alias="DATABASE_URL",
        examples=["sqlite:///heed.db"],
    )
    host: Annotated[str, PlainValidator(places.parse_host)] = Field(
        "127.0.0.1", alias="HEED_HOST", examples=["127.0.0.1"]
    )
    port: Annotated[int, PlainValidator(places.parse_port), PlainSerializer(str)] = Field(
        8080, alias="HEED_PORT", examples=["8080"]
    )
    public_url: _WebAddress = Field(
        None, alias="HEED_PUBLIC_URL", examples=["https://heed.example.org"]
    )

    conveners: _Names = Field((), alias="HEED_CONVENERS", examples=["Ruth, Sam"])
    patience: _Patience = Field(Patience(), alias="HEED_PATIENCE", examples=["6 messages, 5m"])
    nudge_budget: _Budget = Field(
        Budget(), alias="HEED_NUDGE_BUDGET", examples=["3 a meeting, 5 a day"]
    )
    nudge_spacing: Annotated[float, PlainValidator(durations.parse_pause), _Seconds] = Field(
        120.0, alias="HEED_NUDGE_SPACING", examples=["2m"]
    )
    quiet_hours: _OptionalSpan = Field(
        DailySpan(start_minute=22 * 60, end_minute=7 * 60),
        alias="HEED_QUIET_HOURS",
        examples=["22:00-07:00"],
    )
    working_hours: _Span = Field(
        DailySpan(start_minute=9 * 60, end_minute=17 * 60),
        alias="HEED_WORKING_HOURS",
        examples=["09:00-17:00"],
    )
    time_zone: Annotated[str, PlainValidator(hours.parse_time_zone)] = Field(
        "UTC", alias="HEED_TIME_ZONE", examples=["Europe/London"]
    )
    show_at_once: _Switch = Field(default=False, alias="HEED_SHOW_AT_ONCE", examples=["false"])
    room_mode: Annotated[RoomMode, PlainValidator(_parse_room_mode)] = Field(
        RoomMode.MEETINGS_ONLY, alias="HEED_ROOM_MODE", examples=["meetings only"]
    )

    retention: Annotated[float, PlainValidator(durations.parse_retention), _Seconds] = Field(
        30.0 * DAY, alias="HEED_RETENTION", examples=["30d"]
    )
    keep_text: Annotated[KeepText, PlainValidator(_parse_keep_text)] = Field(
        KeepText.QUESTIONS, alias="HEED_KEEP_TEXT", examples=["questions"]
    )
    encryption_keys: _Keys = Field((), alias="HEED_ENCRYPTION_KEYS")
    groups: _Groups = Field(
        default_factory=lambda: MappingProxyType({}),
        alias="HEED_GROUPS",
        examples=["Council: Ruth, Sam; Charities: Ade"],
    )
    export_names: _Switch = Field(default=False, alias="HEED_EXPORT_NAMES", examples=["false"])
    safeguarding: str = Field(
        "", alias="HEED_SAFEGUARDING", examples=["Call the duty lead on extension 4100."]
    )
    run_by: str = Field("", alias="HEED_RUN_BY", examples=["the partnership office"])

    voice_meetings: _Switch = Field(
        default=True, alias="HEED_DISCORD_VOICE_MEETINGS", examples=["true"]
    )
    discord_shards: _Shards = Field(None, alias="HEED_DISCORD_SHARDS", examples=["0-3 of 8"])
    conveners_channel: Annotated[str, PlainValidator(shards.parse_channel)] = Field(
        "", alias="HEED_DISCORD_CONVENERS_CHANNEL", examples=["112233445566778899"]
    )

    llm_base_url: Annotated[str | None, PlainValidator(listener.parse_address)] = Field(
        None, alias="HEED_LLM_BASE_URL", examples=["http://127.0.0.1:11434/v1"]
    )
    llm_model: Annotated[str, PlainValidator(listener.parse_model)] = Field(
        "", alias="HEED_LLM_MODEL", examples=["llama3.1:8b"]
    )
    llm_api_key: _Secret = Field(None, alias="HEED_LLM_API_KEY")
    llm_budget: _Calls = Field(
        listener.Calls(), alias="HEED_LLM_BUDGET", examples=["500 a day, 100 a room"]
    )
    llm_time_limit: Annotated[float, PlainValidator(listener.parse_limit), _Seconds] = Field(
        10.0, alias="HEED_LLM_TIME_LIMIT", examples=["10s"]
    )

    log_level: Annotated[str, PlainValidator(_parse_log_level)] = Field(
        "info", alias="HEED_LOG_LEVEL", examples=["info"]
    )
    log_format: Annotated[str, PlainValidator(_parse_log_format)] = Field(
        "auto", alias="HEED_LOG_FORMAT", examples=["auto"]
    )
    metrics: _Figures = Field(None, alias="HEED_METRICS", examples=["127.0.0.1:9464"])
    traces_url: Annotated[str | None, PlainValidator(watching.parse_collector)] = Field(
        None, alias="HEED_TRACES_URL", examples=["http://127.0.0.1:4318/v1/traces"]
    )
    slack_api_url: _WebAddress = Field(
        None, alias="HEED_SLACK_API_URL", examples=["http://127.0.0.1:4203/api"]
    )
    discord_api_url: _WebAddress = Field(
        None, alias="HEED_DISCORD_API_URL", examples=["http://127.0.0.1:4204/api/v10"]
    )

    def room(self) -> RoomSettings:
        """Give what a room starts with, as the core uses it."""
        return RoomSettings(
            mode=self.room_mode,
            patience=self.patience,
            budget=self.nudge_budget,
            spacing_seconds=self.nudge_spacing,
            quiet_hours=self.quiet_hours,
            working_hours=self.working_hours,
            time_zone=self.time_zone,
            show_at_once=self.show_at_once,
            keep_text=self.keep_text,
            retention_seconds=self.retention,
            safeguarding=self.safeguarding,
            run_by=self.run_by,
            listener=listener.called(self.llm_base_url, self.llm_model),
        )

    def texts(self) -> dict[str, str]:
        """Give each name with its value as an admin would write it; secrets hidden, unset empty."""
        return {name: text or "" for name, text in self.model_dump(by_alias=True).items()}


EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        field.alias: next(iter(field.examples or ()), "")
        for field in Settings.model_fields.values()
        if field.alias
    }
)
"""Every setting's name, with an example of its value."""
