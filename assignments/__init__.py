"""Assignments: a text, a network to start from, rules that check what is handed in, and what was handed in."""
