from __future__ import annotations

import subprocess
import sys

from tests.running import ROOT

PROGRAM = """
import sys
from config.celery import app

app.loader.import_default_modules()
print({name: name in sys.modules for name in ("keras", "designer.tasks", "training.tasks", "sklearn")})
import sklearn.datasets
"""


def test_a_worker_starts_without_scikit_learn_and_can_import_it_later() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "{'keras': True, 'designer.tasks': True, 'training.tasks': True, 'sklearn': False}"
