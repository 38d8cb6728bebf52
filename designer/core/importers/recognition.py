"""What a file is: by its content first, then by its name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from designer.core.importers.imported import Unreadable
from designer.core.importers.plain_text import MARKS_16, decoded

Kind = Literal["archive", "keras_file", "keras_config", "python", "onnx", "caffe", "document"]

MOST_TEXT = 50_000_000  # bytes
READABLE = (
    "Layerloom reads Keras files (.keras, .h5, model.to_json() and YAML of Keras 1, 2 and 3), Python programs and notebooks that build "
    "Keras networks, ONNX files, Caffe prototxt, and its own documents and archives."
)
AS_ONNX = "Write it as ONNX there and drop the .onnx file."

_OF_OTHERS: tuple[tuple[bytes, int, str], ...] = (
    (b"TFL3", 4, "This is a LiteRT (.tflite) file, made to be run and not to be changed. Drop the .keras file it was made from."),
    (b"\x1f\x8b", 0, "This is packed by gzip. Unpack it first."),
    (b"BZh", 0, "This is packed by bzip2. Unpack it first."),
    (b"\xfd7zXZ\x00", 0, "This is packed by xz. Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", 0, "This is a 7z archive. Unpack it first."),
    (b"Rar!", 0, "This is a rar archive. Unpack it first."),
    (b"\x28\xb5\x2f\xfd", 0, "This is packed by zstd. Unpack it first."),
    (b"ustar", 257, "This is a tar archive. Unpack it first."),
    (b"\x93NUMPY", 0, "This is a NumPy array, not a network."),
    (b"\x89PNG", 0, "This is a picture, not a network."),
    (b"\xff\xd8\xff", 0, "This is a picture, not a network."),
    (b"GIF8", 0, "This is a picture, not a network."),
    (b"%PDF", 0, "This is a PDF. Copy the program's text out of it and paste that."),
    (b"\x80\x02", 0, f"This is a Python pickle, which runs whatever it holds and is therefore never opened. {AS_ONNX}"),
    (b"\x80\x03", 0, f"This is a Python pickle, which runs whatever it holds and is therefore never opened. {AS_ONNX}"),
    (b"\x80\x04", 0, f"This is a Python pickle, which runs whatever it holds and is therefore never opened. {AS_ONNX}"),
    (b"\x80\x05", 0, f"This is a Python pickle, which runs whatever it holds and is therefore never opened. {AS_ONNX}"),
)
_BY_ENDING: dict[str, str] = {
    "caffemodel": "This holds the weights of a Caffe network. Drop its prototxt, which describes the network.",
    "pb": f"This is a TensorFlow graph, in which the layers are taken apart. Drop the .keras or .h5 file it was made from. {READABLE}",
    "pbtxt": f"This is a TensorFlow graph, in which the layers are taken apart. Drop the .keras or .h5 file it was made from. {READABLE}",
    "pt": f"This is a PyTorch file. {AS_ONNX}",
    "pth": f"This is a PyTorch file. {AS_ONNX}",
    "ckpt": f"This is a checkpoint: weights without a network. {READABLE}",
    "csv": "This is a table of data, not a network.",
    "cfg": f"Darknet's cfg files are not read. {READABLE}",
}
_TEXTS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"^\s*layers?\s*:?\s*\{", re.MULTILINE), "caffe"),
    (re.compile(r"^\s*(-\s*)?class_name\s*:", re.MULTILINE), "keras_config"),
    (
        re.compile(
            r"keras|tensorflow|Sequential|\.add\s*\(|\bDense\b|\bConv\dD|\blayers\.|^\s*(import|from)\s+\w|^\s*(def|class)\s+\w+|^\s*\w+\s*=\s*\w+\s*\(",
            re.MULTILINE,
        ),
        "python",
    ),
)
_REFUSED_TEXTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\A\s*<(!doctype|html|\?xml|svg)", re.IGNORECASE),
        "This is a web page or drawing, not a program. Fetch the file itself (on GitHub: Raw).",
    ),
    (re.compile(r"^\s*node\s*\{", re.MULTILINE), _BY_ENDING["pbtxt"]),
    (re.compile(r"^\s*(train_|test_)?net\s*:\s*\"", re.MULTILINE), "This is a Caffe solver. Drop the prototxt of the network that it names."),
    (re.compile(r"\A\s*(#.*\s+)*\[(net|network|convolutional)\]"), _BY_ENDING["cfg"]),
    (re.compile(r"\Aversion https://git-lfs"), "This is only a pointer to a large file (Git LFS). Fetch the file itself."),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")  # in no text; 1b colours what a terminal shows
_TEXT_ENDINGS: dict[str, Kind] = {
    "py": "python",
    "ipynb": "python",
    "json": "keras_config",
    "yaml": "keras_config",
    "yml": "keras_config",
    "prototxt": "caffe",
    "onnx": "onnx",
}


@dataclass(frozen=True)
class Recognised:
    """What a file is, and its bytes as its reader takes them: text in UTF-8, without a mark in front."""

    kind: Kind
    data: bytes


def recognise(name: str, data: bytes) -> Recognised:
    """What a file is; raises Unreadable, with a sentence, for what nothing here reads."""
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(f"This file is empty. {READABLE}")
    if data.startswith(b"PK\x03\x04"):
        return Recognised("archive", data)
    if data.startswith(b"\x89HDF\r\n\x1a\n"):
        return Recognised("keras_file", data)
    for magic, place, sentence in _OF_OTHERS:
        if data.startswith(magic, place):
            raise Unreadable(sentence)
    text = _text(data)
    return _of_bytes(ending(name), data) if text is None else _of_text(ending(name), text)


def ending(name: str) -> str:
    """What stands behind the last dot of a file's name, in small letters; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _text(data: bytes) -> str | None:
    """The bytes as text, or None where they are none."""
    is_text = data.startswith(MARKS_16) or not (b"\0" in data or _CONTROL.search(data[:4096]))
    return decoded(data) if is_text else None


def _of_bytes(end: str, data: bytes) -> Recognised:
    if end in _BY_ENDING:
        raise Unreadable(_BY_ENDING[end])
    if end == "onnx" or data[:1] == b"\x08":  # its first field is the version of its format, as a number
        return Recognised("onnx", data)
    raise Unreadable(f"What this file is cannot be told from its content. {READABLE}")


def _of_text(end: str, text: str) -> Recognised:
    if len(text) > MOST_TEXT:
        raise Unreadable(f"This text holds {len(text):,} characters; at most {MOST_TEXT:,} are read.")
    found = _of_json(text) if text.lstrip()[:1] in ("{", "[", '"') else None
    return found or Recognised(_kind_of_text(end, text), text.encode("utf-8", "replace"))


def _kind_of_text(end: str, text: str) -> Kind:
    refused = next((sentence for pattern, sentence in _REFUSED_TEXTS if end not in ("py", "ipynb") and pattern.search(text)), None)
    if refused:
        raise Unreadable(refused)
    if end in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[end]
    found = next((kind for pattern, kind in _TEXTS if pattern.search(text)), None)
    if found is None:
        raise Unreadable(_BY_ENDING.get(end) or f"There is no network in this text. {READABLE}")
    return found


def _of_json(text: str) -> Recognised | None:
    """What JSON text is; None where it is no JSON."""
    try:
        value = json.loads(text, parse_int=float)  # what a number is does not matter here, and float has no limit of digits
        if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):  # to_json() written by json.dump: JSON within JSON
            text, value = value, json.loads(value, parse_int=float)
    except ValueError:
        return None
    except RecursionError:
        raise Unreadable("This JSON is nested deeper than any network.") from None
    return Recognised(_kind_of_json(value), text.encode("utf-8", "replace"))


def _kind_of_json(value: Any) -> Kind:
    if isinstance(value, dict):
        if isinstance(value.get("cells"), list) or isinstance(value.get("worksheets"), list):
            return "python"
        if _is_document(value) or _is_document(value.get("document")):
            return "document"
        if value.keys() & {"class_name", "config", "layers", "modelTopology", "model_config", "keras_version"}:
            return "keras_config"
    if isinstance(value, list) and value and all(isinstance(item, dict) and "class_name" in item for item in value):
        return "keras_config"
    raise Unreadable(f"There is no network in this JSON. {READABLE}")


def _is_document(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("nodes"), list) and ("edges" in value or "version" in value or "training" in value)
