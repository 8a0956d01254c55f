"""What somebody typed as an address leads no request of ours to a machine behind the wall."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.authority import Authority
from yinuo.platform.outbound.public import CannotReachOutside, ask, is_inner, outer_address

INNER = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254",  # noqa: S104
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.8", "2002:7f00:1::", "2002:a00:8::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
]  # fmt: skip
OUTER = ["1.1.1.1", "114.114.114.114", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_known_in_every_form(address: str) -> None:
    assert is_inner(ip_address(address))


@pytest.mark.parametrize("address", OUTER)
def test_outer_addresses_are_not_refused(address: str) -> None:
    assert not is_inner(ip_address(address))


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "::1", "0"]
)
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(CannotReachOutside):
        outer_address(host, 443)


def test_one_inner_address_among_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("1.1.1.1", 443)), (2, 1, 6, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(CannotReachOutside, match="inner network"):
        outer_address("two.example", 443)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/x",
        "file:///etc/passwd",
        "https:///path",
        "https://user:word@example.com/",
        "https://example.com:99999/",
        "http://1.1.1.1/",
        "gopher://1.1.1.1/",
        "",
    ],
)
def test_what_is_no_address_to_ask_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(CannotReachOutside):
        ask(url)


class Remote(BaseHTTPRequestHandler):
    """Somebody else's server."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/inner")
            self.end_headers()
            return
        self.server.asked.append((self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * (5_000 if self.path == "/much" else 5))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def remote() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Remote)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_an_inner_host_is_asked_only_when_the_configuration_names_it(remote: ThreadingHTTPServer) -> None:
    url = f"http://localhost:{remote.server_port}/hook?x=1"
    with pytest.raises(CannotReachOutside):
        ask(url)
    with pytest.raises(CannotReachOutside):
        ask(url, allowed_hosts=["localhost:1"])
    assert remote.asked == []  # type: ignore[attr-defined]
    for allowed in ("localhost", f"LocalHost:{remote.server_port}"):
        assert ask(url, allowed_hosts=[allowed]).body == b"xxxxx"
    assert remote.asked[0] == ("/hook?x=1", f"localhost:{remote.server_port}")  # type: ignore[attr-defined]


def test_a_redirect_is_not_followed(remote: ThreadingHTTPServer) -> None:
    answer = ask(f"http://localhost:{remote.server_port}/away", allowed_hosts=["localhost"])
    assert (answer.status, answer.headers["Location"]) == (302, "/inner")
    assert remote.asked == []  # type: ignore[attr-defined]


def test_an_endless_answer_is_cut_off(remote: ThreadingHTTPServer) -> None:
    with pytest.raises(CannotReachOutside, match="more than 4000 bytes"):
        ask(f"http://localhost:{remote.server_port}/much", allowed_hosts=["localhost"], largest=4_000)


def test_the_name_is_looked_up_once_so_a_second_answer_changes_nothing(
    remote: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = socket.getaddrinfo

    def answers(host: str, *more: object, **also: object) -> object:
        if not host[0].isdigit():
            looked.append(host)
        return real("127.0.0.1", *more, **also)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    ask(f"http://rebinding.example:{remote.server_port}/", allowed_hosts=["rebinding.example"])
    assert looked == ["rebinding.example"]


def test_the_other_side_must_prove_its_name(remote: ThreadingHTTPServer, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    certificate, key = authority.issue("localhost", name="remote")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    remote.socket = context.wrap_socket(remote.socket, server_side=True)
    trust = ssl.create_default_context(cafile=authority.certificate)
    here = f"https://localhost:{remote.server_port}/"
    assert ask(here, allowed_hosts=["localhost"], trust=trust).status == 200
    for url in (here, here.replace("localhost", "127.0.0.1")):
        with pytest.raises(CannotReachOutside, match="SSLCertVerificationError"):
            ask(
                url,
                allowed_hosts=["localhost", "127.0.0.1"],
                trust=None if url == here else trust,
            )
