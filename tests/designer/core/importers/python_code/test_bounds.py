"""A program of a stranger is data: it is never run, and reading it ends soon whatever it says."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from designer.core import catalog
from designer.core.importers.imported import Unreadable
from designer.core.importers.python_code import read
from designer.core.importers.python_code.budget import SECONDS, STEPS, Budget
from tests.designer.core.importers.python_code.reading import network

NETWORK = "\nm = Sequential([Input((3,)), Dense(2)])\n"
ENDLESS = [
    "while True:\n    pass",
    "x = [0] * 10**12",
    "x = 'a'\nfor i in range(100):\n    x += x",
    "x = [1]\nfor i in range(60):\n    x = [x, x]\nd = Dense(x)\ns = str(x)\nb = x == [x]",
    "x = 9**9**9**9",
    "x = 1 << 10**10",
    "x = []\nx.append(x)\ns = f'{x}'\nd = Dense(x)\ny = x == x",
    "def f():\n    return f() + f()\nf()",
    "def f(n):\n    for i in range(9):\n        f(n + 1)\nf(0)",
    "x = f'{1:99999999999}'",
    "x = '%99999999d' % 1",
    "x = '{:9999999999}'.format(1)",
    "x = 'a'.ljust(10**10)",
    "x = 'ab'.replace('a', 'b' * 1000)\nfor i in range(99):\n    x = x.replace('b', x)",
    "x = list(range(10**12))",
    "x = [i for i in range(10**9)]",
    "x = {i: [0] * 1000 for i in range(10**6)}",
    "x = int('9' * 100000)",
    "f = lambda: f()\nf()",
    "class A(A0):\n    pass\nclass B:\n    def __getattr__(self, n):\n        return self.x\nB().y",
    "x = Input((3,))\nfor i in range(10**9):\n    x = Dense(1)(x)\nm = Model(x, x)",
    "x = " + "(" * 90 + "1" + ")" * 90,
    "x = " + "+".join(["1"] * 20000),
    "x = " + "-" * 5000 + "1",
    "@" * 500,
    "x = f(a, " + "[" * 5000 + " b c",
    "for i in range(10**5):\n    Sequential([Dense(i)])",
    "K.int_shape(Dense(10**9)(Input((10**9,))))",
    "Sequential([Input((10**30, 2)), Dense(float('inf')), Dense(10**40), Dense(1, name='\\0\\ud800')], name='\\0')",
    "m = Sequential()\nm.add(m)\nm.add(Dense(2))",
    "a = Sequential([Dense(2)])\nb = Sequential([a])\na.add(b)\nx = Input((3,))\nc = Model(x, a(x))\nb.add(c)",
    "a = Sequential()\na.add(Merge([a, a], mode='sum'))\na.add(Dense(2))",
    "import itertools\nx = max([i for i in range(10**6)], key=len)",
]


@pytest.mark.parametrize("text", ENDLESS)
def test_no_program_takes_long_or_much(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (STEPS, SECONDS / 10))
    before = time.process_time()
    with contextlib.suppress(Unreadable):
        read("x.py", (text + NETWORK).encode(), catalog.load())
    assert time.process_time() - before < 5


def test_nothing_of_a_program_happens(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    text = f"""
import os, shutil, subprocess
os.remove({str(victim)!r}); shutil.rmtree({str(tmp_path)!r}); os.system("rm -rf {tmp_path}")
eval("__import__('os').remove({str(victim)!r})"); exec("raise SystemExit")
open({str(victim)!r}, "w").write("gone")
().__class__.__base__.__subclasses__()[0].__init__.__globals__["os"].system("true")
"{{0.__class__}}".format(1)
raise SystemExit
"""
    assert len(network(text + NETWORK).nodes) == 2
    assert victim.read_text() == "kept"
