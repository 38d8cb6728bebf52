"""The table of codes and the code that uses them say the same."""

from __future__ import annotations

import re
from pathlib import Path

import designer.core
from designer.core.fixes import CURES, REVEALING
from designer.core.messages import ROWS
from designer.core.problem_codes import CODES

CORE = Path(designer.core.__file__).parent
NAMED = re.compile(r"(?:code=|Fault\(|Complaint\(|\"wrong_type\" else |, value, )\"([a-z_]+)\"")


def named_codes() -> set[str]:
    sources = "".join(path.read_text() for path in CORE.rglob("*.py"))
    return set(NAMED.findall(sources)) | {row.code for row in ROWS}


def test_every_code_that_is_used_stands_in_the_table() -> None:
    assert named_codes() <= set(CODES)


def test_every_code_of_the_table_is_used() -> None:
    built = {"unknown_optimizer", "unknown_loss", "unknown_metric", "unknown_callback", "wrong_type", "not_allowed"}  # put together from parts
    assert set(CODES) <= named_codes() | built


def test_fixes_are_for_codes_of_the_table() -> None:
    assert {*CURES, *REVEALING} <= set(CODES)
