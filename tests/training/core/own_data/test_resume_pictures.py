from __future__ import annotations

import random
from pathlib import Path

from tests.designer.core.making import make_chain
from tests.training.core.cut import Kept
from tests.training.core.making import settings
from tests.training.core.own_data.making import kept, made, pets, place_for, proposed, zipped
from tests.training.core.test_resume import see_that_they_are_one
from training.core import own_data
from training.core.job import Data


def test_a_training_on_pictures_from_the_disk_that_is_killed_ends_as_the_uninterrupted_one(tmp_path: Path) -> None:
    path = place_for(tmp_path, "pets.zip", zipped(pets()))
    with kept(tmp_path):
        spec = made(path, proposed(path, image={"height": 8, "width": 6, "colour": "rgb"}))
        data = Data(spec, *own_data.load(spec.name))
    document = make_chain(
        ("input_layer", "Input", {"shape": [8, 6, 3]}),
        ("random_flip", "RandomFlip", {}),
        ("flatten", "Flatten", {}),
        ("dropout", "Dropout", {"rate": 0.2}),
        ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
        training=settings(spec.name, batch_size=4, epochs=3),
    )
    whole, cut = Kept(tmp_path / "whole"), Kept(tmp_path / "cut")
    history = whole.train(document, data).history
    cut.cut(document, data, random.randrange(1, 6))
    cut.cut(document, data, random.randrange(1, 6), "lost")
    see_that_they_are_one(whole, history, cut, cut.train(document, data, "lost").history)
