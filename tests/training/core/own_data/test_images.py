from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from PIL import Image

from tests.designer.core.making import make_chain
from tests.training.core.making import settings
from tests.training.core.own_data.making import clear, kept, made, pets, picture, place_for, proposed, turned, zipped
from tests.training.core.test_same_as_script import assert_same_curve
from training.core import own_data
from training.core.own_data import WrongData
from training.core.own_data.pictures import Pictures, batches, read_picture


def test_pictures_in_folders_are_understood(tmp_path: Path) -> None:
    path = place_for(tmp_path, "pets.zip", zipped(pets()))
    found = own_data.inspect(path, "pets.zip")
    assert (found.kind, found.samples) == ("images", 24)
    assert found.classes == (("cats", 12), ("dogs", 12))
    assert found.pictures is not None
    assert {size[:2] for size in found.pictures.sizes} == {(10, 12), (14, 14)}
    assert found.pictures.thumbnails[0][1].startswith("data:image/png;base64,")
    assert found.recipe is not None
    assert found.recipe.split.by == "stratified"


BEFORE: tuple[Any, ...] = (("resizing", "Resizing", {"height": 5, "width": 4}), ("random_flip", "RandomFlip", {}))


def never(*_: Any, **__: Any) -> None:
    raise AssertionError("all pictures at once")


@pytest.mark.parametrize(("colour", "before"), [("rgb", ()), ("grey", BEFORE)], ids=["rgb", "grey, changed before it is measured"])
def test_the_curve_on_pictures_from_the_disk_is_the_scripts(colour: str, before: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.Model, "predict", never)
    path = place_for(tmp_path, "pets.zip", zipped(pets()))
    channels = 3 if colour == "rgb" else 1
    with kept(tmp_path):
        spec = made(path, proposed(path, image={"height": 8, "width": 6, "colour": colour}))
        document = make_chain(
            ("input_layer", "Input", {"shape": [8, 6, channels]}),
            *before,
            ("normalization", "Normalization", {}),
            ("flatten", "Flatten", {}),
            ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
            training=settings(spec.name, batch_size=4, class_weight="balanced"),
        )
        assert_same_curve(document, path.parent, monkeypatch)


def test_pictures_look_like_an_array_and_stay_on_the_disk(tmp_path: Path) -> None:
    path = place_for(tmp_path, "pets.zip", zipped(pets()))
    with kept(tmp_path):
        spec = made(path, proposed(path, image={"height": 8, "width": 6, "colour": "rgb"}))
        train, test = own_data.load(spec.name)
    images: Any = train["image"]
    assert isinstance(images, Pictures)
    assert images.shape == (spec.train_samples, 8, 6, 3)
    assert images[2].shape == (8, 6, 3)
    assert images[:3].shape == (3, 8, 6, 3)
    assert 0 <= images[0].min() < images[0].max() <= 1
    np.testing.assert_array_equal(np.concatenate([batch.numpy() for batch in batches(images, batch_size=4)]), np.asarray(images))
    assert len(test["label"]) == spec.test_samples


def test_a_seed_decides_the_order_of_the_batches(tmp_path: Path) -> None:
    path = place_for(tmp_path, "pets.zip", zipped(pets()))
    with kept(tmp_path):
        train, _ = own_data.load(made(path, proposed(path)).name)

    def order(seed: int) -> list[int]:
        data = batches(train["image"], np.arange(len(train["image"])), batch_size=5, seed=seed)
        epochs = [[int(place) for _, places in data for place in places.numpy()] for _ in range(2)]
        assert epochs[0] == epochs[1]
        return epochs[0]

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert sorted(order(1)) == list(range(len(train["image"])))


def test_folders_train_and_test_are_the_parts(tmp_path: Path) -> None:
    files = {**pets(6, "train/"), **pets(2, "test/")}
    path = place_for(tmp_path, "pets.zip", zipped(files))
    spec = made(path, proposed(path))
    assert (spec.train_samples, spec.test_samples) == (12, 4)


def _without_end(name: str) -> bytes:
    return picture(1, (60, 60), "JPEG")[:400]


def _tiff() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "TIFF")
    return buffer.getvalue()


def _bomb() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    return buffer.getvalue()


DAMAGED = {
    "a picture that is none": (zipped({**pets(), "pets/cats/3.png": b"no picture"}), "“pets/cats/3.png” is no picture"),
    "a picture that ends early": (zipped({**pets(), "pets/cats/3.png": _without_end("3")}), "“pets/cats/3.png” is no picture"),
    "an empty picture": (zipped({**pets(), "pets/cats/3.png": b""}), "“pets/cats/3.png” is no picture"),
    "another format": (zipped({**pets(), "pets/cats/3.tif": _tiff()}), "is TIFF; only JPEG, PNG and GIF"),
    "a picture too large": (zipped({**pets(), "pets/cats/3.png": _bomb()}), "has more than 50,000,000 pixels"),
    "a truncated zip": (zipped(pets())[:-60], "damaged or not complete"),
    "one folder": (zipped({f"pets/{place}.png": picture(place) for place in range(9)}), "All files lie in one folder"),
    "no pictures": (zipped({"pets/notes.txt": b"cats", "pets/more.txt": b"dogs"}), "There are no pictures"),
    "a path that leads outside": (zipped({**pets(), "../cats/9.png": picture(1)}), "outside its own folder"),
    "a bomb": (zipped({**pets(), "pets/cats/9.png": bytes(60_000_000)}), "unpacks to 60,000,000 bytes"),
    "an archive in the archive": (zipped({**pets(), "pets/cats.zip": zipped(pets())}), "another archive in this one"),
}


@pytest.mark.parametrize(("content", "sentence"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_archive_is_answered_with_a_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = place_for(tmp_path, "pets.zip", content)
    try:
        said = " ".join(fault.message for fault in own_data.inspect(path, "pets.zip", "images").faults)
    except WrongData as wrong:
        said = str(wrong)
    assert sentence in said


def test_all_pictures_that_are_none_are_told_at_once_when_they_are_unpacked(tmp_path: Path) -> None:
    path = place_for(tmp_path, "pets.zip", zipped(pets()))
    recipe = proposed(path)
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("pets/dogs/98.jpg", "pets/dogs/99.jpg"):
            archive.writestr(name, picture(1, (40, 40), "JPEG")[:-200])
    with pytest.raises(WrongData, match=r"“pets/dogs/98\.jpg” is no picture.*\n“pets/dogs/99\.jpg” is no picture"):
        made(path, recipe)


def test_a_picture_is_read_with_the_colours_of_what_is_transparent_and_as_it_lies(tmp_path: Path) -> None:
    """tests/e2e/test_own_data.py holds what is tried in a browser against the same."""
    for name, content in (("clear.png", clear()), ("turned.jpg", turned())):
        (tmp_path / name).write_bytes(content)
        plain = np.asarray(Image.open(tmp_path / name).convert("RGBA"))[..., :3]
        np.testing.assert_allclose(np.asarray(read_picture(str(tmp_path / name), plain.shape)) * 255, plain, atol=10)


GREYS = {
    "wide, made tall": ((6, 2, 10), (3, 3), [5, 25, 45, 35, 55, 75, 65, 85, 105]),
    "tall, made wide": ((2, 3, 8), (2, 4), [4, 6, 10, 12, 28, 30, 34, 36]),
}


@pytest.mark.parametrize(("picture_of", "size", "greys"), GREYS.values(), ids=GREYS)
def test_a_picture_of_other_proportions_is_stretched(
    picture_of: tuple[int, int, int], size: tuple[int, int], greys: list[float], tmp_path: Path
) -> None:
    """frontend/src/runs/pictureValues.test.ts holds what is tried in a browser against the same numbers."""
    width, height, step = picture_of
    counting = (np.arange(width * height) * step).astype("uint8").reshape(height, width)
    Image.fromarray(np.stack([counting] * 3, axis=-1)).save(tmp_path / "counting.png")
    np.testing.assert_allclose(np.ravel(read_picture(str(tmp_path / "counting.png"), (*size, 1))) * 255, greys, atol=1)
    np.testing.assert_allclose(np.asarray(read_picture(str(tmp_path / "counting.png"), (*size, 3)))[..., 0].ravel() * 255, greys, atol=1e-3)
