"""When the front end is built, and by which Node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools import frontend


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end of one file; its npm writes the page."""
    (tmp_path / "frontend/src").mkdir(parents=True)
    (tmp_path / "frontend/src/main.ts").write_text("let a = 1;")
    (tmp_path / "frontend/node_modules").mkdir()
    (tmp_path / "static/app").mkdir(parents=True)
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "FRONTEND", tmp_path / "frontend")
    monkeypatch.setattr(frontend, "BUILT", tmp_path / "static/app")
    return tmp_path


@pytest.fixture
def builds(tree: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What npm was asked for."""
    asked: list[tuple[str, ...]] = []

    def npm(*arguments: str) -> None:
        asked.append(arguments)
        (tree / "static/app/index.html").write_text("<html></html>")

    monkeypatch.setattr(frontend, "npm", npm)
    return asked


def test_it_is_built_once(builds: list[Any]) -> None:
    frontend.build()
    frontend.build()
    assert len(builds) == 1


@pytest.mark.parametrize("change", ["changed", "added", "removed", "lost"])
def test_it_is_built_again_when_something_changed(tree: Path, builds: list[Any], change: str) -> None:
    frontend.build()
    main = tree / "frontend/src/main.ts"
    match change:
        case "changed":
            main.write_text("let a = 2;")
        case "added":
            (tree / "frontend/src/more.ts").touch()
        case "removed":
            main.unlink()
        case _:
            (tree / "static/app/index.html").unlink()
    frontend.build()
    assert len(builds) == 2


def test_packages_are_not_its_sources(tree: Path, builds: list[Any]) -> None:
    frontend.build()
    (tree / "frontend/node_modules/package.js").touch()
    frontend.build()
    assert len(builds) == 1


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v20.19.0", True),
        ("v20.18.9", False),
        ("v18.20.1", False),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_the_node_that_vite_needs(version: str, enough: bool) -> None:
    assert frontend.is_new_enough(version) is enough


def test_no_two_modules_differ_by_letter_case_alone() -> None:
    """On a disk that takes them for one, as on macOS, an import of the one would find the other."""
    modules = [path.relative_to(frontend.FRONTEND).with_suffix("") for path in (frontend.FRONTEND / "src").rglob("*.ts*")]
    assert len({str(path).lower() for path in modules}) == len(modules)
