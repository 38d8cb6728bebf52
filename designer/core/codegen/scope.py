"""Where statements of a script stand: whose network they speak of, what its variables are called, how far they are indented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.core.catalog import Catalog
from designer.core.codegen.naming import Naming
from designer.core.plan import Plan


@dataclass(frozen=True, slots=True)
class Scope:
    """A script, or a function of it. `names` maps calls, and what `rest` says of those with several outputs, to variables."""

    plan: Plan
    naming: Naming
    catalog: Catalog
    names: Mapping[str, str]
    indent: str = ""
    shapes: bool = False


def rest(call_id: str) -> str:
    """The key in `names` of a call's outputs behind its first one; no id of a call looks like it."""
    return f"{call_id}*"
