"""Management commands of designer."""
