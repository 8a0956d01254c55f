"""The key that signs sessions and links: given by the operator, or made once in the data folder."""

from __future__ import annotations

import secrets

from yinuo.platform.jobs.write_once import write_once
from yinuo.site.config import CannotWriteHome, Config


def secret_key(config: Config) -> str:
    """
    The installation's signing key.

    Raises:
        CannotWriteHome: the data folder cannot be written.
    """
    if config.secret_key:
        return config.secret_key
    path = config.home / "keys" / "secret_key"
    try:
        write_once(path, secrets.token_urlsafe(48))
        return path.read_text()
    except OSError as error:
        raise CannotWriteHome(
            f"The folder {config.home} cannot be written ({error.strerror}); "
            "set YINUO_HOME to a folder that you may write."
        ) from None
