"""What the environment asks for, read once, checked, and refused in one sentence."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from yinuo.kernel.errors import DomainError
from yinuo.kernel.signed_tokens import TokenKey, read_token_key
from yinuo.platform.audit.witnessing.addresses import WitnessAddress, read_witness
from yinuo.platform.jobs.postgres.location import Location
from yinuo.site.file_store import FileStore, read_file_store
from yinuo.site.mail import MailServer, read_mail_url
from yinuo.site.vault_settings import BadVaultSettings, VaultSettings, read_vault_settings

HIGHEST_PORT = 65_535
SHORTEST_KEY = 50  # characters
FEWEST_CHARACTERS = 10  # different ones: "aaaa..." is no key
SHORTEST_TOKEN = 24  # characters
LONGEST_PASSWORD_LIFE = 730  # days


class BadConfiguration(DomainError):
    """A setting is missing, unreadable or insecure; the text names it and says what to set."""

    code = "configuration"


class CannotWriteHome(DomainError):
    """The data folder cannot be made or written."""

    code = "configuration.cannot_write_home"


class Mode(Enum):
    """``DEMO`` shows the story and one-click personas; ``PRODUCTION`` refuses whatever is insecure."""

    DEMO = "demo"
    PRODUCTION = "production"


@dataclass(frozen=True)
class Config:
    """
    The settings of one installation.

    Attributes:
        home: the data folder: embedded database, keys, attachments, logs.
        host, port: where the web process listens; ``live_port`` carries server-sent events.
        database_url: the PostgreSQL server, or None for the embedded one.
        origin: the address that browsers use, scheme and host, or None where it is the listening one.
        behind_proxy: a reverse proxy that ends TLS and sets X-Forwarded-Proto stands in front.
        live_origin: where browsers find server-sent events; None means the live port of this host.
        web_workers: processes that serve pages under one web process.
        demo_story: the demo begins with the story of a bank; else it is an empty house.
        witnesses: who is shown the checkpoints of the evidence log.
        file_store: the S3-compatible store of attachments, or None for a folder in ``home``.
        letter_font: the font that decision letters are set in; None for the first Chinese one that the machine has.
        virus_scanner: where ClamAV's daemon listens, or None where there is none.
        password_days: after how many days a password must be replaced; None where passwords do not end.
        password_history: how many of the last passwords are not used again, the one in use among them.
        metrics_token: what a collector sends to read /metrics from another machine.
        app_keys: by which tokens of the institution's own app are checked.
        backups, backup_keys: the folders that keep backups and, apart from them, customers' wrapped keys.
    """

    mode: Mode
    home: Path
    host: str
    port: int
    live_port: int
    database_url: str | None
    secret_key: str | None
    origin: str | None
    behind_proxy: bool
    live_origin: str | None
    debug: bool
    time_zone: str
    tls_certificate: Path | None
    tls_key: Path | None
    web_workers: int
    metrics_token: str | None
    demo_story: bool
    mail_server: MailServer | None
    mail_from: str
    backups: Path | None
    backup_keys: Path | None
    file_store: FileStore | None
    virus_scanner: str | None
    letter_font: Path | None = None
    password_days: int | None = None
    password_history: int = 1
    witnesses: tuple[WitnessAddress, ...] = ()
    app_keys: tuple[TokenKey, ...] = ()
    vault: VaultSettings = field(default_factory=VaultSettings)

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the web process."""
        return is_loopback_host(self.host)

    @property
    def embedded(self) -> Location:
        """Where the embedded PostgreSQL lives, used when no server is named."""
        return Location(self.home)

    @property
    def effective_database_url(self) -> str:
        """The connection string in force: the named server, or the embedded one's socket."""
        return self.database_url or self.embedded.url


def is_loopback_host(host: str) -> bool:
    """Whether a host name or address names this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_config(environ: Mapping[str, str] | None = None) -> Config:
    """
    Read and check the environment.

    Raises:
        BadConfiguration: a value cannot be read; production settings would be insecure.
    """
    env = os.environ if environ is None else environ
    port = _port(env, "PORT", 8000)
    config = Config(
        mode=_mode(env),
        home=Path(env.get("YINUO_HOME") or "var").expanduser().absolute(),
        host=env.get("HOST") or "127.0.0.1",
        port=port,
        live_port=_port(env, "LIVE_PORT", port + 1 if port < HIGHEST_PORT else port - 1),
        database_url=_database_url(env),
        secret_key=env.get("YINUO_SECRET_KEY") or None,
        origin=_origin(env, "YINUO_ORIGIN"),
        behind_proxy=_flag(env, "YINUO_BEHIND_PROXY"),
        live_origin=_origin(env, "YINUO_LIVE_ORIGIN"),
        debug=_flag(env, "YINUO_DEBUG"),
        time_zone=_time_zone(env),
        tls_certificate=_path(env, "YINUO_TLS_CERTIFICATE"),
        tls_key=_path(env, "YINUO_TLS_KEY"),
        web_workers=_number(env, "YINUO_WEB_WORKERS", default=1, most=64),
        metrics_token=env.get("YINUO_METRICS_TOKEN") or None,
        demo_story=_flag(env, "YINUO_DEMO_STORY", default=True),
        mail_server=_mail_server(env),
        mail_from=env.get("YINUO_MAIL_FROM") or "yinuo@localhost",
        witnesses=_witnesses(env),
        app_keys=_app_keys(env),
        backups=_path(env, "YINUO_BACKUPS"),
        backup_keys=_path(env, "YINUO_BACKUP_KEYS"),
        file_store=_file_store(env),
        virus_scanner=_virus_scanner(env),
        letter_font=_path(env, "YINUO_LETTER_FONT"),
        password_days=_password_days(env),
        password_history=_number(env, "YINUO_PASSWORD_HISTORY", default=1, most=24),
        vault=_vault(env),
    )
    _refuse_contradictions(config)
    if config.mode is Mode.PRODUCTION:
        _refuse_insecure(config)
    elif config.debug and not config.is_loopback:
        raise BadConfiguration("YINUO_DEBUG shows internals; use it with HOST=127.0.0.1 only.")
    return config


def _mode(env: Mapping[str, str]) -> Mode:
    value = (env.get("YINUO_MODE") or "demo").lower()
    try:
        return Mode(value)
    except ValueError:
        raise BadConfiguration(f'YINUO_MODE is "{value}"; set it to "demo" or "production".') from None


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    return _number(env, name, default=default, most=HIGHEST_PORT, noun="a port")


def _number(env: Mapping[str, str], name: str, *, default: int, most: int, noun: str = "a number") -> int:
    value = env.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value[:9]) <= most:
        raise BadConfiguration(f'{name} is "{value}"; set it to {noun} between 1 and {most}.')
    return int(value)


def _password_days(env: Mapping[str, str]) -> int | None:
    if not env.get("YINUO_PASSWORD_DAYS"):
        return None
    return _number(env, "YINUO_PASSWORD_DAYS", default=0, most=LONGEST_PASSWORD_LIFE, noun="a number of days")


def _time_zone(env: Mapping[str, str]) -> str:
    value = env.get("YINUO_TIME_ZONE") or "Asia/Shanghai"
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadConfiguration(
            f'YINUO_TIME_ZONE is "{value}"; set it to a zone such as Asia/Shanghai.'
        ) from None
    return value


def _flag(env: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    value = (env.get(name) or "").lower()
    if not value:
        return default
    if value in {"0", "false", "no", "off"}:
        return False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise BadConfiguration(f'{name} is "{value}"; set it to 1 or 0.')


def _path(env: Mapping[str, str], name: str) -> Path | None:
    value = env.get(name)
    return Path(value).expanduser().absolute() if value else None


def _origin(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name)
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise BadConfiguration(
            f'{name} is "{value}"; set it to an address such as https://promises.example.com.'
        )
    return f"{parts.scheme}://{parts.netloc}"


def _mail_server(env: Mapping[str, str]) -> MailServer | None:
    value = env.get("YINUO_MAIL_URL")
    if not value:
        return None
    server = read_mail_url(value)
    if server is None or (server.plain and not is_loopback_host(server.host)):
        # The value itself may hold a password: it is never repeated.
        raise BadConfiguration(
            "YINUO_MAIL_URL cannot be used; write it as smtp://user:password@host:587 (STARTTLS) or smtps://…:465; "
            "?plain is for a relay on this machine alone."
        )
    return server


def _witnesses(env: Mapping[str, str]) -> tuple[WitnessAddress, ...]:
    found = [(value, read_witness(value)) for value in (env.get("YINUO_WITNESSES") or "").split()]
    bad = next((value for value, address in found if address is None), None)
    if bad is not None:
        raise BadConfiguration(
            f'YINUO_WITNESSES names "{bad}"; write each as file:///path, syslog+udp://host:514, syslog+tcp://host:601, '
            "syslog+unix:///dev/log, mailto:auditor@bank.example or tsa+https://host/path, with blanks between."
        )
    return tuple(address for _value, address in found if address is not None)


def _app_keys(env: Mapping[str, str]) -> tuple[TokenKey, ...]:
    keys = [read_token_key(value) for value in (env.get("YINUO_APP_KEYS") or "").split()]
    if None in keys:
        # The value itself may be a secret: it is never repeated.
        raise BadConfiguration(
            "YINUO_APP_KEYS cannot be used; write each key as ed25519:BASE64 (the public key of 32 bytes) or "
            "hs256:BASE64 (a shared secret of 32 bytes or more), with blanks between."
        )
    return tuple(key for key in keys if key is not None)


def _file_store(env: Mapping[str, str]) -> FileStore | None:
    value = env.get("YINUO_FILE_STORE")
    if not value:
        return None
    store = read_file_store(value)
    if store is None or (store.is_plain and not is_loopback_host(store.host)):
        raise BadConfiguration(
            "YINUO_FILE_STORE cannot be used; write it as s3://bucket?endpoint=https://host&region=name, "
            "with the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    return store


def _virus_scanner(env: Mapping[str, str]) -> str | None:
    value = env.get("YINUO_VIRUS_SCANNER")
    if not value:
        return None
    parts = urlsplit(value)
    if (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path):
        return value
    raise BadConfiguration(
        f'YINUO_VIRUS_SCANNER is "{value}"; set it to tcp://host:3310 or unix:///run/clamav/clamd.ctl.'
    )


def _vault(env: Mapping[str, str]) -> VaultSettings:
    try:
        return read_vault_settings(env)
    except BadVaultSettings as error:
        raise BadConfiguration(str(error)) from None


def _database_url(env: Mapping[str, str]) -> str | None:
    value = env.get("DATABASE_URL")
    if not value:
        return None
    try:
        parts = conninfo_to_dict(value)
    except ProgrammingError:
        parts = {}
    if not value.startswith(("postgresql://", "postgres://")) or not parts.get("dbname"):
        # The value itself may hold a password: it is never repeated.
        raise BadConfiguration(
            "DATABASE_URL cannot be read; write it as postgresql://user:password@host:5432/name."
        )
    return value


def _refuse_contradictions(config: Config) -> None:
    if config.port == config.live_port:
        raise BadConfiguration(f"PORT and LIVE_PORT are both {config.port}; set LIVE_PORT to another port.")
    if (config.tls_certificate is None) != (config.tls_key is None):
        raise BadConfiguration("YINUO_TLS_CERTIFICATE and YINUO_TLS_KEY go together; set both or neither.")
    for name, path in (
        ("YINUO_TLS_CERTIFICATE", config.tls_certificate),
        ("YINUO_TLS_KEY", config.tls_key),
    ):
        if path is not None and not os.access(path, os.R_OK):
            raise BadConfiguration(f"{name} names {path}, which cannot be read; name a readable PEM file.")


def _refuse_insecure(config: Config) -> None:
    if config.debug:
        raise BadConfiguration("YINUO_DEBUG must be off in production; unset it.")
    key = config.secret_key or ""
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        raise BadConfiguration(
            f"YINUO_SECRET_KEY must be set in production, to at least {SHORTEST_KEY} random characters; "
            'make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if not config.mail_server:
        raise BadConfiguration(
            "YINUO_MAIL_URL must name the SMTP server in production: staff are told when their way in changes."
        )
    if not config.origin:
        raise BadConfiguration(
            "YINUO_ORIGIN must name the address that browsers use, such as https://promises.example.com."
        )
    if not config.origin.startswith("https://"):
        raise BadConfiguration("YINUO_ORIGIN must start with https:// in production.")
    if config.live_origin and not config.live_origin.startswith("https://"):
        raise BadConfiguration("YINUO_LIVE_ORIGIN must start with https:// in production.")
    if config.metrics_token and len(config.metrics_token) < SHORTEST_TOKEN:
        raise BadConfiguration(
            f"YINUO_METRICS_TOKEN can be guessed; set it to at least {SHORTEST_TOKEN} random characters."
        )
    if not config.behind_proxy and not (config.tls_certificate and config.tls_key):
        raise BadConfiguration(
            "Plain HTTP is refused in production: set YINUO_TLS_CERTIFICATE and YINUO_TLS_KEY, or "
            "YINUO_BEHIND_PROXY=1 when a reverse proxy ends TLS and sets X-Forwarded-Proto."
        )
    if config.database_url and not _database_is_safe(config.database_url):
        raise BadConfiguration(
            "DATABASE_URL names another machine without verified TLS; add ?sslmode=verify-full."
        )


def _database_is_safe(url: str) -> bool:
    parts = conninfo_to_dict(url)
    hosts = str(parts.get("hostaddr") or parts.get("host") or "").split(",")
    is_local = all(not host or host.startswith("/") or is_loopback_host(host) for host in hosts)
    return is_local or parts.get("sslmode") in {"verify-full", "verify-ca"}
