"""What a person reads of the faults that pydantic finds in data from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RECEIVED = "; received {input}"
SENTENCES = {
    "missing": "This is missing.",
    "extra_forbidden": "A document has no such field.",
    "too_long": "There are at most {max_length} of these; received {actual_length}.",
    "string_too_long": "Text here has at most {max_length} characters.",
    "string_too_short": "Text here must not be empty.",
    "string_pattern_mismatch": "A name begins with a letter and holds letters, digits and _ only; received {input}.",
    "literal_error": "This must be {expected}; received {input}.",
    "version": "This Layerloom reads version {expected}; received {input}.",
    "model_type": "This must be an object; received {input}.",
    "dict_type": "This must be an object; received {input}.",
    "tuple_type": "This must be a list; received {input}.",
    "string_type": "This must be text; received {input}.",
    "int_type": "This must be a whole number; received {input}.",
    "int_parsing": "This must be a whole number; received {input}.",
    "int_from_float": "This must be a whole number; received {input}.",
    "float_type": "This must be a number; received {input}.",
    "float_parsing": "This must be a number; received {input}.",
    "greater_than_equal": "This must be {ge} or more; received {input}.",
    "less_than_equal": "This must be {le} or less; received {input}.",
    "recursion_depth_exceeded": "This is nested too deeply.",
    "less_than": "This must be less than {lt}; received {input}.",
}


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """One of pydantic's errors in words that do not speak of Python; others are told in pydantic's own."""
    template = SENTENCES.get("version" if fault["loc"] == ("version",) else fault["type"])
    if template is None:
        return str(fault["msg"]).removeprefix("Value error, ")
    if "input" not in fault:
        template = template.replace(RECEIVED, "")
    return template.format_map({**fault.get("ctx", {}), "input": _shown(fault.get("input"))})


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
