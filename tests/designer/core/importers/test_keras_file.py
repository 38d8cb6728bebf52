import io
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from designer.core import catalog
from designer.core.adapting import learning_calls
from designer.core.build import build
from designer.core.document import Document, parse
from designer.core.importers.imported import Imported, Unreadable
from designer.core.importers.keras_file import read
from designer.core.importers.open_weights import read_weights
from designer.core.model_weights import give_weights, weights_file
from designer.core.plan import plan
from tests.designer.core.importers import old_files
from tests.designer.core.importers.old_models import conv, dense, entrance, layer, model, recurrent, ref, sequential

RNG = np.random.default_rng(7)


def some(*shape: int) -> np.ndarray:
    return RNG.normal(size=shape).astype("float32")


def opened(data: bytes, name: str = "net.h5") -> Imported:
    return read(name, data, catalog.load())


def rebuilt(found: Imported) -> keras.Model:
    """The model of what was read, with its weights."""
    (document,) = found.documents
    document = parse(document.to_json())
    made = build(plan(document, catalog.load()))
    assert document.weights is not None
    give_weights(made, found.weights[document.weights.digest])
    return made


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[keras.Model, dict[str, bytes]]:
    """A model of many kinds of layers and the files that Keras 3 writes of it."""
    entered = keras.Input((6, 4), name="words")
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True), name="both")(entered)
    x = layers.MultiHeadAttention(2, 3, name="looks")(x, x)
    x = layers.TimeDistributed(layers.Dense(2), name="each")(x)
    x = layers.RNN(layers.StackedRNNCells([layers.LSTMCell(2), layers.GRUCell(3)]), name="cells")(x)
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="deep"), layers.BatchNormalization(name="even")], name="inner")
    x = layers.SpectralNormalization(layers.Dense(2), name="bounded")(inner(x))
    made = keras.Model(entered, layers.Dense(1, name="out")(x), name="many")
    made.compile("rmsprop", "mse")
    for variable in made.weights:
        variable.assign(np.abs(some(*variable.shape)) * 0.3)
    folder = tmp_path_factory.mktemp("files")
    files = {}
    for ending in ("keras", "h5", "weights.h5"):
        path = folder / f"many.{ending}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made.save_weights(path) if ending == "weights.h5" else made.save(path)
        files[ending] = path.read_bytes()
    return made, files


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_a_model_of_keras_3_comes_back_with_its_weights(trained: tuple[keras.Model, dict[str, bytes]], ending: str) -> None:
    made, files = trained
    found = opened(files[ending], f"many.{ending}")
    sample = some(2, 6, 4)
    np.testing.assert_array_equal(rebuilt(found)(sample, training=False), made(sample, training=False))
    assert found.documents[0].training.optimizer.class_name == "RMSprop"
    assert [output.loss.class_name for output in found.documents[0].training.outputs] == ["MeanSquaredError"]


def test_weights_alone_go_onto_the_open_network(trained: tuple[keras.Model, dict[str, bytes]]) -> None:
    made, files = trained
    (document,) = opened(files["keras"], "many.keras").documents
    weights, notes = read_weights(files["weights.h5"], document)
    assert [note.kind for note in notes] == ["read"]
    other = build(plan(document, catalog.load()))
    give_weights(other, weights)
    sample = some(2, 6, 4)
    np.testing.assert_array_equal(other(sample, training=False), made(sample, training=False))


def test_the_file_for_the_script_is_read_by_keras(trained: tuple[keras.Model, dict[str, bytes]], tmp_path: Path) -> None:
    made, files = trained
    found = opened(files["keras"], "many.keras")
    path = tmp_path / "many.weights.h5"
    path.write_bytes(weights_file(found.documents[0], found.weights[found.documents[0].weights.digest]))  # type: ignore[union-attr]
    other = build(plan(found.documents[0], catalog.load()))
    other.load_weights(path)
    sample = some(2, 6, 4)
    np.testing.assert_array_equal(other(sample, training=False), made(sample, training=False))


def test_weights_alone_are_no_network(trained: tuple[keras.Model, dict[str, bytes]]) -> None:
    with pytest.raises(Unreadable, match="weights alone"):
        opened(trained[1]["weights.h5"], "many.weights.h5")


def small(units: int = 3) -> Document:
    found = model([entrance("a", [4]), layer("Dense", "one", dense(units), "a"), layer("Dense", "two", dense(2), "one")], ["a"], ["two"])
    return opened(old_files.model_file(found, {})).documents[0]


def test_weights_under_other_names_go_by_order_and_shape() -> None:
    arrays = {"dense_7": [("dense_7/kernel:0", some(4, 3)), ("dense_7/bias:0", some(3))], "dense_8": [("k", some(3, 2)), ("b", some(2))]}
    weights, notes = read_weights(old_files.weights_file(arrays), small())
    assert {key: [array.shape for array in arrays] for key, arrays in weights.items()} == {"one": [(4, 3), (3,)], "two": [(3, 2), (2,)]}
    assert [note.kind for note in notes] == ["read"]


def test_weights_that_fit_only_in_part_are_told_of() -> None:
    arrays = {"one": [("k", some(4, 3)), ("b", some(3))], "two": [("k", some(3, 9)), ("b", some(9))]}
    weights, notes = read_weights(old_files.weights_file(arrays), small())
    assert set(weights) == {"one"}
    assert [(note.kind, note.node) for note in notes] == [("read", None), ("unread", "two")]


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(Unreadable, match="None of the weights"):
        read_weights(old_files.weights_file({"x": [("k", some(7, 7))]}), small())


def test_weights_of_keras_2_are_read_by_name() -> None:
    kernel, bias = some(4, 3), some(3)
    found = model([entrance("a", [4]), layer("Dense", "block/one", dense(3), "a")], ["a"], ["block/one"])
    read_back = opened(old_files.model_file(found, {"a": [], "block/one": [("block/one/kernel:0", kernel), ("block/one/bias:0", bias)]}))
    sample = some(2, 4)
    np.testing.assert_allclose(rebuilt(read_back)(sample), sample @ kernel + bias, rtol=1e-5)


def test_a_nested_model_of_keras_2_sorts_its_weights() -> None:
    """It kept all that is trained before all that is not."""
    norm = {"axis": -1, "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": True}
    tower = model([entrance("i", [4]), layer("BatchNormalization", "bn", norm, "i"), layer("Dense", "d", dense(2), "bn")], ["i"], ["d"], name="tower")
    found = model(
        [entrance("a", [4]), {"class_name": "Model", "name": "tower", "config": tower["config"], "inbound_nodes": [[ref("a")]]}],
        ["a"],
        [["tower", 1, 0]],
    )
    gamma, beta, mean, variance, kernel, bias = some(4), some(4), some(4), np.abs(some(4)) + 1, some(4, 2), some(2)
    arrays = [("bn/gamma:0", gamma), ("bn/beta:0", beta), ("d/kernel:0", kernel), ("d/bias:0", bias)]
    arrays += [("bn/moving_mean:0", mean), ("bn/moving_variance:0", variance)]
    made = rebuilt(opened(old_files.model_file(found, {"a": [], "tower": arrays})))
    sample = some(3, 4)
    expected = ((sample - mean) / np.sqrt(variance + 0.001) * gamma + beta) @ kernel + bias
    np.testing.assert_allclose(made(sample, training=False), expected, rtol=1e-4, atol=1e-5)


def test_the_weights_of_a_merges_branches_stand_beside_the_others() -> None:
    branches = [sequential([("Dense", {"name": name, "output_dim": 2, "batch_input_shape": [None, 3]})], "1.0.0") for name in ("left", "right")]
    joined = {"name": "m", "mode": "sum", "layers": [{"class_name": "Sequential", "config": branch["config"]} for branch in branches]}
    arrays = {name: [(f"{name}_W", some(3, 2)), (f"{name}_b", some(2))] for name in ("left", "right")}
    found = sequential([("Merge", joined)], "1.0.0")
    made = rebuilt(opened(old_files.model_file(found, {**arrays, "m": []}, "1.0.0")))
    samples = [some(4, 3), some(4, 3)]
    expected = sum(x @ kernel[1] + bias[1] for x, (kernel, bias) in zip(samples, arrays.values(), strict=True))
    np.testing.assert_allclose(made(samples), expected, rtol=1e-4, atol=1e-5)


def test_weights_of_keras_3_go_by_name_where_every_name_is_known(tmp_path: Path) -> None:
    """Its numbers follow the order of the layers, which another drawing of the same network may have otherwise."""
    entered = keras.Input((3,))
    left, right = layers.Dense(2, name="left")(entered), layers.Dense(2, name="right")(entered)
    made = keras.Model(entered, [left, right])
    made.save_weights(tmp_path / "w.weights.h5")
    drawn = [entrance("a", [3]), layer("Dense", "right", dense(2), "a"), layer("Dense", "left", dense(2), "a")]
    document = opened(old_files.model_file(model(drawn, ["a"], ["right", "left"]), {})).documents[0]
    weights, _ = read_weights((tmp_path / "w.weights.h5").read_bytes(), document)
    np.testing.assert_array_equal(weights["left"][0], made.get_layer("left").kernel)


def test_numbered_layers_of_keras_0_go_onto_the_open_network() -> None:
    """It named layers and their arrays by numbers, and ran on Theano, which turned kernels."""
    kernel, bias = some(2, 1, 3, 3), some(2)

    def write(file: Any) -> None:
        file.attrs["nb_layers"] = 2
        file.create_group("layer_0").attrs["nb_params"] = 0
        for name, array in (("param_0", kernel), ("param_1", bias)):
            file.require_group("layer_1").create_dataset(name, data=array)

    document = opened(old_files.model_file(model([entrance("a", [6, 6, 1]), layer("Conv2D", "c", conv(2, 2, 3), "a")], ["a"], ["c"]), {})).documents[
        0
    ]
    weights, notes = read_weights(old_files.h5(write), document)
    assert any("channels first" in note.message for note in notes)
    np.testing.assert_allclose(weights["c"][0], kernel[:, :, ::-1, ::-1].transpose(2, 3, 1, 0))


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def test_the_twelve_arrays_of_an_lstm_of_keras_1_become_three() -> None:
    """Its gates stood one after the other: input, cell, forget, output."""
    gates = [(some(2, 3), some(3, 3), some(3)) for _ in range(4)]
    arrays = [(f"lstm_1_{part}_{gate}", array) for gate, parts in zip("icfo", gates, strict=True) for part, array in zip("WUb", parts, strict=True)]
    config = {"name": "lstm_1", "output_dim": 3, "batch_input_shape": [None, 4, 2], "activation": "tanh", "inner_activation": "sigmoid"}
    found = sequential([("LSTM", config)], "1.2.2")
    made = rebuilt(opened(old_files.model_file(found, {"lstm_1": arrays}, "1.2.2", "")))
    sample = some(2, 4, 2)
    state = cell = np.zeros((2, 3), "float32")
    for step in range(4):
        i, c, f, o = (sample[:, step] @ kernel + state @ recurrent + bias for kernel, recurrent, bias in gates)
        cell = _sigmoid(f) * cell + _sigmoid(i) * np.tanh(c)
        state = _sigmoid(o) * np.tanh(cell)
    np.testing.assert_allclose(made(sample), state, rtol=1e-4, atol=1e-5)


def _convolved(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """`image` is (channels, height, width), `kernel` (filters, channels, rows, columns)."""
    filters, _, rows, columns = kernel.shape
    height, width = image.shape[1] - rows + 1, image.shape[2] - columns + 1
    out = np.zeros((filters, height, width))
    for f in range(filters):
        for y in range(height):
            for x in range(width):
                out[f, y, x] = np.sum(image[:, y : y + rows, x : x + columns] * kernel[f])
    return out


@pytest.mark.parametrize("backend", ["", "theano"])
def test_a_convolution_of_keras_1_with_channels_first_computes_what_it_did(backend: str) -> None:
    """Its kernel is (filters, channels, rows, columns), Theano turned it by half a turn, and Flatten went channel by channel."""
    kernel, bias, weights = some(2, 3, 2, 2), some(2), some(2 * 3 * 4, 2)
    found = sequential(
        [
            (
                "Convolution2D",
                {
                    "name": "c",
                    "nb_filter": 2,
                    "nb_row": 2,
                    "nb_col": 2,
                    "dim_ordering": "th",
                    "border_mode": "valid",
                    "batch_input_shape": [None, 3, 4, 5],
                },
            ),
            ("Flatten", {"name": "f"}),
            ("Dense", {"name": "d", "output_dim": 2, "bias": False}),
        ],
        "1.1.0",
    )
    data = old_files.model_file(found, {"c": [("c_W", kernel), ("c_b", bias)], "f": [], "d": [("d_W", weights)]}, "1.1.0", backend)
    made = rebuilt(opened(data))
    image = some(3, 4, 5)
    turned = kernel[:, :, ::-1, ::-1] if backend else kernel
    expected = (_convolved(image, turned) + bias[:, None, None]).ravel() @ weights
    assert made.input_shape == (None, 4, 5, 3)
    np.testing.assert_allclose(made(image.transpose(1, 2, 0)[None])[0], expected, rtol=1e-4, atol=1e-4)


def test_channels_first_of_keras_2_are_turned_in_every_layer_between() -> None:
    first = {"data_format": "channels_first"}
    found = model(
        [
            entrance("image", [3, 8, 8]),
            layer("Conv2D", "a", conv(2, 4, 3, **first), "image"),
            layer("BatchNormalization", "n", {"axis": 1}, "a"),
            layer("Conv2D", "b", conv(2, 4, 3, **first), "n"),
            layer("Concatenate", "j", {"axis": 1}, ["a", "b"]),
            layer("MaxPooling2D", "p", {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid", **first}, "j"),
            layer("Flatten", "f", first, "p"),
            layer("Dense", "d", dense(2), "f"),
        ],
        ["image"],
        ["d"],
    )
    found_back = opened(old_files.model_file(found, {}))
    (document,) = found_back.documents
    assert {node.id: node.config for node in document.nodes if node.layer != "Conv2D"} == {
        "image": {"shape": [8, 8, 3]},
        "n": {},
        "j": {},
        "p": {},
        "f": {},
        "d": {"units": 2},
    }
    assert build(plan(document, catalog.load())).get_layer("j").output.shape == (None, 8, 8, 8)


def test_weights_of_cudnn_are_those_of_the_plain_layer() -> None:
    """cuDNN keeps its kernels row by row, and two biases that are added."""
    plain = layers.LSTM(3)
    plain.build((None, 4, 2))
    kernel, recurrent, bias = some(2, 12), some(3, 12), some(12)
    plain.set_weights([kernel, recurrent, bias])
    cudnn = [np.hstack([part.T.reshape(part.shape) for part in np.hsplit(kernel, 4)]), np.hstack([part.T for part in np.hsplit(recurrent, 4)])]
    arrays = [("k", cudnn[0]), ("r", cudnn[1]), ("b", np.concatenate([bias, np.zeros(12, "float32")]))]
    config = {"name": "lstm", "units": 3, "batch_input_shape": [None, 4, 2], "unit_forget_bias": True}
    made = rebuilt(opened(old_files.model_file(sequential([("CuDNNLSTM", config)]), {"lstm": arrays})))
    sample = some(2, 4, 2)
    np.testing.assert_allclose(made(sample), plain(sample), rtol=1e-5, atol=1e-6)


def test_shared_layers_have_one_set_of_weights() -> None:
    found = model(
        [
            entrance("l", [4]),
            entrance("r", [4]),
            layer("Dense", "tower", dense(2), "l", "r"),
            layer("Subtract", "s", {}, [ref("tower", 0), ref("tower", 1)]),
        ],
        ["l", "r"],
        ["s"],
    )
    kernel = some(4, 2)
    made = rebuilt(opened(old_files.model_file(found, {"tower": [("k", kernel), ("b", some(2))]})))
    left, right = some(1, 4), some(1, 4)
    np.testing.assert_allclose(made([left, right]), (left - right) @ kernel, rtol=1e-4, atol=1e-5)


def test_a_recurrent_layer_of_keras_2_keeps_its_dimensions() -> None:
    config = {"name": "r", "batch_input_shape": [None, 5, 2], **recurrent(3)}
    arrays = [("k", some(2, 12)), ("u", some(3, 12)), ("b", some(12))]
    made = rebuilt(opened(old_files.model_file(sequential([("LSTM", config)]), {"r": arrays})))
    assert made.get_layer("r").get_weights()[1].shape == (3, 12)


def linked(target: str) -> Callable[[Any], None]:
    def write(file: Any) -> None:
        file.attrs["model_config"] = json.dumps(sequential([("Dense", {"name": "d", "batch_input_shape": [None, 4], **dense(2)})])).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [b"d"]
        group["d"] = h5py.ExternalLink(target, "/d")

    return write


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.h5"
    secret.write_bytes(old_files.weights_file({"d": [("k", some(4, 2))]}))
    with pytest.raises(Unreadable, match="leads elsewhere"):
        opened(old_files.h5(linked(str(secret))))


def with_dataset(make: Callable[[Any], Any]) -> bytes:
    def write(file: Any) -> None:
        file.attrs["model_config"] = json.dumps(sequential([("Dense", {"name": "d", "batch_input_shape": [None, 4], **dense(2)})])).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [b"d"]
        inner = group.create_group("d")
        inner.attrs["weight_names"] = [b"k"]
        make(inner)

    return old_files.h5(write)


def test_arrays_in_other_files_are_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.bin"
    outside.write_bytes(b"\0" * 64)
    data = with_dataset(lambda group: group.create_dataset("k", (4, 2), "float32", external=[(str(outside), 0, 32)]))
    with pytest.raises(Unreadable, match="another file"):
        opened(data)


def test_arrays_that_would_unpack_hugely_are_not_read() -> None:
    data = with_dataset(lambda group: group.create_dataset("k", (50_000, 10_000), "float32", chunks=(100, 100), compression="gzip"))
    with pytest.raises(Unreadable, match="would unpack"):
        opened(data)


@pytest.mark.parametrize("cut", [100, 600, 2_000])
def test_damaged_files_are_told_of(cut: int) -> None:
    data = old_files.model_file(sequential([("Dense", {"name": "d", "batch_input_shape": [None, 4], **dense(2)})]), {"d": [("k", some(4, 2))]})
    with pytest.raises(Unreadable, match=r"\.$"):
        opened(data[:cut])


def test_an_archive_without_a_config_is_told_of() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("metadata.json", "{}")
    with pytest.raises(Unreadable, match=r"config\.json"):
        opened(out.getvalue(), "net.keras")


@pytest.fixture(scope="module")
def looking_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[keras.Model, bytes]:
    """A model whose layers learnt words, and one within it that learnt some too, as Keras saves it."""
    text, word, number = keras.Input((1,), dtype="string"), keras.Input((1,), dtype="string"), keras.Input((1,), dtype="int64")
    learnt: list[tuple[keras.Layer, list[Any]]] = [
        (layers.TextVectorization(output_sequence_length=3, name="tokens"), ["the cat sat", "a cat"]),
        (layers.TextVectorization(output_mode="tf_idf", name="rarity"), ["the cat sat", "a cat"]),
        (layers.StringLookup(output_mode="one_hot", name="words"), ["b", "a a"]),
        (layers.IntegerLookup(output_mode="multi_hot", name="numbers"), [7, 7, -5]),
        (layers.StringLookup(output_mode="one_hot", name="within"), ["c"]),
    ]
    for layer_, data in learnt:
        layer_.adapt(data)
    tokens, rarity, words, numbers, within = (layer_ for layer_, _ in learnt)
    inner = keras.Sequential([keras.Input((1,), dtype="string"), within], name="inner")
    joined = [layers.Flatten()(layers.Embedding(9, 2)(tokens(text))), layers.Flatten()(rarity(text)), words(word), numbers(number), inner(word)]
    made = keras.Model([text, word, number], layers.Dense(2)(layers.Concatenate()(joined)))
    path = tmp_path_factory.mktemp("words") / "words.keras"
    made.save(path)
    return made, path.read_bytes()


def test_layers_that_look_words_up_come_back_with_their_vocabulary(looking_up: tuple[keras.Model, bytes]) -> None:
    made, data = looking_up
    found = opened(data, "words.keras")
    sample = [
        keras.ops.convert_to_tensor([["the cat"], ["a dog"]]),
        keras.ops.convert_to_tensor([["a a"], ["c"]]),
        keras.ops.convert_to_tensor([[7], [-5]]),
    ]
    np.testing.assert_array_equal(rebuilt(found)(sample), made(sample))
    assert not learning_calls(plan(found.documents[0], catalog.load()))
    assert not [note for note in found.report if note.kind == "unread"]


def test_a_vocabulary_larger_than_a_document_holds_is_told_of(looking_up: tuple[keras.Model, bytes]) -> None:
    big = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(looking_up[1])) as file, zipfile.ZipFile(big, "w") as other:
        for name in file.namelist():
            other.writestr(name, "\n".join(map(str, range(400_000))) if name == "assets/layers/string_lookup/vocabulary.txt" else file.read(name))
    found = opened(big.getvalue(), "words.keras")
    (told,) = [note.message for note in found.report if note.kind == "unread"]
    assert told == "The vocabulary of words is larger (2,688,889 bytes) than what a network keeps; it learns one from the data."


def test_a_layer_used_in_several_models_starts_equally_in_each_and_is_told_of(tmp_path: Path) -> None:
    tower = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="deep")], name="tower")
    inside, outside = keras.Input((4,)), keras.Input((4,))
    outer = keras.Model(inside, layers.Dense(3)(tower(inside)), name="outer")
    made = keras.Model(outside, layers.Add()([outer(outside), tower(outside)]))
    made.save(tmp_path / "shared.keras")
    found = opened((tmp_path / "shared.keras").read_bytes(), "shared.keras")
    sample = some(2, 4)
    np.testing.assert_allclose(rebuilt(found)(sample), made(sample), rtol=1e-5)
    (told,) = [note.message for note in found.report if note.kind == "changed"]
    where = "outer and the network itself"
    assert told == f"tower stands in {where}, one layer in the file. Here each place has its own: they start equal, and training parts them."
