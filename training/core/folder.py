"""What a training leaves in its run's folder."""

MODEL_FILE = "model.keras"
BEST_FILE = "best.keras"  # what ModelCheckpoint kept
DOCUMENT_FILE = "document.json"
DATASET_FILE = "dataset.json"  # what its data set is, which may be deleted
LOG_FILE = "run.log"
VERSIONS_FILE = "versions.json"
EXPORTS_FOLDER = "exports"
EXPORT_FILE = "export.json"  # what is to be said of an export, beside its file
EVENTS_FILE = "events.jsonl"
EYES_FOLDER = "eyes"  # looks at what is learned
CHECKPOINT_FILE = "checkpoint.npz"  # from which the training goes on
HEAVIEST_FILE = "heaviest.json"  # the node to name should memory end
ARCHIVE_FILE = "archive.zip"
