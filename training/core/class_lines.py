"""Where in the class of a Python layer an exception came from."""

from __future__ import annotations

import linecache
import re
from types import TracebackType

FILE = "<Python layer "  # what the lines of a class are said to be of
IN_GRAPH = re.compile(rf'File "{FILE}(?P<call>\w+)>", line (?P<line>\d+)')  # TensorFlow's own account of where an operation was made


def file_of(call: str, text: str) -> str:
    """The name of the file that a class stands in, for tracebacks; its lines are shown there."""
    name = f"{FILE}{call}>"
    linecache.cache[name] = (len(text), None, [f"{line}\n" for line in text.split("\n")], name)
    return name


def line_in_class(error: BaseException) -> tuple[str, int] | None:
    """The call and the line of its class that an exception came through last; None where it came through none."""
    found = None
    trace = error.__traceback__
    while trace is not None:
        if (call := _call(trace)) is not None:
            found = call, trace.tb_lineno
        trace = trace.tb_next
    if found is None and (said := list(IN_GRAPH.finditer(str(error)))):
        return said[-1]["call"], int(said[-1]["line"])
    return found


def from_class_on(error: BaseException) -> BaseException:
    """The exception without what led to the class."""
    trace = error.__traceback__
    while trace is not None and _call(trace) is None:
        trace = trace.tb_next
    return error.with_traceback(trace)


def _call(trace: TracebackType) -> str | None:
    file = trace.tb_frame.f_code.co_filename
    return file.removeprefix(FILE).removesuffix(">") if file.startswith(FILE) else None
