"""Trained models -> files for other programs. Each file is loaded by its own runtime and compared with the model before it is handed out."""

from designer.core.exporters.export import export
from designer.core.exporters.exported import CannotExport, Exported
from designer.core.exporters.formats import FORMATS, Format

__all__ = ["FORMATS", "CannotExport", "Exported", "Format", "export"]
