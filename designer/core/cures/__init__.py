"""Makers of fixes, by kind of problem. Each proposes; `designer.core.fixes` tries and keeps what cures."""
