"""Damaged files and programs for the importers: `make fuzz`, or `python -m tests.fuzz --only 1234` for one of them again.

Each case is a seed (seeds.py) that was damaged (damage.py) in a way that its number decides. It must end in documents that can be kept or in
Unreadable with a sentence, within seconds and without a crash; and nothing in it may be executed, imported, opened or sent (canary.py).
"""
