"""Protobuf's text format -> plain messages, bounded; nothing is known here of what the fields mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from designer.core.importers.imported import Unreadable

MOST_BYTES = 20_000_000
MOST_TOKENS = 2_000_000
MOST_DEPTH = 30
MOST_DIGITS = 40

_TOKEN = re.compile(
    r"""\s+|\#[^\n]*|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<word>[A-Za-z_][\w.]*)|(?P<number>[-+]?[0-9.][\w.+-]*)|(?P<sign>[{}<>\[\]:,;-])"""
)
_ENDS = {"{": "}", "<": ">"}


class Token(NamedTuple):
    """A word, a number, a quoted text or a sign."""

    kind: str
    text: str
    line: int


@dataclass
class Message:
    """Fields by name, each with all its values in order."""

    line: int
    fields: dict[str, list[Any]] = field(default_factory=dict)

    def all(self, *names: str) -> list[Any]:
        """The values of the fields of these names."""
        return [value for name in names for value in self.fields.get(name, ())]

    def get(self, name: str, default: Any = None) -> Any:
        """The last value of a field."""
        values = self.fields.get(name)
        return values[-1] if values else default

    def part(self, *names: str) -> Message:
        """The first message in a field of these names; an empty one where there is none."""
        return next((value for value in self.all(*names) if isinstance(value, Message)), Message(self.line))

    def parts(self, *names: str) -> list[Message]:
        """The messages in fields of these names."""
        return [value for value in self.all(*names) if isinstance(value, Message)]

    def number(self, name: str, default: float) -> float:
        """A field that is a number."""
        value = self.get(name, default)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else default

    def text(self, name: str, default: str = "") -> str:
        """A field that is a text or the name of a constant."""
        value = self.get(name, default)
        return value if isinstance(value, str) else default

    def flag(self, name: str, *, default: bool) -> bool:
        """A field that is true or false."""
        value = self.get(name, default)
        return value if isinstance(value, bool) else default


def parse(data: bytes) -> Message:
    """The message that a text says. Raises Unreadable, with the line."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"This prototxt holds {len(data):,} bytes; at most {MOST_BYTES:,} are read.")
    reader = _Reader(_tokens(data.decode("utf-8", "replace")))
    message = Message(1)
    reader.fields(message, "", 0)
    return message


def _tokens(text: str) -> Iterator[Token]:
    place, line, count = 0, 1, 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise Unreadable(f"Line {line} of this prototxt cannot be read: {text[place : place + 20].splitlines()[0]!r}.")
        if match.lastgroup:
            count += 1
            if count > MOST_TOKENS:
                raise Unreadable("This prototxt holds more than any network.")
            yield Token(match.lastgroup, match.group(), line)
        line += match.group().count("\n")
        place = match.end()


class _Reader:
    def __init__(self, tokens: Iterator[Token]) -> None:
        self._tokens = tokens
        self._next = next(tokens, None)
        self._line = 1

    def _take(self) -> Token:
        token = self._next
        if token is None:
            raise Unreadable(f"This prototxt ends in the middle of something that began before line {self._line}.")
        self._next = next(self._tokens, None)
        self._line = token.line
        return token

    def _is(self, *signs: str) -> bool:
        return self._next is not None and self._next.kind == "sign" and self._next.text in signs

    def fields(self, message: Message, end: str, depth: int) -> None:
        """Read fields up to a sign, or to the end."""
        if depth > MOST_DEPTH:
            raise Unreadable("This prototxt is nested deeper than any network.")
        while self._next is not None if not end else not self._is(end):
            name = self._take()
            if name.kind != "word":
                raise Unreadable(f"Line {name.line} of this prototxt cannot be read: {name.text[:20]!r} stands where a name should.")
            if self._is(":"):
                self._take()
            values = message.fields.setdefault(name.text, [])
            values += self._values(depth) if self._is("[") else [self._value(depth)]
            while self._is(",", ";"):
                self._take()
        if end:
            self._take()

    def _values(self, depth: int) -> list[Any]:
        self._take()
        values: list[Any] = []
        while not self._is("]"):
            values.append(self._value(depth))
            if self._is(","):
                self._take()
        self._take()
        return values

    def _value(self, depth: int) -> Any:
        token = self._take()
        if token.text in _ENDS and token.kind == "sign":
            message = Message(token.line)
            self.fields(message, _ENDS[token.text], depth + 1)
            return message
        if token.kind == "text":
            parts = [token.text[1:-1]]
            while self._next is not None and self._next.kind == "text":
                parts.append(self._take().text[1:-1])
            return "".join(parts)
        if token.kind == "number":
            return _number(token)
        if token.kind == "word":
            return {"true": True, "false": False}.get(token.text, token.text)
        raise Unreadable(f"Line {token.line} of this prototxt cannot be read: {token.text!r} stands where a value should.")


def _number(token: Token) -> int | float:
    text = token.text if "x" in token.text.lower() else token.text.rstrip("fF")
    for read in (int, float, lambda digits: int(digits, 0)):
        try:
            return read(text[:MOST_DIGITS])
        except ValueError:
            continue
    raise Unreadable(f"Line {token.line} of this prototxt cannot be read: {text[:20]!r} is no number.")
