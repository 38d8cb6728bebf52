"""Refusals of the classroom, in a sentence."""

from __future__ import annotations


class Refused(Exception):
    """What a person asked for is not possible; the text says why and what would be."""
