"""A .py file, a notebook or pasted text -> the Python in it, line for line."""

from __future__ import annotations

import itertools
import json
import re
import textwrap
from typing import Any

from designer.core.importers.imported import Unreadable
from designer.core.importers.plain_text import decoded

MOST_CHARACTERS = 1_000_000
MOST_NOTEBOOK = 50_000_000

_FENCE = re.compile(r"^\s*(```|~~~)\s*\{?\.?([\w+-]*)")
_LONG = re.compile(r"\"{3}|'{3}")
_PYTHON_FENCES = {"", "py", "python", "python2", "python3", "ipython", "ipython3", "py3", "jupyter"}
_PROMPT = re.compile(r"^\s*(>>> ?|\.\.\. ?|In \[\s*\d*\]: ?|\s+\.{3,}: ?)(.*)$")
_FIRST_PROMPT = re.compile(r"^\s*(>>>|In \[\s*\d*\]:)")
_NUMBERED = re.compile(r"^\s*(\d+)[.:|)]?(?:\s(.*))?$")
_ODD = str.maketrans({"\u00a0": " ", "\u200b": "", "\ufeff": "", "\u2028": "\n", "\u2029": "\n", "\u3000": " ", "\x0c": "", "\0": "", "\u00ad": ""})


def source_of(name: str, data: bytes) -> str:
    """The Python of a file; raises Unreadable where there is none, or far too much."""
    if len(data) > MOST_NOTEBOOK:
        raise Unreadable(f"{name or 'This text'} holds {len(data):,} bytes; a program or notebook of at most {MOST_NOTEBOOK:,} is read.")
    text = decoded(data)
    text = _of_notebook(text) if text.lstrip().startswith("{") else text
    text = "\n".join(text.translate(_ODD).splitlines()) + "\n"
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"This program holds {len(text):,} characters; at most {MOST_CHARACTERS:,} are read. Paste the part that makes the model.")
    return textwrap.dedent(_without_numbers(_without_prompts(_without_fences(text))))


def _of_notebook(text: str) -> str:
    """The code cells of a notebook, one behind the other; text that is no notebook is left as it is."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return text
    sheets = notebook.get("worksheets") if isinstance(notebook, dict) else None
    holders = sheets if isinstance(sheets, list) else [notebook]
    cells = [cell for holder in holders if isinstance(holder, dict) for cell in _list(holder.get("cells")) if isinstance(cell, dict)]
    if not cells:
        return text
    return "\n\n".join(_cell(cell) for cell in cells if cell.get("cell_type") == "code")


def _cell(cell: dict[str, Any]) -> str:
    code = cell.get("source", cell.get("input", ""))
    lines = code if isinstance(code, str) else "".join(line for line in _list(code) if isinstance(line, str))
    first = lines.lstrip().partition("\n")[0]
    if first.startswith("%%") and first.split()[0] not in {"%%time", "%%timeit", "%%capture", "%%prun"}:
        return "\n" * lines.count("\n")  # a cell of another language, or written to a file
    return lines.rstrip("\n")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _without_fences(text: str) -> str:
    """Of Markdown, what stands between fences for Python; every other line is left empty, so that lines keep their numbers."""
    lines = text.split("\n")
    fences = [_FENCE.match(line) for line in lines]
    if not any(fence and not told for fence, told in zip(fences, _in_long_texts(lines), strict=True)):
        return text
    kept: list[str] = []
    inside: str | None = None
    for line, fence in zip(lines, fences, strict=True):
        if fence:
            inside = fence[2].lower() if inside is None else None
        kept.append(line if not fence and inside in _PYTHON_FENCES else "")
    return "\n".join(kept)


def _in_long_texts(lines: list[str]) -> list[bool]:
    """Of each line, whether it begins within a text of three quotes, where a program tells about itself; of none where such a text has no end."""
    found: list[bool] = []
    quote = ""
    for line in lines:
        found.append(bool(quote))
        for mark in _LONG.findall(line):
            quote = "" if mark == quote else quote or mark
    return [False] * len(lines) if quote else found


def _without_prompts(text: str) -> str:
    """Of a session at Python's prompt, what was typed."""
    lines = text.split("\n")
    if not any(_FIRST_PROMPT.match(line) for line in lines):
        return text
    typed = [_PROMPT.match(line) for line in lines]
    said = sum(1 for line, prompt in zip(lines, typed, strict=True) if line.strip() and not prompt)
    if said > 3 * sum(prompt is not None for prompt in typed):  # examples in the docstrings of a program
        return text
    return "\n".join(prompt[2] if prompt else "" for prompt in typed)


def _without_numbers(text: str) -> str:
    """Code that was copied together with its line numbers, without them."""
    lines = [line for line in text.split("\n") if line.strip()]
    numbered = [_NUMBERED.match(line) for line in lines]
    if len(lines) < 3 or not all(numbered):
        return text
    numbers = [int(match[1]) for match in numbered if match]
    if any(later <= earlier for earlier, later in itertools.pairwise(numbers)):
        return text
    return "\n".join((match[2] or "") if (match := _NUMBERED.match(line)) else line for line in text.split("\n"))
