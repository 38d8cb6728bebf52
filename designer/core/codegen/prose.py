"""Words of the document and the data set as comments and docstrings that cannot end early."""

from __future__ import annotations

import textwrap

from designer.core.codegen.expressions import WIDTH


def one_line(text: str) -> str:
    """The text without line breaks and whatever else is not meant to be seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def comment(text: str) -> list[str]:
    """Comment lines; a word longer than a line stays whole."""
    return [f"# {line}" for line in textwrap.wrap(one_line(text), WIDTH - 2, break_long_words=False, break_on_hyphens=False)]


def docstring(title: str, *paragraphs: str) -> list[str]:
    """A docstring: a first line, and paragraphs behind an empty one."""
    first, *rest = (one_line(line).replace("\\", "/").replace('"', "'") for line in (title, *paragraphs))
    return [f'"""{first}', "", *rest, '"""'] if rest else [f'"""{first}"""']


def noted(lines: list[str], note: str, indent: str) -> list[str]:
    """The lines of a statement with a note behind the last, or above the first where that would be too wide; as they are without one."""
    if not note:
        return lines
    last = f"{lines[-1]}  # {note}"
    return [*lines[:-1], last] if len(last) <= WIDTH else [f"{indent}# {note}", *lines]
