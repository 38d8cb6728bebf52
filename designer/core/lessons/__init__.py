"""Lessons: a Markdown file each, read into steps that point at controls and check themselves (docs/lessons.md)."""
