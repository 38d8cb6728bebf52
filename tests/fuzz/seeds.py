"""Sound files and programs of every kind that is read, small, and some that mean harm."""

from __future__ import annotations

import io
import json
import pickle
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import keras
import numpy as np
from keras import layers

from designer.core.weights import to_bytes
from tests.designer.core.importers import old_files
from tests.designer.core.importers.old_models import conv, dense, entrance, layer, model, recurrent, ref, sequential
from tests.designer.core.importers.onnx_file.making import file as onnx_file
from tests.designer.core.importers.onnx_file.making import node, noise


@dataclass(frozen=True)
class Seed:
    """A file: its name, its bytes."""

    name: str
    data: bytes


TUTORIAL = """import numpy as np
from keras.models import Sequential, Model
from keras.layers import *
from keras.optimizers import SGD
model = Sequential()
model.add(Dense(64, activation='relu', input_dim=20))
for units in [32, 16]:
    model.add(Dense(units, kernel_regularizer=regularizers.l2(0.01)))
    model.add(Dropout(rate=0.5))
model.add(Dense(10, activation='softmax', name=f"out_{units}"))
model.compile(loss='categorical_crossentropy', optimizer=SGD(lr=0.01, decay=1e-6), metrics=['accuracy'])
model.fit(np.zeros((10, 20)), np.zeros((10, 10)), nb_epoch=20, batch_size=128)
"""
FUNCTIONS = """import tensorflow as tf
from functools import partial
from tensorflow import keras
from tensorflow.keras import layers
conv = partial(layers.Conv2D, kernel_size=3, padding="same", use_bias=False)
def block(x, filters, stride=1):
    y = conv(filters, strides=stride)(x)
    y = layers.BatchNormalization()(y)
    y = tf.nn.relu(y)
    if x.shape[-1] != filters:
        x = conv(filters, kernel_size=1, strides=stride)(x)
    return layers.add([x, y]) * 0.5 + 1
class Net(keras.Model):
    def __init__(self, depth=2):
        super().__init__()
        self.stem = layers.Dense(8)
        self.parts = [layers.Dense(4 * i + 1) for i in range(depth)]
    def call(self, x):
        x = self.stem(x)
        for part in self.parts:
            x = part(x)
        return x
inputs = keras.Input(shape=(32, 32, 3))
x = inputs
for i, f in enumerate((8, 16) * 2):
    x = block(x, f, stride=2 if i % 2 else 1)
out = {"a": layers.Dense(2)(layers.Flatten()(x)), "b": layers.GlobalAveragePooling2D()(x)}
net = keras.Model(inputs, list(out.values()), name="n")
net.compile("adam", [keras.losses.MeanSquaredError(), "mse"], loss_weights=[1., .5])
"""
HARMFUL = """import os, sys, subprocess, pickle, ctypes, socket
from keras.models import *
from keras.layers import *
open('/tmp/layerloom-was-here', 'w').write('x')
os.system('touch /tmp/layerloom-was-here')
exec("import os"); eval("__import__('os').system('id')")
globals()['__builtins__']['open']('/etc/passwd')
().__class__.__base__.__subclasses__()
subprocess.Popen(['id'])
m = Sequential([Input((3,)), Lambda(lambda x: os.system('id')), Dense(eval('2')), Dense(10 ** 10 ** 10), Dense(int('9' * 10 ** 9))])
m.load_weights('/etc/passwd'); load_model('/etc/passwd'); m = model_from_json(open('/etc/passwd').read())
while True: m.add(Dense(2))
def f(n): return f(n + 1)
f(0)
x = [0] * 10 ** 12; y = 'a' * 10 ** 12; z = 2 ** 10 ** 9; [i for i in range(10 ** 12)]
"""
PROTOTXT = """name: "net"
input: "data"
input_shape { dim: 1 dim: 3 dim: 12 dim: 12 }
layer { name: "c" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 3 pad: 1 stride: 2 group: 1 } }
layer { name: "bn" type: "BatchNorm" bottom: "c" top: "c" batch_norm_param { eps: 1e-5 } }
layer { name: "sc" type: "Scale" bottom: "c" top: "c" scale_param { bias_term: true } }
layer { name: "n" type: "LRN" bottom: "c" top: "n" lrn_param { local_size: 3 alpha: 0.0001 beta: 0.75 } }
layer { name: "p" type: "Pooling" bottom: "n" top: "p" pooling_param { pool: AVE kernel_size: 3 stride: 2 } }
layer { name: "d" type: "Deconvolution" bottom: "p" top: "d" convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 } }
layer { name: "s" type: "Slice" bottom: "d" top: "s1" top: "s2" slice_param { axis: 1 slice_point: 1 } }
layer { name: "e" type: "Eltwise" bottom: "s1" bottom: "s2" top: "e" eltwise_param { operation: SUM coeff: 1 coeff: -1 } }
layer { name: "ip" type: "InnerProduct" bottom: "e" top: "ip" inner_product_param { num_output: 10 weight_filler { type: "xavier" } } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" }
"""
OLD_PROTOTXT = """layers { layer { name: "m" type: "data" source: "mnist-leveldb" batchsize: 64 } top: "data" top: "label" }
layers { layer { name: "c" type: "conv" num_output: 4 kernelsize: 5 } bottom: "data" top: "c" }
layers { name: "r" type: RELU bottom: "c" top: "c" relu_param { negative_slope: 0.1 } }
layers { name: "l" type: SOFTMAX_LOSS bottom: "c" bottom: "label" }
"""
DOCUMENT = {
    "version": 2,
    "name": "digits",
    "nodes": [
        {"id": "input_layer", "layer": "Input", "config": {"shape": [8, 8, 1]}},
        {"id": "unit", "layer": "block.unit", "config": {"units": 4}, "repeat": 2},
    ],
    "edges": [{"from": ["input_layer", 0], "to": ["unit", "x", 0]}],
    "blocks": {
        "unit": {
            "nodes": [{"id": "x", "layer": "Input"}, {"id": "d", "layer": "Dense", "config": {"units": {"$expr": "4 * units"}}}],
            "edges": [{"from": ["x", 0], "to": ["d", "inputs", 0]}],
            "inputs": ["x"],
            "outputs": [["d", 0]],
            "params": [{"name": "units", "default": 2}],
        }
    },
    "training": {"dataset": "digits", "epochs": 2},
}
EVIL_YAML = b"!!python/object/apply:os.system ['id']\nclass_name: Sequential\nconfig: &a [*a, *a, *a]\n"


def seeds() -> list[Seed]:
    """Every seed."""
    return [*_programs(), *_configs(), *_keras_files(), *_onnx(), *_archives()]


def _programs() -> list[Seed]:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(keepends=True)} for text in (TUTORIAL, FUNCTIONS)]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    texts = {"tutorial.py": TUTORIAL, "functions.py": FUNCTIONS, "harmful.py": HARMFUL, "net.prototxt": PROTOTXT, "old.prototxt": OLD_PROTOTXT}
    return [*(Seed(name, text.encode()) for name, text in texts.items()), Seed("notes.ipynb", notebook)]


def _configs() -> list[Seed]:
    entered = keras.Input((6, 4), name="words")
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(entered)
    x = layers.MultiHeadAttention(2, 3)(x, x) + 1.0
    new = keras.Model(entered, layers.Dense(2)(keras.ops.mean(x, axis=1))).to_json().encode()
    lambda_layer = {"class_name": "Lambda", "config": {"function": ["4wEAAAA=", None, None], "function_type": "lambda"}}
    lookup = {"class_name": "StringLookup", "config": {"vocabulary": "/etc/passwd"}}
    old = [
        sequential([("Dense", dense(4, batch_input_shape=[None, 8])), ("Dense", dense(2))]),
        model([entrance("a", [8, 8, 3]), layer("Conv2D", "c", conv(2, 4, 3), "a"), layer("Flatten", "f", {}, "c")], ["a"], ["f"]),
        model([entrance("a", [5, 3]), layer("LSTM", "l", recurrent(4), ref("a"))], ["a"], ["l"]),
        {"class_name": "Sequential", "config": [lambda_layer, lookup]},
    ]
    return [
        Seed("new.json", new),
        *(Seed(f"old{place}.json", json.dumps(found).encode()) for place, found in enumerate(old)),
        Seed(
            "old.yaml", b"class_name: Sequential\nconfig:\n- class_name: Dense\n  config: {units: 4, batch_input_shape: !!python/tuple [null, 8]}\n"
        ),
        Seed("evil.yaml", EVIL_YAML),
        Seed("document.json", json.dumps(DOCUMENT).encode()),
    ]


def _keras_files() -> list[Seed]:
    entered = keras.Input((6, 6, 2))
    x = layers.Conv2D(2, 3, name="c")(entered)
    made = keras.Model(entered, layers.Dense(2, name="d")(layers.Flatten()(layers.BatchNormalization()(x))))
    made.compile("rmsprop", "mse")
    found = []
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for ending in ("keras", "h5", "weights.h5"):
            path = Path(folder) / f"many.{ending}"
            made.save_weights(path) if ending == "weights.h5" else made.save(path)
            found.append(Seed(path.name, path.read_bytes()))
    config = sequential([("Dense", dense(4, batch_input_shape=[None, 8]))])
    old = old_files.model_file(config, {"dense_1": [("kernel:0", noise(8, 4)), ("bias:0", noise(4))]})
    return [*found, Seed("old.h5", old)]


def _onnx() -> list[Seed]:
    image = [
        node("Conv", "x w b", "c", pads=[1] * 4, strides=[2, 2]),
        node("BatchNormalization", "c g g g g", "n"),
        node("MaxPool", "n", "p", kernel_shape=[2, 2], ceil_mode=1),
        node("Shape", "p", "s"),
        node("Gather", "s zero", "h", axis=0),
        node("Unsqueeze", "h axes", "u"),
        node("Concat", "u rest", "t", axis=0),
        node("Reshape", "p t", "f"),
        node("Gemm", "f k", "d", transB=1),
        node("Softmax", "d", "y"),
    ]
    weights = {"w": noise(4, 3, 3, 3), "b": noise(4), "g": abs(noise(4)), "zero": 0, "axes": [0], "rest": [-1], "k": noise(5, 16)}
    text = [
        node("Gather", "table x", "e"),
        node("Transpose", "e", "t", perm=[1, 0, 2]),
        node("LSTM", "t w r b", "s", hidden_size=3, direction="bidirectional"),
        node("Transpose", "s", "u", perm=[2, 0, 1, 3]),
        node("Reshape", "u shape", "v"),
        node("ReduceMean", "v", "m", axes=[1], keepdims=0),
        node("Split", "m", "i j", axis=1),
        node("Mul", "i j", "k"),
        node("Slice", "k from to axes", "y"),
    ]
    more = {
        "table": noise(9, 4),
        "w": noise(2, 12, 4),
        "r": noise(2, 12, 3),
        "b": noise(2, 24),
        "shape": [0, 0, -1],
        "from": [1],
        "to": [3],
        "axes": [1],
    }
    return [
        Seed("image.onnx", onnx_file(image, {"x": ["N", 3, 8, 8]}, ["y"], weights)),
        Seed("text.onnx", onnx_file(text, {"x": ["N", "T"]}, ["y"], more, kinds={"x": "int"})),
        Seed(
            "resize.onnx",
            onnx_file(
                [node("Resize", "x - s", "r"), node("Pad", "r p", "y")],
                {"x": [1, 3, 4, 4]},
                ["y"],
                {"s": np.ones(4, "f4") * [1, 1, 2, 2], "p": [0, 0, 1, 1] * 2},
            ),
        ),
    ]


def _archives() -> list[Seed]:
    files = {
        "document.json": json.dumps(DOCUMENT).encode(),
        "weights.npz": to_bytes({"d": (noise(3, 4), noise(4))}),
        "run.json": b'{"epoch": 2, "epochs": 3}',
    }
    return [
        Seed("run.zip", zipped(files)),
        Seed("program.zip", zipped({"a/program.py": TUTORIAL.encode(), "a/data.csv": b"1,2"})),
        Seed("pickle.keras", zipped({"config.json": pickle.dumps(print), "model.weights.h5": b""})),
    ]


def zipped(files: dict[str, bytes]) -> bytes:
    """Files as a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
