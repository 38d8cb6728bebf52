"""Slips of typing and the Python of other days, each with the line as it might have been meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_PRINT = re.compile(r"^(\s*|.*[:;]\s*)print(?:\s+(?!=)|(?=[\"']))(>>\s*[\w.]+\s*,?)?(.*?),?\s*(#.*)?$")
_STARTS = re.compile(
    r"^\s*(?:@|(?:from|import|def|class|if|elif|else|for|while|return|with|try|except|finally|print|del|pass|raise|global|assert)\b"
    r"|[\w.]+(?:\[[^]]*\])?\s*(?:[-+*/]?=[^=]|\()|[\w., ]+=[^=]|[\w]+\.[\w.]+\()"
)
_OLD: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\bexcept\s+([\w., ()]+?)\s*,\s*(\w+)\s*:"), r"except \1 as \2:", "`except …, name` became `except … as name`"),
    (re.compile(r"\braise\s+(\w+)\s*,\s*(.+)$"), r"raise \1(\2)", "`raise Error, text` became `raise Error(text)`"),
    (re.compile(r"(?<![\w.])(\d+)[lL]\b"), r"\1", "a long number lost its L"),
    (re.compile(r"\bur(?=['\"])"), "r", "ur'…' became r'…'"),
    (re.compile(r"<>"), "!=", "`<>` became `!=`"),
    (re.compile(r"(?<![\w.])0+(\d+)(?![\w.])"), r"\1", "a number lost its leading zeros"),
    (re.compile(r"`([^`]+)`"), r"repr(\1)", "`…` became repr(…)"),
    (re.compile(r"\bexec\s+(?=[^(=])(.+)$"), r"pass", "exec was left out"),
    (re.compile(r"lambda\s*\(([\w, ]+)\)\s*:"), r"lambda \1:", "the brackets of a lambda's arguments were left out"),
    (re.compile(r"&lt;"), "<", "`&lt;` became `<`"),
    (re.compile(r"&gt;"), ">", "`&gt;` became `>`"),
    (re.compile(r"&quot;|&#34;"), '"', "`&quot;` became a quote"),
    (re.compile(r"&#39;|&apos;"), "'", "`&#39;` became a quote"),
    (re.compile(r"&amp;"), "&", "`&amp;` became `&`"),
)
_TYPOGRAPHIC = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "″": '"', "‘": "'", "’": "'", "‚": "'", "′": "'", "´": "'", "–": "-", "—": "-", "−": "-", "…": "...",
     "（": "(", "）": ")", "，": ",", "：": ":", "；": ";", "［": "[", "］": "]", "＝": "=", "×": "*"}
)  # fmt: skip
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Changed:
    """A line as it might have been meant."""

    place: int
    text: str


Rule = Callable[[list[str], int, str], Iterator[tuple[Changed, str]]]


def _typography(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    yield Changed(place, lines[place].translate(_TYPOGRAPHIC)), "typographic characters became plain ones"


def _old_print(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    match = _PRINT.match(lines[place])
    if match and "print" in lines[place]:
        line = f"{match[1]}print({match[3].strip()})"
        if "(" not in match[3] or match[3].count("(") == match[3].count(")"):
            yield Changed(place, line), "a print statement of Python 2 was read as a call"
        else:
            yield Changed(place, f"{match[1]}pass"), "a print statement of Python 2 was left out"


def _old_python(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    for pattern, new, words in _OLD:
        yield Changed(place, pattern.sub(new, lines[place])), words


def _brackets(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    """Close what a statement leaves open before the next one starts, and drop what closes nothing."""
    if "unmatched" in message or "does not match" in message:
        yield from _unmatched(lines, place, message)
    start = _statement(lines, place)
    opened: list[str] = []
    for here in range(start, len(lines)):
        opened = _open(lines[here], opened)
        following = next((line for line in lines[here + 1 :] if line.strip()), "")
        if not opened:
            return
        if not following or (_STARTS.match(following) and not _goes_on(lines[here], following, lines[start]) and not _is_argument(following, opened)):
            text, comment = _without_comment(lines[here])
            end = "".join(_PAIRS[bracket] for bracket in reversed(opened))
            yield Changed(here, f"{_finished(text)}{end}{comment}"), f"a missing {end} was added"
            return


def _finished(text: str) -> str:
    """A line without what its writer had only begun: a comma, an argument without its value, a name that ends in a dot."""
    return re.sub(r"(?:(?:^|(?<=[(,\[{]))\s*(?:\w+\s*=|[\w.]*\.)\s*)?$", "", text.rstrip()).rstrip().rstrip(",")


def _goes_on(line: str, following: str, first: str) -> bool:
    """Whether the next line is one more item of a bracket: after a comma, further in than the statement."""
    text = _without_comment(line)[0].rstrip()
    return (text.endswith((",", "(", "[", "{")) or not text) and _width(following) > _width(first)


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_argument(line: str, opened: list[str]) -> bool:
    """Whether a line that looks like a statement is rather one more argument: name=value, with a comma or a bracket behind it."""
    text = _without_comment(line)[0].rstrip()
    looks = re.match(r"^\s*(\w+\s*=[^=]|[\w.]+\()", line) is not None and re.match(r"^\s", line) is not None
    return bool(opened) and looks and (text.endswith(",") or len(_closers(text)) > 0)


def _closers(text: str) -> list[str]:
    """The brackets that a line closes without having opened them."""
    depth, found = 0, []
    for char in _code(text):
        if char in _PAIRS:
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth < 0:
                found.append(char)
                depth = 0
    return found


def _unmatched(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    wanted = re.search(r"unmatched '(.)'", message) or re.search(r"parenthesis '(.)' does not match", message)
    if not wanted:
        return
    depth: list[str] = []
    start = _statement(lines, place) if "does not match" in message else place
    for here in range(start, place):
        depth = _open(lines[here], depth)
    for column, char in enumerate(_code(lines[place])):
        if char in _PAIRS:
            depth.append(char)
        elif char in ")]}":
            if not depth:
                yield Changed(place, lines[place][:column] + lines[place][column + 1 :]), f"a {char} that closes nothing was left out"
                return
            if _PAIRS[depth.pop()] != char:
                depth_end = _PAIRS.get(message.split("'")[3], char) if message.count("'") >= 4 else char
                yield Changed(place, lines[place][:column] + depth_end + lines[place][column + 1 :]), f"{char} became {depth_end}"
                return


def _statement(lines: list[str], place: int) -> int:
    """The line that a statement begins in, as far as its looks tell."""
    while place > 0 and not _STARTS.match(lines[place]):
        place -= 1
    return place


def _code(line: str) -> str:
    """A line with its texts and its comment blanked."""
    out, quote, skip = [], "", False
    for char in line:
        if skip:
            skip = False
            out.append(" ")
        elif quote:
            skip = char == "\\"
            quote = "" if char == quote else quote
            out.append(" ")
        elif char in "'\"":
            quote = char
            out.append(" ")
        elif char == "#":
            break
        else:
            out.append(char)
    return "".join(out)


def _without_comment(line: str) -> tuple[str, str]:
    code = _code(line)
    text = line[: len(code)].rstrip() if len(code) < len(line) else line.rstrip()
    return text, f"  {line[len(code) :]}" if len(code) < len(line) else ""


def _open(line: str, opened: list[str]) -> list[str]:
    """The brackets that are open after a line."""
    now = list(opened)
    for char in _code(line):
        if char in _PAIRS:
            now.append(char)
        elif char in ")]}" and now:
            now.pop()
    return now


def _quotes(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    if "unterminated string" not in message:
        return
    line = lines[place]
    for quote, other in (("'", '"'), ('"', "'")):
        if line.count(quote) % 2:
            if line.count(other) % 2:  # opened with one, closed with the other
                yield Changed(place, line.replace(other, quote)), "the quotes around a text were made equal"
            start = line.rindex(quote)
            word = re.match(r"[\w ./:-]*", line[start + 1 :])
            end = start + 1 + len((word[0] if word else "").rstrip())
            yield Changed(place, line[:end] + quote + line[end:]), "a missing quote was added"


def _commas(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    line = lines[place]
    named = re.sub(r"([\w'\")\]])(\s+)(?=\w+\s*=[^=])", r"\1,\2", line)
    if named != line and "(" in line:
        yield Changed(place, named), "a missing comma was added"
    if place + 1 < len(lines) and re.match(r"^\s+\w+\s*(=[^=]|\()", lines[place + 1]) and re.search(r"[\w'\")\]]\s*$", _without_comment(line)[0]):
        text, comment = _without_comment(line)
        if "comma" in message or "invalid syntax" in message:
            yield Changed(place, f"{text},{comment}"), "a missing comma was added"
    yield Changed(place, re.sub(r",(\s*,)+", ",", line)), "a comma too many was left out"
    yield Changed(place, re.sub(r";(?=\s*\w+\s*=[^=;]*[,)])", ",", line)), "a ; became a comma"


def _colons(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    text, comment = _without_comment(lines[place])
    if "expected ':'" in message:
        yield Changed(place, f"{text}:{comment}"), "a missing colon was added"


def _indents(lines: list[str], place: int, message: str) -> Iterator[tuple[Changed, str]]:
    line = lines[place]
    above = next((earlier for earlier in range(place - 1, -1, -1) if _without_comment(lines[earlier])[0].strip()), None)
    if above is None:
        yield Changed(place, line.lstrip()), "the indentation was mended"
        return
    indent = _width(lines[above])
    if "unexpected indent" in message:
        yield Changed(place, " " * indent + line.lstrip()), "the indentation was mended"
    if "unindent does not match" in message:
        own = _width(line)
        known = {_width(other) for other in lines[:place] if other.strip()}
        nearest = min(known, key=lambda width: abs(width - own))
        yield Changed(place, " " * nearest + line.lstrip()), "the indentation was mended"
    if "expected an indented block" in message:
        text, comment = _without_comment(lines[above])
        yield Changed(above, f"{text} pass{comment}"), "a block without a line was left empty"


RULES: tuple[Rule, ...] = (_typography, _old_print, _old_python, _indents, _quotes, _colons, _brackets, _commas)
