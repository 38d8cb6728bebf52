"""Bytes of strangers -> text, and JSON and YAML -> plain data, bounded in size and depth. No tag of YAML makes an object."""

from __future__ import annotations

import json
from typing import Any

import yaml

from designer.core.importers.imported import Unreadable

MOST_VALUES = 2_000_000
MOST_DEPTH = 200
MARKS_16 = (b"\xff\xfe", b"\xfe\xff")  # in front of a text in UTF-16


def read_plain(data: bytes) -> Any:
    """What a JSON or YAML text says. Raises Unreadable."""
    text = data.decode("utf-8-sig", "replace").strip()
    try:
        found = json.loads(text) if text[:1] in ("{", "[", '"') else yaml.load(text, Loader=_Loader)  # noqa: S506  (a loader of plain values)
    except (ValueError, yaml.YAMLError, OverflowError) as error:
        raise Unreadable(f"This cannot be read as JSON or YAML. {_first_line(error)}") from error
    except RecursionError:
        raise Unreadable("This is nested deeper than any network.") from None
    check_bounds(found)
    return _writable(found) if "\\ud" in text.lower() else found


def decoded(data: bytes) -> str:
    """Text in whatever encoding it may be in: by its mark in front, as UTF-8, else byte by byte."""
    if data.startswith(MARKS_16):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _writable(found: Any) -> Any:
    """With a sign in place of halves of surrogate pairs, which no file and no database holds."""
    try:
        return json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    except (TypeError, ValueError, RecursionError):  # YAML may hold dates
        return found


def _first_line(error: Exception) -> str:
    return f"{str(error).splitlines()[0][:200].rstrip('.')}." if str(error) else ""


def check_bounds(found: Any) -> None:
    """Refuse what is nested too deeply or, by references, far larger than its text. Raises Unreadable."""
    waiting = [(found, 0)]
    count = 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > MOST_DEPTH or count > MOST_VALUES:
            raise Unreadable("This is nested deeper, or holds more, than any network.")
        if isinstance(value, dict):
            for key in [key for key in value if not isinstance(key, str)]:  # YAML's numbers; JSON has texts alone
                value[str(key)] = value.pop(key)
            waiting.extend((item, depth + 1) for item in value.values())
        elif isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)


class _Loader(yaml.SafeLoader):
    """Keras 1 and 2 wrote tuples with a tag of Python's, which here means a list."""


def _tuple(loader: yaml.SafeLoader, node: yaml.Node) -> list[Any]:
    return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []


_Loader.add_constructor("tag:yaml.org,2002:python/tuple", _tuple)
_Loader.add_constructor("tag:yaml.org,2002:python/unicode", lambda loader, node: loader.construct_scalar(node))  # type: ignore[arg-type]
