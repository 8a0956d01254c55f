"""The example of a reverse proxy, as an operator would copy it: run with nginx itself, where the machine has it."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.authority import Authority
from tests.processes.installation import Installation, free_ports, until
from tests.processes.test_tls import PRODUCTION
from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server

ROOT = Path(__file__).parents[2]
HOST = "promises.example.com"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = [pytest.mark.processes, pytest.mark.skipif(NGINX is None, reason="no nginx here")]
BEHIND = PRODUCTION | {"YINUO_BEHIND_PROXY": "1"}


class Answer(NamedTuple):
    """What came back, whole."""

    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass
class Front:
    """An installation with nginx before it."""

    house: Installation
    place: Path
    port: int
    plain_port: int
    trusting: ssl.SSLContext
    cookies: str

    def connect(self) -> http.client.HTTPSConnection:
        connection = http.client.HTTPSConnection(HOST, timeout=30, context=self.trusting)
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sock = self.trusting.wrap_socket(raw, server_hostname=HOST)
        return connection

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(self.connect()) as connection:
            connection.request(method, path, body=body, headers=names)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))


def as_copied(place: Path, house: Installation, port: int, plain_port: int) -> Path:
    """The example with the ports and folders of this test, inside the smallest nginx.conf."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for said, here in {
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "127.0.0.1:8000": f"127.0.0.1:{house.port}",
        "127.0.0.1:8001": f"127.0.0.1:{house.live_port}",
        "/etc/yinuo/tls/fullchain.pem": str(place / "web.pem"),
        "/etc/yinuo/tls/privkey.pem": str(place / "web.key"),
        "/var/log/nginx": str(place),
    }.items():
        assert said in text, said
        text = text.replace(said, here)
    (place / "yinuo.conf").write_text("\n".join(line for line in text.splitlines() if "[::]" not in line))
    # Its folders for temporary files are gone once it runs: whatever it would keep on disk fails.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {place}/temporary/{kind};" for kind in kinds)
    (place / "temporary").mkdir()
    main = place / "nginx.conf"
    main.write_text(
        f"daemon off; pid {place}/pid; error_log {place}/start.log; events {{}}\n"
        f"http {{ {folders} access_log off; include {place}/yinuo.conf; }}\n"
    )
    return main


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    place = tmp_path_factory.mktemp("nginx")
    authority = Authority(place, "authority")
    authority.issue(HOST, name="web")
    house = Installation(place / "home")
    house.known_as = HOST
    port, plain_port = free_ports()
    nginx = None
    try:
        house.start(**BEHIND)
        session = subprocess.run(
            [sys.executable, "-m", "tests.processes.open_session"],
            env=house.environment | BEHIND,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        command = [str(NGINX), "-p", str(place), "-c", str(as_copied(place, house, port, plain_port))]
        nginx = subprocess.Popen(command)
        trusting = ssl.create_default_context(cafile=authority.certificate)
        found = Front(house, place, port, plain_port, trusting, session.stdout.strip())
        until(lambda: reached(port) or nginx.poll() is not None, what="nginx")
        assert nginx.poll() is None, (place / "start.log").read_text()
        shutil.rmtree(place / "temporary")
        until(lambda: found.ask("GET", "/live/healthz").status == 200, what="the live process")
        yield found
    finally:
        if nginx is not None:
            nginx.terminate()
            nginx.wait(timeout=10)
        house.clean_up()
        Server(Location(house.home)).stop()


def reached(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_pages_come_over_tls_and_tell_the_browser_to_stay_there(front: Front) -> None:
    page = front.ask("GET", "/complain/")
    assert page.status == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert f"https://{HOST}" not in page.headers["Content-Security-Policy"], (
        "the stream is of the same origin"
    )
    with closing(http.client.HTTPConnection("127.0.0.1", front.plain_port, timeout=10)) as plain:
        plain.request("GET", "/complain/?a=1", headers={"Host": "evil.example"})
        sent = plain.getresponse()
    assert (sent.status, sent.headers["Location"]) == (301, f"https://{HOST}/complain/?a=1")


def test_what_a_browser_claims_about_itself_is_not_believed(front: Front) -> None:
    assert front.ask("GET", "/complain/", X_Forwarded_Proto="http").status == 200, "it came over TLS"
    answers = [
        front.ask("GET", "/api/v1/cases", X_Forwarded_For=f"10.0.0.{number}", X_Real_IP="10.1.1.1").status
        for number in range(70)
    ]
    assert answers[0] == 401
    assert answers[-1] == 429, "one address, whatever it says"


def test_metrics_are_not_for_the_outside(front: Front) -> None:
    for path in ("/metrics", "/%6detrics", "//metrics", "/./metrics", "/metrics?a=1"):
        assert front.ask("GET", path).status == 404, path


def test_events_arrive_at_once_and_for_whoever_signed_in_alone(front: Front) -> None:
    assert front.ask("GET", "/live/stream").status == 401
    with closing(front.connect()) as connection:
        connection.request("GET", "/live/stream", headers={"Cookie": front.cookies})
        with connection.getresponse() as stream:
            assert stream.status == 200
            assert stream.read(6) == b"retry:", "a first line, while the stream stays open"


def test_a_file_of_a_hundred_megabytes_passes_and_lies_on_no_disk_of_the_proxy(front: Front) -> None:
    page = front.ask("GET", "/customers/import/", Cookie=front.cookies)
    assert page.status == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    field = re.search(
        r'<input[^>]*type="file"[^>]*name="(\w+)"|<input[^>]*name="(\w+)"[^>]*type="file"', page.text
    )
    assert token is not None
    assert field is not None
    rows = "客户号,姓名\n" + "C1,韩梅梅\n" * 8_000_000
    name = field[1] or field[2]
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n',
        f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="a.csv"\r\n\r\n{rows}\r\n--x--\r\n',
    ]
    body = "".join(parts).encode()
    assert len(body) > 100_000_000
    cookies = f"{front.cookies}; {page.headers['Set-Cookie'].partition(';')[0]}"
    sent = front.ask(
        "POST",
        "/customers/import/",
        body,
        Cookie=cookies,
        Content_Type="multipart/form-data; boundary=x",
        Referer=f"https://{HOST}/customers/import/",
        Origin=f"https://{HOST}",
    )
    assert sent.status == 302, sent.text[:2000]


def test_no_log_of_the_proxy_holds_an_address_even_when_nobody_answers(front: Front) -> None:
    """Last: it ends the house."""
    secret = "/c/gsHvTNRsV9RCNXBN52rDrpBVt2VcadDI/?q=13812345678"
    front.ask("GET", secret)
    front.house.stop()
    assert front.ask("GET", secret).status == 502
    logged = "".join(log.read_text() for log in front.place.glob("*.log") if log.name != "serve.log")
    assert "GET 502" in logged
    assert "gsHv" not in logged
    assert "13812345678" not in logged
