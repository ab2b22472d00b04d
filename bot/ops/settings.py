"""Settings: one typed object, read once from the environment and ``.env``."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.errors import SettingsError

TELEGRAM = "https://api.telegram.org"
S = TypeVar("S", bound=BaseSettings)
Port = Annotated[int, Field(ge=1, le=65535)]


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _hosts(value: tuple[str, ...]) -> tuple[str, ...]:
    for part in value:
        host, colon, port = part.rpartition(":")
        if not (host and colon and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError(f"{part!r} is not host:port, such as 127.0.0.1:8000")
    return tuple(part.lower() for part in value)


def _address(value: str, example: str) -> SplitResult:
    """Return the parts of a web address; raise ValueError where it is none."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"write an address such as {example}")
    return parts


def _with(other: str, value: object, info: ValidationInfo, neither: str) -> None:
    """Raise ValueError where one of two settings that go together is set alone."""
    # where the other itself is at fault, that fault is enough
    if other in info.data and (info.data[other] is None) != (value is None):
        raise ValueError(f"goes with {other.upper()}: set both, or neither for {neither}")


Listed = (NoDecode, BeforeValidator(_split))
Hosts = Annotated[tuple[str, ...], *Listed, AfterValidator(_hosts)]


class Settings(BaseSettings):
    """All settings. The names are those of the environment; each description goes into the docs."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore",
        frozen=True, hide_input_in_errors=True,
    )  # fmt: skip

    telegram_bot_token: SecretStr | None = Field(
        None, description="The bot's token from @BotFather. Without it the playground starts."
    )
    telegram_api_url: str = Field(
        TELEGRAM, description="Root of the Bot API server, without `/bot`; any such server works."
    )
    storywire_data: Path = Field(
        Path("data"), description="Folder for the database and the playground's files."
    )
    database_url: str | None = Field(
        None,
        description="`sqlite:///FILE` or `postgresql://…`; empty: a file in `STORYWIRE_DATA`.",
    )
    admin_ids: Annotated[tuple[int, ...], *Listed] = Field(
        (), description="Telegram ids of the bot's administrators, comma-separated."
    )
    public_url: str | None = Field(
        None,
        description="Address at which Telegram reaches us; set: webhook, empty: long polling.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        description="Secret of the webhook, 1-256 of `A-Z a-z 0-9 _ -`; goes with `PUBLIC_URL`.",
    )
    poll_seconds: int = Field(
        900, ge=1, le=86400, description="Base interval in seconds at which a feed is read."
    )
    messages_per_second: int = Field(
        30,
        ge=1,
        le=1000,
        description="Messages that Telegram takes of the bot in any second, of all its processes "
        "together; it takes more than 30 only of bots that pay for it.",
    )
    allow_private_hosts: Hosts = Field(
        (),
        description="`host:port` exceptions to the private-address guard, comma-separated; also "
        "free of spacing and of the lowest interval.",
    )
    summary_url: str | None = Field(
        None,
        description="Root of an OpenAI-compatible API that writes summaries, such as "
        "`http://127.0.0.1:11434/v1`; empty: extracts only.",
    )
    summary_model: str | None = Field(
        None, description="The model that writes them, as cards name it; goes with `SUMMARY_URL`."
    )
    summary_key: SecretStr | None = Field(
        None, description="The key of that API, where it wants one."
    )
    log_format: Literal["text", "json"] = Field("text", description="`text` or `json`.")
    log_level: Literal["debug", "info", "warning"] = Field(
        "info", description="`debug`: a line for each message sent, `info`, or `warning`."
    )
    metrics_port: Port | None = Field(
        None,
        description="Port on loopback for `/metrics` (Prometheus) and `/healthz`; empty: none.",
    )
    port: Port = Field(
        8080, description="The playground's port; in webhook mode the port listened on."
    )

    @field_validator("telegram_api_url", "public_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        _address(value, "https://bot.example.org")
        return value.rstrip("/")

    @field_validator("summary_url")
    @classmethod
    def _summary_url(cls, value: str | None) -> str | None:
        if not value:
            return None
        parts = _address(value, "http://127.0.0.1:11434/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError("write the address only, without @, ? and #; SUMMARY_KEY is the key's")
        return value.rstrip("/")

    @field_validator("summary_model")
    @classmethod
    def _summary_model(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and (not value.isprintable() or len(value) > 64):
            raise ValueError("write the model's name as its API has it, at most 64 characters")
        _with("summary_url", value, info, "extracts only")
        return value

    @field_validator("summary_key")
    @classmethod
    def _summary_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
            raise ValueError("copy the key as its API gives it, without spaces")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and re.search(r"[\s/?#]", value.get_secret_value()):
            raise ValueError("copy the token from @BotFather as it is, such as 123456:ABC-DEF…")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("use 1 to 256 of A-Z a-z 0-9 _ -")
        _with("public_url", value, info, "long polling")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str | None) -> str | None:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("write sqlite:///FILE or postgresql://user@host/name")
        return value

    @property
    def level(self) -> int:
        """The number of LOG_LEVEL, as ``logging`` has it."""
        return logging.getLevelNamesMapping()[self.log_level.upper()]

    @property
    def database(self) -> str:
        """The database's address; by default the playground has a file of its own."""
        name = "storywire.db" if self.telegram_bot_token else "playground.db"
        return self.database_url or f"sqlite:///{self.storywire_data / name}"

    @property
    def exempt_hosts(self) -> tuple[str, ...]:
        """``host:port`` pairs free of the guard; without a token the playground's newsroom too."""
        own = () if self.telegram_bot_token else (f"127.0.0.1:{self.port}",)
        return (*self.allow_private_hosts, *own)


class _Exceptions(BaseSettings):
    """The one setting that ``storywire try`` needs."""

    model_config = Settings.model_config
    allow_private_hosts: Hosts = ()


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings. Raises SettingsError with one line for each fault."""
    return _read(Settings, env_file)


def load_exceptions(env_file: Path | None = Path(".env")) -> tuple[str, ...]:
    """Read ALLOW_PRIVATE_HOSTS, whatever the other settings are. Raises SettingsError."""
    return _read(_Exceptions, env_file).allow_private_hosts


def _read(kind: type[S], env_file: Path | None) -> S:
    try:
        return kind(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError([_fault(dict(fault)) for fault in error.errors()]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f".env: not UTF-8 ({error}); save it as UTF-8"]) from error


SECRETS = {"TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL", "SUMMARY_URL", "SUMMARY_KEY"}
"""What no fault repeats; addresses may hold a password by mistake."""


def _fault(fault: dict[str, Any]) -> str:
    name = str(fault["loc"][0]).upper()
    text = str(fault["msg"]).removeprefix("Value error, ").replace("Input should be", "must be")
    text = text.replace("a valid integer, unable to parse string as an integer", "a whole number")
    given = fault.get("input")
    if name not in SECRETS and isinstance(given, str) and repr(given) not in text:
        text += f", not {given!r}"
    return f"{name}: {text}"


def table() -> str:
    """Return the settings as a Markdown table, for the README."""
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if default in (None, ()) else f"`{default}`"
        rows.append(f"| `{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)
