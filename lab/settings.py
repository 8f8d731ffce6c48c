"""What a lab can set: one table, read from defaults, then `verkstad.toml`, then VERKSTAD_* in the environment."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from lab.errors import LabError
from lab.i18n import N_

DATA_VARIABLE = "VERKSTAD_DATA"


class SettingNotValid(LabError):
    message = N_("The setting {name} cannot be “{value}”.")
    hint = N_(
        "Change it on the command line, in the environment or in verkstad.toml; docs/settings.md tells what it is."
    )


class SettingsNotReadable(LabError):
    message = N_("The settings in {file} cannot be read.")
    hint = N_("Each line is written as in: port = 8501")


class Settings(BaseSettings):
    """Every setting with its default and what it is for; `verkstad settings` and docs/settings.md print this table."""

    model_config = SettingsConfigDict(env_prefix="VERKSTAD_", frozen=True, extra="forbid")

    data: Path = Field(Path("data"), description="Folder of the store, the signing key and backups.")
    host: str = Field("localhost", description="Address to listen on; 0.0.0.0 lets tablets in the room reach it.")
    port: int = Field(8501, ge=1, le=65535, description="Port the portal listens on.")
    address: str = Field("", description="Address that youths type or scan, if it is not http://HOST:PORT.")
    language: Literal["sv", "en"] = Field("sv", description="Language for a visitor who has not chosen one.")
    staff_hours: float = Field(12, gt=0, description="Hours until a staff login expires.")
    seat_minutes_after: int = Field(30, ge=0, description="Minutes a seat still works after its session was to end.")
    pin_attempts: int = Field(10, ge=1, description="Wrong PINs from one address in a minute before it has to wait.")
    signups_an_hour: int = Field(100, ge=1, description="Requests for seats that one address may send in an hour.")
    release_minutes: int = Field(
        10, ge=0, description="Minutes after the start when seats that nobody has claimed are free for others."
    )
    offer_unconfirmed: bool = Field(
        False,
        description="Offer seats on to those who wait, two days before, where nobody said that they come when asked.",
    )
    seat_days: int = Field(
        400, ge=1, description="Days that requests and the lists of a draw are kept after the last session."
    )
    login_attempts: int = Field(5, ge=1, description="Wrong passwords for one e-mail before waiting times begin.")
    scb_address: str = Field(
        "https://statistikdatabasen.scb.se/api/v2",
        description="Address of Statistics Sweden's PxWebApi 2, asked only to bring the population up to date.",
    )
    secure_cookies: bool = Field(False, description="Send cookies over HTTPS only; set it where the portal has HTTPS.")
    trusted_proxy: str = Field(
        "", description="Address of the proxy whose X-Forwarded-For is believed; several by comma."
    )
    device: Literal["auto", "cuda", "cpu"] = Field("auto", description="Where exercises compute.")
    engine_threads: int = Field(0, ge=0, description="Processor threads an engine may use; 0 lets it choose.")
    engine_seconds: float = Field(
        60, gt=0, description="Seconds one piece of work may take before its engine restarts."
    )
    large_model: str = Field(
        "", description="Folder or hub id of a large picture model; docs/large-models.md tells which may be used."
    )
    large_control: str = Field(
        "", description="Folder or hub id of a ControlNet that reads maps in ADE20K's colours, for that model."
    )
    large_lora: str = Field("", description="Folder or hub id of small weights that make four steps do, such as LCM's.")
    large_steps: int = Field(0, ge=0, le=100, description="Steps of the large model; 0 is its usual number.")
    large_size: int = Field(
        0,
        ge=0,
        le=2048,
        multiple_of=32,
        description="Side of the large model's pictures, in pixels; 0 is its own.",
    )
    large_download: bool = Field(False, description="Let a large model that is not here be fetched from its hub, once.")
    c2pa_certificate: Path | None = Field(
        None, description="Certificate chain (PEM) that signs pictures' Content Credentials; none, and none are made."
    )
    c2pa_key: Path | None = Field(None, description="Private key (PEM) of that certificate.")
    upload_megabytes: int = Field(10, ge=1, description="Largest request body that is accepted, in MB.")
    picture_days: int = Field(30, ge=1, description="Days a saved picture is kept.")
    smtp_host: str = Field("", description="Mail server; without one, messages wait in the portal to be told by hand.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the mail server is spoken to; with none, no password is sent."
    )
    smtp_user: str = Field("", description="Login at the mail server, if it asks for one.")
    smtp_password: SecretStr = Field(
        SecretStr(""), description="Password at the mail server; never shown, logged or stored."
    )
    mail_sender: str = Field(
        "Verkstad <verkstad@localhost>", description="Whom messages come from, as in: Verkstad <lab@example.se>."
    )
    oidc: bool = Field(False, description="Let staff log in through OpenID Connect (see docs).")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """A value typed beats the environment, which beats the file, which beats the default."""
        typed: dict[str, Any] = getattr(init_settings, "init_kwargs", {})
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file(typed.get("data")))

    @property
    def store(self) -> Path:
        """The DuckDB file."""
        return self.data / "verkstad.duckdb"

    @classmethod
    def secret(cls) -> set[str]:
        """The settings that are never shown: they are not typed, so each process reads them where they are written."""
        return {name for name, field in cls.model_fields.items() if field.annotation is SecretStr}

    @property
    def url(self) -> str:
        """The address people are told."""
        return self.address or f"http://{self.host}:{self.port}"


def toml_file(data: Path | None = None) -> Path:
    """`verkstad.toml` in the data folder, or else in the folder the command is run from."""
    in_data = Path(data or os.environ.get(DATA_VARIABLE, "data")) / "verkstad.toml"
    return in_data if in_data.exists() else Path("verkstad.toml")


def read(**typed: Any) -> Settings:
    """The settings of this process, those `typed` first. Raises SettingNotValid or SettingsNotReadable."""
    try:
        return Settings(**typed)
    except tomllib.TOMLDecodeError as error:
        raise SettingsNotReadable(file=toml_file(typed.get("data"))) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingNotValid(name=".".join(map(str, first["loc"])), value=first["input"]) from error
