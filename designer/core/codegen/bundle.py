"""The script and the data files it reads, as one zip that runs where it is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def bundle(name: str, script: str, files: Mapping[str, bytes]) -> bytes:
    """A zip with one folder: `name`.py and the data files beside it. The same input gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, data in [(f"{name}.py", script.encode()), *files.items()]:
            archive.writestr(zipfile.ZipInfo(f"{name}/{file}"), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
