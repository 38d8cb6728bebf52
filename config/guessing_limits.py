"""How many wrong guesses are let pass, and for how long there is none after that; read by the settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

CODES = "the codes of classes"  # the name under which wrong codes are counted: no account can have one with spaces
WRONG_CODES = 60  # from one address, behind which a whole class may sit; a right one begins the count anew
WRONG_PASSWORDS = 8  # for one name from one address
PAUSE = timedelta(minutes=10)


def limit(request: Any, credentials: Mapping[str, Any] | None) -> int:
    """How many wrong guesses lock a name and address out."""
    return WRONG_CODES if (credentials or {}).get("username") == CODES else WRONG_PASSWORDS
