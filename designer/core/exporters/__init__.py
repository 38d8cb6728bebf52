"""Trained models -> files for other programs (`export.export`). Each file is loaded by its own runtime and compared with the model first.

What the formats are called stands in `formats`, which imports nothing heavy.
"""
