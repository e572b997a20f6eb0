"""Sealing what must not be read from a stolen disk or dump: AES-256-GCM, keys outside the
database.

A sealed value is `version (1) | key id (4) | nonce (12) | ciphertext and tag`. The *context*
("files.storedfile:<id>") is authenticated but not stored: a value moved to another row does
not open. The master key comes from `settings.DAYAQ_MASTER_KEY` (32 bytes, or 64 hexadecimal
digits); keys it replaced stay in `settings.DAYAQ_MASTER_KEYS_RETIRED`, so that old values
open until they are sealed again. Random 96-bit nonces keep one key good for 2**32 values
(NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
_HEADER_BYTES = 1 + 4
BLIND_INDEX_BYTES = 8


class Unreadable(Exception):  # noqa: N818 - it reads as the programme speaks
    """The sealed value was altered, moved, or its key is gone."""


def new_key() -> bytes:
    """A random key of 256 bits."""
    return os.urandom(KEY_BYTES)


def seal(plaintext: bytes, *, context: str, key: bytes | None = None) -> bytes:
    """`plaintext`, sealed for `context` under `key` (None: the master key)."""
    key = _master() if key is None else key
    header = bytes([VERSION]) + key_id(key)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plaintext, header + context.encode())


def unseal(sealed: bytes | memoryview, *, context: str, key: bytes | None = None) -> bytes:
    """What `seal` was given.

    :raises Unreadable: another context or key, a changed byte, an unknown version
    """
    sealed = bytes(sealed)
    header, rest = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
    if len(rest) < NONCE_BYTES + 16 or header[0] != VERSION:
        raise Unreadable("not a sealed value of a known version")
    candidates = _masters() if key is None else {key_id(key): key}
    chosen = candidates.get(header[1:])
    if chosen is None:
        raise Unreadable("sealed under a key that is not here")
    try:
        return AESGCM(chosen).decrypt(
            rest[:NONCE_BYTES], rest[NONCE_BYTES:], header + context.encode()
        )
    except InvalidTag as error:
        raise Unreadable("altered, or moved from another place") from error


def seal_text(text: str, *, context: str) -> bytes:
    """A short text, such as an identity number, sealed under the master key."""
    return seal(text.encode(), context=context)


def unseal_text(sealed: bytes | memoryview, *, context: str) -> str:
    """What `seal_text` was given.

    :raises Unreadable: see `unseal`
    """
    return unseal(sealed, context=context).decode()


def blind_index(text: str, *, purpose: str) -> bytes:
    """A keyed fingerprint to find an exact value by without storing it.

    Fold `text` first (kernel.names.fold). It shows which rows are equal and how often,
    nothing more; each `purpose` has a key of its own.
    """
    key = hmac.digest(_master(), b"dayaq blind index " + purpose.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256")[:BLIND_INDEX_BYTES]


def sealed_under_current_key(sealed: bytes | memoryview) -> bool:
    """Whether a value sealed under a master key needs no sealing again."""
    return bytes(sealed)[1:_HEADER_BYTES] == key_id(_master())


def key_id(key: bytes) -> bytes:
    """Four bytes that name a key and tell nothing about it."""
    return hashlib.sha256(b"dayaq key id" + key).digest()[:4]


def _master() -> bytes:
    return _key(settings.DAYAQ_MASTER_KEY)


def _masters() -> dict[bytes, bytes]:
    retired = getattr(settings, "DAYAQ_MASTER_KEYS_RETIRED", ())
    keys = [_key(value) for value in (settings.DAYAQ_MASTER_KEY, *retired)]
    return {key_id(key): key for key in keys}


@lru_cache(maxsize=8)
def _key(value: bytes | str) -> bytes:
    key = bytes.fromhex(value) if isinstance(value, str) else bytes(value)
    if len(key) != KEY_BYTES:
        raise ValueError("DAYAQ_MASTER_KEY must be 32 bytes, written as 64 hexadecimal digits")
    return key
