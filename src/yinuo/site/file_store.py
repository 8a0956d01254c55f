"""Where attachments are stored: a folder of the data folder, or an S3-compatible store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class FileStore:
    """An S3-compatible store; credentials come from the environment, as every S3 client reads them."""

    bucket: str
    endpoint: str | None
    region: str | None

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint or "").hostname or ""

    @property
    def is_plain(self) -> bool:
        """Whether it is reached without TLS; the contents are sealed, the credentials are not."""
        return self.endpoint is not None and self.endpoint.startswith("http://")


def read_file_store(value: str) -> FileStore | None:
    """The store that ``s3://bucket?endpoint=…&region=…`` names, or None where the text is none."""
    parts = urlsplit(value)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint = options.pop("endpoint", None)
    region = options.pop("region", None)
    if parts.scheme != "s3" or not parts.netloc or parts.path.strip("/") or options:
        return None
    if endpoint is not None and not (
        endpoint.startswith(("https://", "http://")) and urlsplit(endpoint).hostname
    ):
        return None
    return FileStore(bucket=parts.netloc, endpoint=endpoint, region=region)


def storage_settings(store: FileStore | None, *, home: Path) -> dict[str, Any]:
    """The store as Django's ``STORAGES`` wants it."""
    if store is None:
        options: dict[str, Any] = {
            "location": home / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    options = {
        "bucket_name": store.bucket,
        "endpoint_url": store.endpoint,
        "region_name": store.region,
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
