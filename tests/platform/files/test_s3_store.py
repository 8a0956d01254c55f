"""Files in an S3-compatible store: a real client against a stand-in that speaks its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from yinuo.platform.files import store
from yinuo.site.file_store import FileStore, read_file_store, storage_settings


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(endpoint: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FileStore:
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="promises")
    named = read_file_store(f"s3://promises?endpoint={endpoint}&region=us-east-1")
    assert named is not None
    settings.STORAGES = {**settings.STORAGES, "files": storage_settings(named, home=tmp_path)}
    return named


def test_contents_go_there_and_come_back(s3: FileStore) -> None:
    first, second = store.put(b"sealed"), store.put(b"more")
    assert store.get(first) == b"sealed"
    assert set(store.locations()) >= {first, second}
    assert store.store().get_modified_time(first) > datetime.now(UTC) - timedelta(minutes=5)
    store.remove(first)
    store.remove(first)
    with pytest.raises(store.StoreIsAway):
        store.get(first)


def test_a_store_that_is_away_says_so(s3: FileStore, settings: Settings, tmp_path: Path) -> None:
    away = FileStore(bucket="promises", endpoint="http://127.0.0.1:1", region="us-east-1")
    settings.STORAGES = {**settings.STORAGES, "files": storage_settings(away, home=tmp_path)}
    with pytest.raises(store.StoreIsAway):
        store.get("ab/cd")
    with pytest.raises(store.StoreIsAway):
        store.put(b"x")


@pytest.mark.parametrize(
    "text",
    [
        "folder",
        "s3://",
        "s3://bucket/folder",
        "s3://bucket?endpoint=host",
        "s3://bucket?endpont=https://host",
    ],
)
def test_a_store_that_cannot_be_read_is_none(text: str) -> None:
    assert read_file_store(text) is None
