"""The archive of a run, from its row and its folder."""

from __future__ import annotations

from typing import Any, cast

from config.queues import backend_of
from config.version import VERSION
from designer.core.backends import Backend
from designer.core.codegen.by_hand import ByHand
from designer.core.document import Document, parse
from training.core import run_archive
from training.core.by_hand import done_by_hand
from training.files import events, history_csv, stem
from training.models import Run
from training.worker import starting_weights

FACTS = ("name", "number", "state", "epoch", "epochs", "seconds", "summary", "evaluation", "dataset", "device", "platform")


def write_archive(run: Run) -> None:
    """Write the zip into the run's folder; raises CannotArchive, TrainingFailed or CannotWrite."""
    document = parse(run.document)
    facts: dict[str, Any] = {name: getattr(run, name) for name in FACTS}
    facts |= {name: None if (time := getattr(run, name)) is None else time.isoformat() for name in ("made", "started", "ended")}
    facts |= {"network": document.name, "seed": document.training.seed, "layerloom": VERSION}
    past = run_archive.Past(document, facts, history_csv(run.folder), starting_weights(document), _done(run, document), _backend(run))
    run_archive.write(run.folder, stem(run), past)


def script_of(run: Run) -> str:
    """The script that does a run again, as far as it has come; raises CannotArchive or CannotWrite."""
    document = parse(run.document)
    return run_archive.script_of(document, _done(run, document), _backend(run)).text


def _backend(run: Run) -> Backend:
    return cast(Backend, backend_of(run.queue))


def _done(run: Run, document: Document) -> ByHand:
    return done_by_hand(events(run.folder), document, stopped=run.state == "stopped")
