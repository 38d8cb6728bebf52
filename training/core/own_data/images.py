"""Pictures in a zip, a folder a class: looked at, and unpacked to the disk, from which they are trained."""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from designer.core.data import DataField
from designer.core.importers.archives import Archive
from training.core.own_data import zips
from training.core.own_data.folders import part_by_folder
from training.core.own_data.image_source import image_loader
from training.core.own_data.inspection import Inspection
from training.core.own_data.inspection import Pictures as Looks
from training.core.own_data.pictures import Pictures, place_of
from training.core.own_data.preparing import Prepared
from training.core.own_data.recipe import ColumnKind, ImageChoice, Kind, Reading, Recipe
from training.core.own_data.wrong import WrongData, shown

ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff")
READ = frozenset({"JPEG", "PNG", "GIF"})
THUMBNAILS = 24
THUMBNAIL = 64
MOST_PIXELS = 50_000_000
MOST_BYTES = 50_000_000  # of one picture, packed
USUAL = 128
MOST_FAULTS = 20


def inspect_images(
    path: Path, name: str, kind: Kind = "images", reading: Reading | None = None, corrected: Mapping[str, ColumnKind] | None = None
) -> Inspection:
    """The classes of the pictures in a zip, and some of them. Raises WrongData."""
    found = zips.lying(path, _names)
    looked_at = found.looked_at
    sizes: Counter[tuple[int, int]] = Counter()
    grey, thumbnails, faults = 0, [], []
    for place, each in enumerate(looked_at):
        try:
            with picture(found.archive, each) as image:
                sizes[image.height, image.width] += 1
                grey += image.mode in {"L", "1", "LA", "I;16"}
                if place % max(1, len(looked_at) // THUMBNAILS) == 0:
                    thumbnails.append((zips.class_of(each), _thumbnail(image)))
        except WrongData as wrong:
            faults.append(wrong.fault)
    return Inspection(
        name=name,
        kind="images",
        bytes=path.stat().st_size,
        samples=len(found.names),
        looked_at=len(looked_at),
        classes=found.classes,
        pictures=Looks(
            sizes=tuple((height, width, count) for (height, width), count in sizes.most_common(10)),
            grey=grey,
            looked_at=len(looked_at),
            thumbnails=tuple(thumbnails[:THUMBNAILS]),
        ),
        faults=tuple(faults[:MOST_FAULTS]),
        recipe=None if faults else _proposed(found.names, found.classes, sizes, is_grey=grey == len(looked_at)),
    )


def _names(archive: Archive) -> list[str]:
    names = zips.contents(archive, ENDINGS)
    if not names:
        raise WrongData("There are no pictures in this archive. Zip a folder with a folder of JPEG or PNG files for each class.")
    return names


def _proposed(names: Sequence[str], classes: Sequence[tuple[str, int]], sizes: Counter[tuple[int, int]], *, is_grey: bool) -> Recipe:
    height, width = sizes.most_common(1)[0][0]
    least = max(1.0, max(height, width) / USUAL)
    image = ImageChoice(height=max(1, round(height / least)), width=max(1, round(width / least)), colour="grey" if is_grey else "rgb")
    return Recipe(kind="images", image=image, split=zips.proposed_split(names, classes))


@contextmanager
def picture(archive: Archive, name: str) -> Iterator[Image.Image]:
    """A picture of an archive, decoded. Raises WrongData that names it."""
    try:
        with Image.open(io.BytesIO(zips.read(archive, name, MOST_BYTES))) as image:
            if image.format not in READ:
                raise WrongData(f"“{shown(name)}” is {image.format}; only JPEG, PNG and GIF are read. Save it as one of these.")
            if image.width * image.height > MOST_PIXELS:
                raise WrongData(f"“{shown(name)}” has more than {MOST_PIXELS:,} pixels. Make it smaller.")
            image.load()
            yield image
    except Image.DecompressionBombError as error:
        raise WrongData(f"“{shown(name)}” has more than {MOST_PIXELS:,} pixels. Make it smaller.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, WrongData):
            raise
        raise WrongData(f"“{shown(name)}” is no picture, or a damaged one. Take it out of the archive, or save it again.") from error


def _thumbnail(image: Image.Image) -> str:
    small = image.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    buffer = io.BytesIO()
    small.save(buffer, "PNG")
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def prepare_images(path: Path, recipe: Recipe, file: str) -> Prepared:
    """Unpack the pictures beside the archive, each checked, and list them. Raises WrongData."""
    choice = recipe.image
    if choice is None:
        raise WrongData("Choose the size that all pictures are brought to.")
    archive = zips.opened(path)
    names = _names(archive)
    parted = part_by_folder(names, recipe)
    _unpack_all(archive, names, path.parent)
    shape = (choice.height, choice.width, 1 if choice.colour == "grey" else 3)
    fields = (
        DataField(name="image", title="Image", kind="image", shape=shape, dtype="float32"),
        DataField(name="label", title="Class", kind="class", shape=(), dtype="int32", classes=parted.classes),
    )

    def part(places: Any) -> dict[str, Any]:
        return {"image": Pictures(path.parent, places.astype("int32"), shape), "label": parted.indexes[places]}

    return Prepared(fields, "label", part(parted.train), part(parted.test), image_loader(recipe, file, shape, ENDINGS), parted.order)


def _unpack_all(archive: Archive, names: Sequence[str], folder: Path) -> None:
    """Unpack pictures; those that are wrong are told together. Raises WrongData."""
    wrong: list[str] = []
    for number, name in enumerate(names):
        try:
            _unpack(archive, name, place_of(folder, number))
        except WrongData as error:
            wrong.append(str(error))
        if len(wrong) == MOST_FAULTS:
            wrong.append("There may be more.")
            break
    if wrong:
        raise WrongData("\n".join(wrong))


def _unpack(archive: Archive, name: str, place: Path) -> None:
    data = zips.read(archive, name, MOST_BYTES)
    with picture(archive, name):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
