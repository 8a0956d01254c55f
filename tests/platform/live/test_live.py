"""From an operation's announcement to the browser that may hear it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.db import transaction as django_transaction
from django.test import Client
from django.utils import timezone

from tests.people import Office, make_office, make_staff, signed_in
from yinuo.platform.identity.public import SYSTEM, Actor, Role, deactivate_staff, grant_role
from yinuo.platform.jobs.public import NoTransaction, transaction
from yinuo.platform.live.application import Application
from yinuo.platform.live.public import announce

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "http://127.0.0.1:8000"
PATIENCE = 60.0  # seconds; a shared machine may be slow


class Stream:
    """One browser's EventSource, at the ASGI protocol."""

    def __init__(self, application: Application, *, cookie: str, origin: str = PAGE) -> None:
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self._out: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._gone = asyncio.Event()
        headers = [(b"host", b"127.0.0.1:8001"), (b"origin", origin.encode()), (b"cookie", cookie.encode())]
        scope = {"type": "http", "method": "GET", "path": "/live/stream", "headers": headers}
        self._task = asyncio.create_task(application(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self._out.put_nowait(message["body"] if message["more_body"] else None)

    async def opened(self) -> Stream:
        await asyncio.wait_for(self._out.get(), PATIENCE)
        return self

    async def next(self) -> dict[str, Any] | None:
        text = await asyncio.wait_for(self._out.get(), PATIENCE)
        return None if text is None else json.loads(text.removeprefix(b"data: "))

    async def silent(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._out.get(), 0.3)
            return False
        return True

    async def leave(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self._task, PATIENCE)


@asynccontextmanager
async def running() -> AsyncIterator[Application]:
    application = Application(now=timezone.now)
    messages: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    answers: asyncio.Queue[Any] = asyncio.Queue()
    life = asyncio.create_task(application({"type": "lifespan"}, messages.get, answers.put))
    messages.put_nowait({"type": "lifespan.startup"})
    await asyncio.wait_for(answers.get(), PATIENCE)
    while not application.is_listening:
        await asyncio.sleep(0.01)
    try:
        yield application
    finally:
        messages.put_nowait({"type": "lifespan.shutdown"})
        await asyncio.wait_for(life, PATIENCE)


def in_thread(function: Callable[..., None]) -> Callable[..., Awaitable[None]]:
    """Call from the event loop what uses the database, and give the connection back."""

    def call(**arguments: Any) -> None:
        try:
            function(**arguments)
        finally:
            connection.close()

    return sync_to_async(call)


def cookie_of(client: Client) -> str:
    return f"theme=dark; yinuo_session={client.cookies['yinuo_session'].value}"


def tell(**more: Any) -> None:
    with transaction():
        announce("case.changed", data={"id": "7"}, **more)


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def clerk(office: Office) -> Actor:
    return make_staff(office.north, Role.CLERK)


def test_a_committed_change_reaches_the_branch_and_the_head_office_only(office: Office, clerk: Actor) -> None:
    chief, stranger = make_staff(office.head, Role.EXECUTIVE), make_staff(office.south, Role.CLERK)
    cookies = [cookie_of(signed_in(actor)) for actor in (clerk, chief, stranger)]

    async def scenario() -> None:
        async with running() as application:
            streams = [await Stream(application, cookie=cookie).opened() for cookie in cookies]
            await in_thread(tell)(reach=clerk.reach)
            for stream in streams[:2]:
                assert await stream.next() == {"topic": "case.changed", "id": "7"}
            assert await streams[2].silent()
            await in_thread(tell)(reach=clerk.reach, person=clerk.id)
            assert await streams[0].next() == {"topic": "case.changed", "id": "7"}
            assert await streams[1].silent()
            for stream in streams:
                await stream.leave()
            assert len(application.hub) == 0

    asyncio.run(scenario())


def test_a_change_that_was_rolled_back_is_never_told(clerk: Actor) -> None:
    cookie = cookie_of(signed_in(clerk))

    def change_mind() -> None:
        with suppress(ZeroDivisionError), transaction():
            announce("case.changed", reach="/")
            raise ZeroDivisionError

    async def scenario() -> None:
        async with running() as application:
            stream = await Stream(application, cookie=cookie).opened()
            await in_thread(change_mind)()
            assert await stream.silent()
            await stream.leave()

    asyncio.run(scenario())


def test_nobody_who_is_not_fully_signed_in_hears_anything(clerk: Actor) -> None:
    half = signed_in(clerk)
    kept = half.session
    kept["yinuo.persona"] = False
    kept.save()
    cookies = ["", "yinuo_session=guess", "yinuo_session=;=;", cookie_of(half)]
    assert statuses([{"cookie": cookie} for cookie in cookies]) == [401] * 4


def test_pages_of_other_sites_are_refused(clerk: Actor) -> None:
    cookie = cookie_of(signed_in(clerk))
    origins = ["https://evil.example", "http://127.0.0.1:9999", "null"]
    assert statuses([{"cookie": cookie, "origin": origin} for origin in origins]) == [403] * 3


def test_every_answer_of_the_stream_closes_the_browsers_doors(clerk: Actor) -> None:
    async def scenario() -> list[dict[bytes, bytes]]:
        async with running() as application:
            stream = await Stream(application, cookie=cookie_of_clerk).opened()
            refused = Stream(application, cookie="")
            await asyncio.wait_for(refused._task, PATIENCE)
            await stream.leave()
            return [stream.headers, refused.headers]

    cookie_of_clerk = cookie_of(signed_in(clerk))
    for headers in asyncio.run(scenario()):
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"cache-control"] == b"no-store"
        assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]


def statuses(requests: list[dict[str, str]]) -> list[int]:
    async def scenario() -> list[int]:
        found = []
        async with running() as application:
            for request in requests:
                stream = await Stream(application, **request).opened()
                found.append(stream.status)
        return found

    return asyncio.run(scenario())


def test_our_own_page_on_the_other_port_may_read(clerk: Actor) -> None:
    cookie = cookie_of(signed_in(clerk))

    async def scenario() -> None:
        async with running() as application:
            stream = await Stream(application, cookie=cookie).opened()
            assert stream.status == 200
            assert stream.headers[b"access-control-allow-origin"] == PAGE.encode()
            assert stream.headers[b"access-control-allow-credentials"] == b"true"
            assert stream.headers[b"cache-control"] == b"no-store"
            await stream.leave()

    asyncio.run(scenario())


@pytest.mark.parametrize("how", ["ended", "closed"])
def test_a_stream_ends_with_its_session(clerk: Actor, how: str) -> None:
    client = signed_in(clerk)
    cookie = cookie_of(client)

    def end() -> None:
        if how == "ended":
            client.session.flush()
        else:
            assert clerk.id is not None
            deactivate_staff(staff_id=clerk.id, actor=SYSTEM, now=timezone.now())

    async def scenario() -> None:
        async with running() as application:
            stream = await Stream(application, cookie=cookie).opened()
            await in_thread(end)()
            await application.look_at_sessions(again=True)
            assert await stream.next() == {"topic": "ended"}
            assert await stream.next() is None

    asyncio.run(scenario())


def test_somebody_whose_role_changed_comes_back_as_who_they_are_now(clerk: Actor) -> None:
    cookie = cookie_of(signed_in(clerk))

    def promote() -> None:
        assert clerk.id is not None
        grant_role(staff_id=clerk.id, role=Role.SUPERVISOR, actor=SYSTEM, now=timezone.now())

    async def scenario() -> None:
        async with running() as application:
            stream = await Stream(application, cookie=cookie).opened()
            await application.look_at_sessions(again=True)
            assert await stream.silent()
            await in_thread(promote)()
            await application.look_at_sessions(again=True)
            assert await stream.next() is None, "ended without a word: the browser comes back by itself"

    asyncio.run(scenario())


def test_a_lost_database_connection_is_made_again_and_pages_read_again(clerk: Actor) -> None:
    cookie = cookie_of(signed_in(clerk))

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'yinuo-listen' AND datname = current_database()"
            )

    async def scenario() -> None:
        async with running() as application:
            stream = await Stream(application, cookie=cookie).opened()
            await in_thread(cut)()
            assert await stream.next() == {"topic": "resumed"}
            await stream.leave()

    asyncio.run(scenario())


@pytest.mark.parametrize(("path", "method", "status"), [("/", "GET", 404), ("/live/stream", "POST", 405)])
def test_nothing_else_is_served(path: str, method: str, status: int) -> None:
    sent: list[Any] = []

    async def scenario() -> None:
        application = Application(now=timezone.now)

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": method, "path": path, "headers": []}
        await application(scope, asyncio.Event().wait, send)

    asyncio.run(scenario())
    assert sent[0]["status"] == status


def test_an_announcement_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(NoTransaction):
        announce("case.changed", reach="/")


@pytest.mark.parametrize(
    "mistake", [{"topic": "Case Changed\n"}, {"topic": "case", "data": {"text": "x" * 8000}}]
)
def test_contents_and_odd_names_are_not_announced(mistake: dict[str, Any]) -> None:
    with django_transaction.atomic(), pytest.raises(ValueError, match=r"^(Case|case)"):
        announce(mistake.pop("topic"), reach="/", **mistake)
