"""The zip of script and data."""

from __future__ import annotations

import io
import zipfile

from designer.core.codegen.bundle import bundle


def test_the_script_and_its_data_lie_in_one_folder() -> None:
    made = bundle("digits", "print('é')\n", {"mnist.npz": b"123"})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == ["digits/digits.py", "digits/mnist.npz"]
        assert archive.read("digits/digits.py").decode() == "print('é')\n"
        assert archive.read("digits/mnist.npz") == b"123"


def test_the_same_content_gives_the_same_bytes() -> None:
    assert bundle("digits", "pass\n", {"a": b"1"}) == bundle("digits", "pass\n", {"a": b"1"})
