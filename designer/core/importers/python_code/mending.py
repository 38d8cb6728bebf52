"""Source text -> syntax tree, with slips of typing and the Python of other days mended where that is safe, and each told with its line."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field

from designer.core.importers.python_code.mending_rules import RULES

MOST_MENDINGS = 120
MOST_READ = 8_000_000  # characters in all: each mending reads the text once more
MOST_GROWTH = 1.5  # of a text by its mending
FREE_GROWTH = 2_000  # characters
_MAGIC = re.compile(r"^(\s*)(?:[!%]|\?+\w|[\w.]+\?+\s*$|\w+\s*=\s*[!%]\w).*$")


@dataclass
class Parsed:
    """A syntax tree; `changed` and `lost` say of which line what was mended or left out."""

    tree: ast.Module
    changed: list[tuple[int, str]] = field(default_factory=list)
    lost: list[tuple[int, str]] = field(default_factory=list)


class Unparsable(ValueError):
    """The text is no Python; `line` says where that shows."""

    def __init__(self, message: str, line: int) -> None:
        self.line = line
        super().__init__(message)


def parse_strictly(text: str) -> ast.Module:
    """The tree of sound Python; raises Unparsable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise Unparsable(sentence(error), error.lineno or 1) from None
    except (RecursionError, MemoryError):
        raise Unparsable("This is nested deeper than it can be read.", 1) from None
    except ValueError as error:
        raise Unparsable(f"This cannot be read: {error}.", 1) from None


def sentence(error: SyntaxError) -> str:
    """Python's complaint as a sentence."""
    message = (error.msg or "invalid syntax").rstrip(".")
    return f"This line cannot be read as Python: {message[:1].lower()}{message[1:]}."


def parse_mending(text: str) -> Parsed:
    """The tree of a program, whatever it takes: lines that cannot be mended are left out. Raises Unparsable where nothing is left."""
    lines = text.split("\n")
    parsed = Parsed(ast.Module(body=[], type_ignores=[]))
    _blank_magics(lines)
    for _ in range(min(MOST_MENDINGS, 1 + MOST_READ // (1 + len(text)))):
        mended = "\n".join(lines)
        if len(mended) > MOST_GROWTH * len(text) + FREE_GROWTH:  # a line whose mending makes it longer each time
            break
        try:
            parsed.tree = parse_strictly(mended)
        except Unparsable as error:
            place = min(max(error.line - 1, 0), len(lines) - 1)
            _mend(lines, place, str(error), parsed)
        else:
            return parsed
    raise Unparsable("This cannot be read as a Python program.", parsed.lost[0][0] if parsed.lost else 1)


def _blank_magics(lines: list[str]) -> None:
    """Lines of IPython, such as !pip and %matplotlib, do nothing here."""
    for place, line in enumerate(lines):
        match = _MAGIC.match(line)
        if match and not (place and lines[place - 1].rstrip().endswith(("\\", "(", ",", "%"))):
            lines[place] = f"{match[1]}pass"


def _mend(lines: list[str], place: int, message: str, parsed: Parsed) -> None:
    """Change one line so that the text comes nearer to Python."""
    if "tabs and spaces" in message and any("\t" in line for line in lines):
        lines[:] = _without_tabs(lines)
        parsed.changed.append((place + 1, "tabs became spaces"))
        return
    for rule in RULES:
        for changed, words in rule(lines, place, message):
            before = lines[changed.place]
            if changed.text != before:
                lines[changed.place] = changed.text
                parsed.changed.append((changed.place + 1, words))
                return
    _give_up(lines, place, message, parsed)


def _without_tabs(lines: list[str]) -> list[str]:
    """The text with spaces for tabs: as wide as Python 2 took them to be, or half of that, whichever can be read further."""
    return max(([line.expandtabs(width) for line in lines] for width in (8, 4)), key=_readable)


def _readable(lines: list[str]) -> int:
    try:
        parse_strictly("\n".join(lines))
    except Unparsable as error:
        return error.line
    return len(lines) + 1


def _give_up(lines: list[str], place: int, message: str, parsed: Parsed) -> None:
    while place > 0 and not lines[place].strip():
        place -= 1
    if lines[place].strip() == "pass":  # even without it: what stands before it is to blame
        place = next((earlier for earlier in range(place - 1, -1, -1) if lines[earlier].strip() not in {"", "pass"}), place)
    indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    parsed.lost.append((place + 1, message))
    lines[place] = f"{indent}pass"
