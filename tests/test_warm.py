"""What the tests run scripts by is what a reader runs them by."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.warm import run_script


def test_a_script_is_run_in_its_folder_as_the_main_program(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("WORD = 'beside'")
    script = tmp_path / "script.py"
    script.write_text("import sys, keras, beside\nfrom pathlib import Path\nPath('left').touch()\nprint(__name__, beside.WORD, sys.argv)")
    assert run_script(script) == "__main__ beside ['script.py']\n"
    assert (tmp_path / "left").exists()


def test_nothing_of_this_program_is_in_reach_of_a_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import designer")
    with pytest.raises(subprocess.CalledProcessError) as ended:
        run_script(script)
    assert "No module named 'designer'" in ended.value.stderr
