"""The archive of a run, from its row and its folder."""

from __future__ import annotations

from typing import Any

from config.version import VERSION
from designer.core.document import parse
from designer.core.plan import model_name
from training.core import run_archive
from training.files import history_csv
from training.models import Run
from training.worker import starting_weights

FACTS = ("name", "number", "state", "epoch", "epochs", "summary", "evaluation", "dataset", "device", "platform")


def archive_name(run: Run) -> str:
    """What the zip, and the one folder in it, is called."""
    return f"{model_name(run.network.name)}_run_{run.number}"


def write_archive(run: Run) -> None:
    """Write the zip into the run's folder; raises CannotArchive, TrainingFailed or CannotWrite."""
    document = parse(run.document)
    facts: dict[str, Any] = {name: getattr(run, name) for name in FACTS}
    facts |= {name: None if (time := getattr(run, name)) is None else time.isoformat() for name in ("made", "started", "ended")}
    facts |= {"network": document.name, "seed": document.training.seed, "layerloom": VERSION}
    run_archive.write(run.folder, archive_name(run), document, facts, history_csv(run.folder), starting_weights(document))
