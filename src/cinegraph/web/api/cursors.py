"""Where a page ended, as an opaque word: the keys of its last row, and a mark of what they belong to.

A word of another list, another order or other filters is refused, and so is one that was changed.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping

import msgspec

from cinegraph.store.browse.listing import Keys
from cinegraph.web.api.problems import BadRequest

_MARK = 6
_LARGEST = 2**63
_NO = "this is no cursor of this list with these filters and this order: begin without one"


def write(keys: Keys, of: str, order: str, given: Mapping[str, object]) -> str:
    """The cursor behind the row with these keys."""
    body = msgspec.msgpack.encode(keys)
    return base64.urlsafe_b64encode(_mark(body, of, order, given) + body).decode().rstrip("=")


def read(word: str, of: str, order: str, given: Mapping[str, object], size: int) -> Keys:
    """The keys that a cursor holds. Raises BadRequest."""
    try:
        told = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        mark, body = told[:_MARK], told[_MARK:]
        keys = msgspec.msgpack.decode(body, type=tuple[int, ...])
    except (binascii.Error, ValueError, msgspec.DecodeError):
        raise BadRequest("cursor", _NO) from None
    fits = len(keys) == size and all(-_LARGEST <= key < _LARGEST for key in keys)
    if mark != _mark(body, of, order, given) or not fits:
        raise BadRequest("cursor", _NO)
    return keys


def _mark(body: bytes, of: str, order: str, given: Mapping[str, object]) -> bytes:
    said = msgspec.json.encode([of, order, sorted((k, str(v)) for k, v in given.items())])
    return hashlib.blake2b(body + b"\0" + said, digest_size=_MARK).digest()
