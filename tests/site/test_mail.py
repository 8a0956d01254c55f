"""Where mail goes out, read from one address."""

import pytest

from yinuo.site.config import BadConfiguration, read_config
from yinuo.site.mail import read_mail_url


def test_an_address_says_host_port_account_and_protection() -> None:
    server = read_mail_url("smtp://yinuo:p%40ss@mail.example.com")
    assert server is not None
    assert (server.host, server.port, server.user, server.password) == (
        "mail.example.com",
        587,
        "yinuo",
        "p@ss",
    )
    assert (server.tls_from_start, server.plain) == (False, False)
    assert "p@ss" not in repr(server)


def test_tls_from_the_start_has_a_port_of_its_own() -> None:
    server = read_mail_url("smtps://mail.example.com")
    assert server is not None
    assert (server.port, server.tls_from_start) == (465, True)


@pytest.mark.parametrize(
    "value",
    [
        "mail.example.com",
        "http://mail.example.com",
        "smtp://",
        "smtp://h:99999",
        "smtp://h/x",
        "smtps://h?plain",
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(value: str) -> None:
    assert read_mail_url(value) is None
    with pytest.raises(BadConfiguration, match="YINUO_MAIL_URL") as refused:
        read_config({"YINUO_MAIL_URL": value})
    assert "99999" not in str(refused.value)


def test_only_a_relay_on_this_machine_may_go_without_tls() -> None:
    relay = read_config({"YINUO_MAIL_URL": "smtp://localhost:25?plain"}).mail_server
    assert relay is not None
    assert relay.plain
    with pytest.raises(BadConfiguration, match="relay"):
        read_config({"YINUO_MAIL_URL": "smtp://mail.example.com?plain"})
