"""Who holds the wrapping key, read from the environment; secrets may come from files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class VaultSettings:
    """
    What ``docs/reference/settings.md`` says of the vault.

    Attributes:
        tenant: bound into every sealed value; what was sealed under one does not open under another.
        keys: versions and keys of the environment provider.
        token_file, pin_file: read at every use, so that an agent may renew what is in them.
    """

    provider: str = "file"
    suite: str = "aes-256-gcm"
    tenant: str = "yinuo"
    keys: str = field(default="", repr=False)
    address: str = ""
    mount: str = "transit"
    key_name: str = "yinuo"
    token: str = field(default="", repr=False)
    token_file: Path | None = None
    authority: Path | None = None
    namespace: str = ""
    module: str = ""
    slot_label: str = "yinuo"
    pin: str = field(default="", repr=False)
    pin_file: Path | None = None
    key_label: str = "yinuo"


class BadVaultSettings(ValueError):
    """One of them cannot be used; the text names it and never repeats a secret."""


def read_vault_settings(env: Mapping[str, str]) -> VaultSettings:
    """
    Read and check them.

    Raises:
        BadVaultSettings: a value cannot be used, or one that the provider needs is missing.
    """
    found = VaultSettings(
        provider=_one_of(env, "YINUO_VAULT_PROVIDER", ("file", "environment", "transit", "pkcs11")),
        suite=_one_of(env, "YINUO_VAULT_SUITE", ("aes-256-gcm", "sm4-gcm")),
        tenant=env.get("YINUO_VAULT_TENANT") or "yinuo",
        keys=env.get("YINUO_VAULT_KEYS", ""),
        address=(env.get("YINUO_VAULT_ADDRESS") or "").rstrip("/"),
        mount=(env.get("YINUO_VAULT_MOUNT") or "transit").strip("/"),
        key_name=env.get("YINUO_VAULT_KEY_NAME") or "yinuo",
        token=env.get("YINUO_VAULT_TOKEN", ""),
        token_file=_path(env, "YINUO_VAULT_TOKEN_FILE"),
        authority=_path(env, "YINUO_VAULT_CA"),
        namespace=env.get("YINUO_VAULT_NAMESPACE", ""),
        module=env.get("YINUO_PKCS11_MODULE", ""),
        slot_label=env.get("YINUO_PKCS11_TOKEN") or "yinuo",
        pin=env.get("YINUO_PKCS11_PIN", ""),
        pin_file=_path(env, "YINUO_PKCS11_PIN_FILE"),
        key_label=env.get("YINUO_PKCS11_KEY") or "yinuo",
    )
    if "\x00" in found.tenant:
        raise BadVaultSettings("YINUO_VAULT_TENANT must not hold a zero character.")
    _refuse_missing(found)
    return found


def _refuse_missing(found: VaultSettings) -> None:
    if found.provider == "environment" and not found.keys:
        raise BadVaultSettings(
            "YINUO_VAULT_KEYS must be set for the environment provider, as 1:KEY with KEY in base64."
        )
    if found.provider == "transit" and not found.address:
        raise BadVaultSettings(
            "YINUO_VAULT_ADDRESS must name the vault service, such as https://vault.example.com:8200."
        )
    if found.address and not _is_safe(found.address):
        raise BadVaultSettings(
            "YINUO_VAULT_ADDRESS must be https://…; plain http:// is for this machine alone."
        )
    if found.provider == "transit" and not (found.token or found.token_file):
        raise BadVaultSettings(
            "YINUO_VAULT_TOKEN or YINUO_VAULT_TOKEN_FILE must be set for the transit provider."
        )
    if found.provider == "pkcs11" and not found.module:
        raise BadVaultSettings(
            "YINUO_PKCS11_MODULE must name the library of the hardware module, such as /usr/lib/softhsm/libsofthsm2.so."
        )
    if found.provider == "pkcs11" and not (found.pin or found.pin_file):
        raise BadVaultSettings(
            "YINUO_PKCS11_PIN or YINUO_PKCS11_PIN_FILE must be set for the pkcs11 provider."
        )


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https"
        or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"})
    )


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = (env.get(name) or choices[0]).lower()
    if value not in choices:
        raise BadVaultSettings(f'{name} is "{value}"; set it to one of {", ".join(choices)}.')
    return value


def _path(env: Mapping[str, str], name: str) -> Path | None:
    value = env.get(name)
    return Path(value).expanduser().absolute() if value else None
