"""Keras's docstrings as plain reading: a summary, a description and the help of each argument, without markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SECTION = re.compile(
    r"^(?:\w+ )?(?:Args|Arguments|arguments|shape|Returns|Raises|Examples?|References?|Usage|Notes?|Attributes|Yields|Standalone usage):\s*$"
)
_CODE = re.compile(r"^\s*(?:```|>>>)")
_ARGUMENTS = re.compile(r"^(?:Args|Arguments):\s*$")
_ARGUMENT = re.compile(r"^\*{0,2}(\w+(?:,\s*\w+)*)(?:\s*\([^)]*\))?\s*:(.*)$")
_LINK = re.compile(r"\[([^\]]+)\]\(\s*[^)\s]*\s*\)")
_STRONG = re.compile(r"\*\*(\S(?:[^*]*\S)?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*(\w(?:[^*]*\w)?)\*(?![\w*])")
_ITEM = re.compile(r"^(?:[-*]|\d+[.)])\s")
_TEMPLATE = re.compile(r"\{\{\w+\}\}")


@dataclass(frozen=True, slots=True)
class Docstring:
    """What a docstring says."""

    summary: str = ""
    description: str = ""
    arguments: dict[str, str] = field(default_factory=dict)


def read_docstring(owner: object) -> Docstring:
    """The docstring of a class or function; empty where it has none of its own."""
    lines = _dedented(getattr(owner, "__doc__", None) or "")
    end = next((place for place, line in enumerate(lines) if _SECTION.match(line) or _CODE.match(line)), len(lines))
    paragraphs = _paragraphs(lines[:end])
    if len(paragraphs) > 1 and paragraphs[-1].endswith(":"):
        paragraphs.pop()  # it leads to the code that is left out
    return Docstring(paragraphs[0] if paragraphs else "", "\n\n".join(paragraphs[1:]), _arguments(lines))


def plain(text: str) -> str:
    """Markup taken away, words kept."""
    text = _TEMPLATE.sub("", _LINK.sub(r"\1", text))
    text = _STRONG.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\1", text)
    text = re.sub(r"(?<!\.)\.\.$", ".", text.strip())  # a slip of the pen in Keras
    return re.sub(r" {2,}", " ", text.replace("`", "")).strip()


def _dedented(text: str) -> list[str]:
    """The lines without the indentation of the second; Keras puts text into docstrings at run time that is not indented as its surroundings are."""
    first, *rest = text.expandtabs().strip().splitlines() or [""]
    indent = next((len(line) - len(line.lstrip()) for line in rest if line.strip()), 0)
    return [first, *(line[min(indent, len(line) - len(line.lstrip())) :].rstrip() for line in rest)]


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines joined into paragraphs; the items of a list keep a line each."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        words = line.strip()
        if not words:
            paragraphs.append([])
        elif _ITEM.match(words) or not paragraphs[-1]:
            paragraphs[-1].append(words)
        else:
            paragraphs[-1][-1] += " " + words
    return [text for text in (plain("\n".join(part)) for part in paragraphs) if text]


def _arguments(lines: list[str]) -> dict[str, str]:
    """The help of each argument in the sections called Args."""
    found: dict[str, list[str]] = {}
    inside = False
    current: list[str] = []
    indent = 0
    for line in lines:
        if line and not line[0].isspace():
            inside = bool(_ARGUMENTS.match(line))
            indent = 0
            continue
        if not inside or not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        indent = indent or depth
        entry = _ARGUMENT.match(line.strip()) if depth <= indent else None
        if entry:
            current = [entry[2]]
            found.update({name.strip(): current for name in entry[1].split(",")})
        else:
            current.append(line)
    return {name: "\n".join(_paragraphs(part)) for name, part in found.items()}
