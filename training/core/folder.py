"""What a training leaves in its run's folder."""

MODEL_FILE = "model.keras"
DOCUMENT_FILE = "document.json"
LOG_FILE = "run.log"
