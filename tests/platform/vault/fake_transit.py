"""
A vault service on loopback that speaks the wire protocol of HashiCorp Vault's transit engine, for tests.

Paths, bodies, status codes and error texts as in https://developer.hashicorp.com/vault/api-docs/secret/transit; the
encryption is real, with keys that never leave this object.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PATH = re.compile(
    r"/v1/(?P<mount>[^/]+)/(?P<action>encrypt|decrypt|rewrap|keys)/(?P<name>[^/]+)(?P<rotate>/rotate)?$"
)


class FakeTransit:
    """The state of the service; tests turn its knobs."""

    def __init__(self) -> None:
        self.token, self.mount = "s.token", "transit"
        self.keys: dict[str, dict[int, bytes]] = {}
        self.oldest: dict[str, int] = {}
        self.sealed = False
        self.status = 0  # answer everything with this
        self.delay = 0.0
        self.garbage = False
        self.requests: list[tuple[str, str]] = []
        self.seen_plaintexts = 0

    def answer(
        self, method: str, path: str, token: str, body: dict[str, Any]
    ) -> tuple[int, dict[str, Any] | None]:
        self.requests.append((method, path))
        time.sleep(self.delay)
        if self.status:
            return self.status, {"errors": ["internal"]}
        if self.sealed:
            return 503, {"errors": ["Vault is sealed"]}
        if token != self.token:
            return 403, {"errors": ["permission denied"]}
        match = _PATH.fullmatch(path)
        if match is None or match["mount"] != self.mount:
            return 404, {"errors": []}
        name = match["name"]
        if match["action"] == "keys":
            return self._keys(method, name, rotate=bool(match["rotate"]))
        if name not in self.keys:
            if match["action"] != "encrypt":
                return 400, {"errors": ["encryption key not found"]}
            return 403, {"errors": ["permission denied"]}  # our policy has no "create"
        results = [self._one(match["action"], name, item) for item in body["batch_input"]]
        code = 400 if any("error" in result for result in results) else 200
        return code, {"data": {"batch_results": results}}

    def _keys(self, method: str, name: str, *, rotate: bool) -> tuple[int, dict[str, Any] | None]:
        if method == "GET":
            if name not in self.keys:
                return 404, {"errors": []}
            versions = self.keys[name]
            return 200, {
                "data": {
                    "name": name,
                    "type": "aes256-gcm96",
                    "latest_version": max(versions),
                    "min_decryption_version": self.oldest.get(name, 1),
                    "keys": dict.fromkeys(map(str, versions), 1700000000),
                }
            }
        versions = self.keys.setdefault(name, {})
        if rotate or not versions:
            versions[len(versions) + 1] = secrets.token_bytes(32)
        return 204, None

    def _one(self, action: str, name: str, item: dict[str, str]) -> dict[str, Any]:
        if action == "encrypt":
            self.seen_plaintexts += 1
            return self._encrypt(name, base64.b64decode(item["plaintext"]))
        try:
            prefix, version, text = item["ciphertext"].split(":")
            number, sealed = int(version[1:]), base64.b64decode(text)
            if prefix != "vault" or number not in self.keys[name]:
                raise ValueError
        except ValueError:
            return {"error": "invalid ciphertext: no prefix"}
        if number < self.oldest.get(name, 1):
            return {"error": "ciphertext or signature version is disallowed by policy (too old)"}
        try:
            plain = AESGCM(self.keys[name][number]).decrypt(sealed[:12], sealed[12:], None)
        except (InvalidTag, ValueError):
            return {"error": "cipher: message authentication failed"}
        if action == "rewrap":
            return self._encrypt(name, plain)
        self.seen_plaintexts += 1
        return {"plaintext": base64.b64encode(plain).decode()}

    def _encrypt(self, name: str, plain: bytes) -> dict[str, Any]:
        version, nonce = max(self.keys[name]), secrets.token_bytes(12)
        sealed = nonce + AESGCM(self.keys[name][version]).encrypt(nonce, plain, None)
        return {"ciphertext": f"vault:v{version}:{base64.b64encode(sealed).decode()}", "key_version": version}


@contextmanager
def running(service: FakeTransit, *, tls: tuple[Path, Path] | None = None, port: int = 0) -> Iterator[str]:
    """The service on loopback for the length of a test; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._reply(json.loads(body or b"{}"))

        def _reply(self, body: dict[str, Any]) -> None:
            status, content = service.answer(
                self.command, self.path, self.headers.get("X-Vault-Token", ""), body
            )
            text = b"<html>" if service.garbage else b"" if content is None else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_arguments: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError, ValueError):  # the client hung up, or did not trust us
                super().handle()

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_arguments: object) -> None:
            pass

    server = Server(("127.0.0.1", port), Handler)
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
