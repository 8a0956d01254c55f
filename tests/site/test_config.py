"""Every setting that is missing, unreadable or insecure is refused in a sentence that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinuo.site.config import BadConfiguration, Mode, read_config

KEY = "0123456789abcdef" * 4
PRODUCTION = {
    "YINUO_MODE": "production",
    "YINUO_SECRET_KEY": KEY,
    "YINUO_ORIGIN": "https://promises.example.com",
    "YINUO_BEHIND_PROXY": "1",
    "YINUO_MAIL_URL": "smtp://yinuo:secret@mail.example.com:587",
    "DATABASE_URL": "postgresql://yinuo@db.example.com/yinuo?sslmode=verify-full",
}


def test_nothing_set_is_a_demo_on_this_machine() -> None:
    config = read_config({})
    assert config.mode is Mode.DEMO
    assert (config.host, config.port, config.live_port) == ("127.0.0.1", 8000, 8001)
    assert config.home == Path.cwd() / "var"
    assert config.is_loopback
    assert config.database_url is None
    assert "host=" in config.effective_database_url


def test_the_live_port_follows_the_port_and_stays_a_port() -> None:
    assert read_config({"PORT": "9000"}).live_port == 9001
    assert read_config({"PORT": "65535"}).live_port == 65534


def test_a_complete_production_configuration_is_accepted() -> None:
    config = read_config(PRODUCTION)
    assert config.mode is Mode.PRODUCTION
    assert config.origin == "https://promises.example.com"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YINUO_MODE", "staging"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٨٠٠٠"),
        ("PORT", "9" * 5000),
        ("LIVE_PORT", "-1"),
        ("YINUO_WEB_WORKERS", "0"),
        ("YINUO_WEB_WORKERS", "many"),
        ("YINUO_DEBUG", "perhaps"),
        ("YINUO_BEHIND_PROXY", "2"),
        ("YINUO_TIME_ZONE", "Mars/Olympus"),
        ("YINUO_TIME_ZONE", "../../etc/passwd"),
        ("YINUO_ORIGIN", "promises.example.com"),
        ("YINUO_ORIGIN", "https://promises.example.com/path"),
        ("YINUO_LIVE_ORIGIN", "ftp://promises.example.com"),
        ("DATABASE_URL", "mysql://somewhere/yinuo"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("DATABASE_URL", "host=localhost dbname=yinuo"),
    ],
)
def test_an_unreadable_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_config({name: value})
    assert name in str(refused.value)


def test_a_broken_database_url_is_never_repeated() -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_config({"DATABASE_URL": "postgresql://yinuo:open-sesame@host:port:port/x?y"})
    assert "open-sesame" not in str(refused.value)


def test_one_port_for_two_processes_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="LIVE_PORT"):
        read_config({"PORT": "8000", "LIVE_PORT": "8000"})


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("-")
    with pytest.raises(BadConfiguration, match="go together"):
        read_config({"YINUO_TLS_CERTIFICATE": str(tmp_path / "cert.pem")})


def test_a_certificate_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    files = {"YINUO_TLS_CERTIFICATE": str(tmp_path / "none"), "YINUO_TLS_KEY": str(tmp_path / "none")}
    with pytest.raises(BadConfiguration, match="YINUO_TLS_CERTIFICATE"):
        read_config(files)


def test_debug_shows_internals_on_this_machine_only() -> None:
    assert read_config({"YINUO_DEBUG": "1"}).debug
    with pytest.raises(BadConfiguration, match="YINUO_DEBUG"):
        read_config({"YINUO_DEBUG": "1", "HOST": "0.0.0.0"})  # noqa: S104


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"YINUO_DEBUG": "1"}, "YINUO_DEBUG"),
        ({"YINUO_SECRET_KEY": ""}, "YINUO_SECRET_KEY"),
        ({"YINUO_SECRET_KEY": "short"}, "YINUO_SECRET_KEY"),
        ({"YINUO_SECRET_KEY": "a" * 64}, "YINUO_SECRET_KEY"),
        ({"YINUO_ORIGIN": ""}, "YINUO_ORIGIN"),
        ({"YINUO_ORIGIN": "http://promises.example.com"}, "YINUO_ORIGIN"),
        ({"YINUO_LIVE_ORIGIN": "http://live.example.com"}, "YINUO_LIVE_ORIGIN"),
        ({"YINUO_BEHIND_PROXY": ""}, "YINUO_BEHIND_PROXY"),
        ({"YINUO_MAIL_URL": ""}, "YINUO_MAIL_URL"),
        ({"YINUO_MAIL_URL": "smtp://mail.example.com:25?plain"}, "YINUO_MAIL_URL"),
        ({"YINUO_METRICS_TOKEN": "guess"}, "YINUO_METRICS_TOKEN"),
        ({"DATABASE_URL": "postgresql://yinuo@db.example.com/yinuo"}, "sslmode=verify-full"),
        ({"DATABASE_URL": "postgresql://yinuo@db.example.com/yinuo?sslmode=require"}, "sslmode=verify-full"),
        ({"DATABASE_URL": "postgresql://yinuo@127.0.0.1,db.example.com/yinuo"}, "sslmode=verify-full"),
        ({"DATABASE_URL": "postgresql:///yinuo?host=localhost&hostaddr=10.0.0.8"}, "sslmode=verify-full"),
    ],
)
def test_production_refuses_to_start_insecurely(change: dict[str, str], names: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_config(PRODUCTION | change)
    assert names in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///yinuo",
        "postgresql:///yinuo?host=/run/postgresql",
        "postgresql://yinuo@127.0.0.1/yinuo",
        "postgresql://yinuo@db.example.com/yinuo?sslmode=verify-ca",
    ],
)
def test_production_accepts_a_local_or_verified_database(url: str) -> None:
    assert read_config(PRODUCTION | {"DATABASE_URL": url}).database_url == url


def test_production_may_end_tls_itself(tmp_path: Path) -> None:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("-")
    own = {
        "YINUO_BEHIND_PROXY": "",
        "YINUO_TLS_CERTIFICATE": str(tmp_path / "cert.pem"),
        "YINUO_TLS_KEY": str(tmp_path / "key.pem"),
    }
    assert read_config(PRODUCTION | own).tls_key == tmp_path / "key.pem"
