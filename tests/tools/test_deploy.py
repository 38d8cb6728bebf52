"""The container holds what the project is made of."""

from __future__ import annotations

from django.conf import settings

from tests.running import ROOT


def test_every_app_of_ours_is_copied_into_the_container() -> None:
    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS} & {path.name for path in ROOT.iterdir()}
    copied = {line.split()[1].rstrip("/") for line in (ROOT / "deploy/Dockerfile").read_text().splitlines() if line.startswith("COPY ")}
    assert ours > {"config", "designer"}
    assert ours <= copied
