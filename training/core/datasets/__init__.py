"""The data sets that ship with Layerloom. To add one, add its two files here: NAME.toml and NAME.py (docs/datasets.md)."""

from training.core.datasets.registry import all_specs, find, found_or_kept, load, read_file

__all__ = ["all_specs", "find", "found_or_kept", "load", "read_file"]
