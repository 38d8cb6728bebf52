"""Keras's short words for its classes with nothing but defaults: "adam", "sparse_categorical_crossentropy", "he_normal"."""

from __future__ import annotations

from functools import cache

import keras


def snake_case(name: str) -> str:
    """A class's name as Keras writes it in short words and automatic names: conv2d, max_pooling2d, glorot_uniform."""
    out = ""
    for place, char in enumerate(name):
        before, after = name[place - 1 : place], name[place + 1 : place + 2]
        starts_word = char.isupper() and bool(before) and (before.islower() or (after.islower() and after.isalpha()))
        out += f"_{char}" if starts_word else char
    return out.lower()


@cache
def word(group: str, class_name: str) -> str | None:
    """The word that Keras takes for a class of keras.<group>, or None; what has no class, such as "accuracy", is a word already.

    Keras is asked, because it has no word for some, and stumbles over "constant".
    """
    module = getattr(keras, group)
    owner = getattr(module, class_name, None)
    if not isinstance(owner, type):
        return class_name
    found = snake_case(class_name)
    try:
        given = module.get(found)
        return found if isinstance(given, owner) or getattr(owner(), "fn", None) is given else None
    except (ValueError, TypeError, KeyError):
        return None
