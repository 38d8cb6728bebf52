"""`python -m tests.fuzz`: 20,000 cases in processes of their own, with bounds; prints what became of them and keeps those that failed."""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import selectors
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

KEPT = Path("var/fuzz")
LINE_SECONDS = 60.0  # a process that says nothing for longer hangs where no signal reaches it
MEMORY = 6 * 1024**3


def main() -> int:
    """Run all, or one again; status 1 when any failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--run", type=int, default=0, help="another number damages in other ways")
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only is not None:
        return _again(options.run, options.only)
    if options.child:
        return _child(options.run, options.start, options.count)
    return _all(options.run, options.start, options.count)


def _again(run: int, number: int) -> int:
    from tests.fuzz.cases import case, watched

    seed = case(number, run)
    print(seed.name, len(seed.data), "bytes")
    print(watched(seed))
    return 0


def _child(run: int, start: int, end: int) -> int:
    """Cases in order, a line before and after each."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    logging.disable()
    from tests.fuzz.cases import Hang, case, warmed, watched

    warmed()
    for number in range(start, end):
        print(json.dumps({"begun": number}), flush=True)
        seed = case(number, run)
        try:
            result = watched(seed)
        except (Exception, Hang) as error:  # noqa: BLE001  (that is what is looked for)
            KEPT.mkdir(parents=True, exist_ok=True)
            (KEPT / f"{run}-{number}-{Path(seed.name).name or 'pasted'}").write_bytes(seed.data)
            result = f"FAILED {type(error).__name__}: {str(error)[:300]} at {_place(error)}"
        print(json.dumps({"ended": number, "result": result}), flush=True)
    return 0


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "designer" in frame.filename] or frames
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours[:-4:-1])


def _all(run: int, start: int, count: int) -> int:
    results: Counter[str] = Counter()
    failures: list[str] = []
    number, began = start, time.monotonic()
    while number < start + count:
        number, death = _batch(run, number, start + count, results, failures)
        if death:
            failures.append(f"{number}: {death}")
            print(failures[-1], flush=True)
            results["failed"] += 1
            number += 1
    print(f"{sum(results.values()):,} cases in {time.monotonic() - began:.0f} s: " + ", ".join(f"{kind} {n:,}" for kind, n in results.most_common()))
    return 1 if failures else 0


def _batch(run: int, start: int, end: int, results: Counter[str], failures: list[str]) -> tuple[int, str]:
    """Run a child until it ends; gives the number it ended at and, where it did not end well, how."""
    command = [sys.executable, "-m", "tests.fuzz", "--child", "--run", str(run), "--start", str(start), "--count", str(end)]
    current, has_begun = start, False
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}) as child:
        assert child.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while selector.select(LINE_SECONDS * (1 if has_begun else 3)):
                line = child.stdout.readline()
                if not line:
                    code = child.wait()
                    if code and not has_begun:
                        raise SystemExit(f"The process could not start: status {code}.")
                    return (end, "") if code == 0 else (current, f"died with status {code}")
                if not line.startswith("{"):
                    continue
                told = json.loads(line)
                current, has_begun = told.get("begun", current), True
                if "ended" in told:
                    failed = told["result"].startswith("FAILED")
                    results["failed" if failed else told["result"]] += 1
                    if failed:
                        failures.append(f"{told['ended']}: {told['result']}")
                        print(failures[-1], flush=True)
                    if sum(results.values()) % 1_000 == 0:
                        print(f"{sum(results.values()):,} …", flush=True)
        child.kill()
        return current, f"said nothing for {LINE_SECONDS:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
