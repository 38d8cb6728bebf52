"""A training that is cut anywhere and taken up again is the uninterrupted one: the same curve, the same weights, nothing told twice."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.core.document import Document
from tests.designer.core.making import make_chain
from tests.training.core.cut import Kept
from tests.training.core.making import settings, small
from training.core import checkpointer
from training.core.checkpoint import State, read, write
from training.core.checkpointer import Checkpointer
from training.core.commands import Command
from training.core.control import Control
from training.core.folder import CHECKPOINT_FILE, EVENTS_FILE
from training.core.loop import make_model
from training.core.prepare import prepare

EMA = {"class_name": "Adam", "config": {"learning_rate": 0.01, "use_ema": True, "ema_momentum": 0.9}}
BEST = {"class_name": "EarlyStopping", "config": {"patience": 2, "restore_best_weights": True}}
DECAY = {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 2, "decay_rate": 0.7}}
PLATEAU = {"class_name": "ReduceLROnPlateau", "config": {"patience": 1, "factor": 0.5}}


def random_layers() -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("gaussian_noise", "GaussianNoise", {"stddev": 0.1}),
        ("dense", "Dense", {"units": 8, "activation": "relu"}),
        ("dropout", "Dropout", {"rate": 0.5}),
        ("dense_1", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris", epochs=4, optimizer=EMA),
    )


def pictures() -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": [8, 8, 1]}),
        ("random_flip", "RandomFlip", {}),
        ("random_rotation", "RandomRotation", {"factor": 0.1}),
        ("conv2d", "Conv2D", {"filters": 2, "kernel_size": 3}),
        ("batch_normalization", "BatchNormalization", {}),
        ("flatten", "Flatten", {}),
        ("dense", "Dense", {"units": 10, "activation": "softmax"}),
        training=settings("digits", epochs=3),
    )


def sequences() -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": list(small("sunspots").train["past"].shape[1:])}),
        ("lstm", "LSTM", {"units": 4, "dropout": 0.2}),
        ("dense", "Dense", {"units": 1}),
        training=settings("sunspots", epochs=3, validation_split=0.0, optimizer={"class_name": "SGD", "config": {"learning_rate": DECAY}}),
    )


def stopping_early() -> Document:
    return make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("dropout", "Dropout", {"rate": 0.3}),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings(
            "iris", epochs=12, callbacks=[PLATEAU, BEST], optimizer={"class_name": "SGD", "config": {"learning_rate": 1.5, "momentum": 0.9}}
        ),
    )


def mixed() -> Document:
    """Mixed precision, whose optimizer scales the loss and remembers by how much."""
    return random_layers().model_copy(update={"dtype_policy": "mixed_float16"})


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, Any]:
    """A training of random layers that nothing disturbed, and its history."""
    whole = Kept(tmp_path_factory.mktemp("whole"))
    return whole, whole.train(random_layers(), small("iris")).history


def weights(folder: Path) -> list[Any]:
    return list(keras.models.load_model(folder / "model.keras", compile=False).get_weights())


def see_that_they_are_one(whole: Kept, history: Any, cut: Kept, resumed: Any) -> None:
    assert {name: pytest.approx(values, rel=1e-5) for name, values in history.items()} == resumed
    for one, other in zip(weights(whole.folder), weights(cut.folder), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    for kind in ("point", "epoch"):
        assert [event["step"] for event in whole.of(kind)] == [event["step"] for event in cut.of(kind)]
        for one, other in zip(whole.of(kind), cut.of(kind), strict=True):
            assert one["logs"] == pytest.approx(other["logs"], rel=1e-5)
    assert len(cut.of("start")) == len(cut.of("end")) == 1
    assert whole.of("end") == cut.of("end") or whole.of("end")[0]["evaluation"] == pytest.approx(cut.of("end")[0]["evaluation"], rel=1e-5)


@pytest.mark.parametrize(
    ("document", "data"),
    [(random_layers(), "iris"), (pictures(), "digits"), (sequences(), "sunspots"), (stopping_early(), "iris"), (mixed(), "iris")],
    ids=["random layers", "pictures", "sequences", "stopping early", "mixed precision"],
)
def test_a_training_that_is_killed_at_any_batch_ends_as_the_uninterrupted_one(document: Document, data: str, tmp_path: Path) -> None:
    samples = small(data)
    whole, cut = Kept(tmp_path / "whole"), Kept(tmp_path / "cut")
    history = whole.train(document, samples).history
    cut.cut(document, samples, random.randrange(1, 6))
    cut.cut(document, samples, random.randrange(1, 6), "lost")
    resumed = cut.train(document, samples, "lost").history
    see_that_they_are_one(whole, history, cut, resumed)


def test_mixed_precision_scales_the_loss() -> None:
    assert isinstance(make_model(prepare(mixed(), small("iris"))).optimizer, keras.optimizers.LossScaleOptimizer)


def test_a_training_that_is_lost_after_its_last_epoch_only_saves_what_it_learned(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    first = kept.train(stopping_early(), small("iris"))
    learned, told = weights(tmp_path), [kept.of(kind) for kind in ("point", "epoch", "end")]
    (tmp_path / "model.keras").unlink()
    again = kept.train(stopping_early(), small("iris"), "lost")
    assert (again.state, again.stopped_early, again.epochs, again.history) == ("finished", True, first.epochs, first.history)
    assert [kept.of(kind) for kind in ("point", "epoch", "end")] == told
    for one, other in zip(learned, weights(tmp_path), strict=True):
        np.testing.assert_array_equal(one, other)


class Asking(Control):
    """Asks at given batches, and counts how often it was held."""

    def __init__(self, *asked: tuple[int, Command]) -> None:
        super().__init__()
        self._asked_at = dict(asked)
        self._batch = 0
        self.holds = 0

    def should_stop(self) -> bool:
        self._batch += 1
        if self._batch in self._asked_at:
            self.ask(self._asked_at[self._batch])
        return super().should_stop()

    def held(self) -> None:
        self.holds += 1
        self.ask(Command("step", 2) if self.holds == 1 else Command("resume"))


def test_a_pause_and_single_steps_change_nothing(undisturbed: tuple[Kept, Any], tmp_path: Path) -> None:
    paused = Kept(tmp_path)
    control = Asking((2, Command("pause")))
    resumed = paused.train(random_layers(), small("iris"), control=control).history
    assert control.holds == 2
    see_that_they_are_one(*undisturbed, paused, resumed)


@pytest.mark.parametrize(
    ("asked", "pauses"),
    [
        (((2, Command("step", 1)), (3, Command("step", 3))), [6]),
        (((1, Command("still_pause")), (2, Command("step", 3)), (3, Command("still_pause"))), [1, 5]),
    ],
    ids=["steps", "steps after a pause that is asked for again"],
)
def test_steps_add_up_and_pause_after_the_last(
    asked: tuple[tuple[int, Command], ...], pauses: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused = Kept(tmp_path)
    held: list[int] = []

    def note(control: Asking) -> None:
        held.append(paused.of("point")[-1]["step"])
        control.ask(Command("resume"))

    monkeypatch.setattr(Asking, "held", note)
    paused.train(random_layers(), small("iris"), control=Asking(*asked))
    assert held == pauses


def forget_after(kept: Kept, kind: str) -> None:
    """Leave of the history what comes before the last event of a kind, as if the process had died there."""
    path = kept.folder / EVENTS_FILE
    lines = path.read_bytes().splitlines(keepends=True)
    last = max(place for place, line in enumerate(lines) if f'"kind":"{kind}"'.encode() in line)
    path.write_bytes(b"".join(lines[:last]))


def test_a_look_that_was_taken_and_not_told_is_told_when_the_run_goes_on(tmp_path: Path) -> None:
    lost = Kept(tmp_path)
    lost.train(random_layers(), small("iris"))
    first = lost.of("eyes")[0]
    while lost.of("eyes"):
        forget_after(lost, "eyes")
    (tmp_path / CHECKPOINT_FILE).unlink()
    lost.train(random_layers(), small("iris"), "lost")
    assert lost.of("eyes")[0]["epoch"] == first["epoch"] == 1


def test_a_run_that_died_before_its_last_look_takes_it_when_it_goes_on(tmp_path: Path) -> None:
    lost = Kept(tmp_path)
    lost.train(random_layers(), small("iris"))
    last = lost.of("eyes")[-1]
    forget_after(lost, "eyes")
    assert not lost.of("end")
    lost.train(random_layers(), small("iris"), "lost")
    assert (lost.of("eyes")[-1], last["is_last"], lost.of("epoch")[-1]["epoch"]) == (last, True, 4)
    told = lost.of("eyes")
    lost.train(random_layers(), small("iris"), "lost")
    assert lost.of("eyes") == told


def test_a_training_that_gave_its_worker_back_goes_on_where_it_paused(
    undisturbed: tuple[Kept, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.core.control.HOLD_SECONDS", 0.01)
    monkeypatch.setattr(Asking, "held", lambda self: None)
    paused = Kept(tmp_path)
    assert paused.train(random_layers(), small("iris"), control=Asking((3, Command("pause")))).state == "paused"
    assert paused.of("point")[-1]["step"] == 3
    assert paused.of("end") == []
    resumed = paused.train(random_layers(), small("iris"), "paused").history
    see_that_they_are_one(*undisturbed, paused, resumed)
    assert [(event["step"], event["why"]) for event in paused.of("resumed")] == [(3, "paused")]


def test_a_training_that_gave_way_goes_on_where_it_left(undisturbed: tuple[Kept, Any], tmp_path: Path) -> None:
    left = Kept(tmp_path)
    assert left.train(random_layers(), small("iris"), control=Asking((2, Command("give_way")))).state == "paused"
    assert left.of("point")[-1]["step"] == 2
    resumed = left.train(random_layers(), small("iris"), "paused", Asking((6, Command("give_way"))))
    assert resumed.state == "paused"
    see_that_they_are_one(*undisturbed, left, left.train(random_layers(), small("iris"), "paused").history)


def test_a_training_whose_single_batches_are_asked_for_gives_no_way(tmp_path: Path) -> None:
    kept, control = Kept(tmp_path), Asking((2, Command("step", 3)), (3, Command("give_way")))
    assert kept.train(random_layers(), small("iris"), control=control).state == "finished"
    assert control.holds == 2


def test_steps_after_the_worker_was_given_back_are_as_many_as_were_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.core.control.HOLD_SECONDS", 0.01)
    monkeypatch.setattr(Asking, "held", lambda self: None)
    paused = Kept(tmp_path)
    paused.train(random_layers(), small("iris"), control=Asking((2, Command("pause"))))
    begun = paused.of("point")[-1]["step"]
    stepping = Asking()
    stepping.ask(Command("step", 2))
    assert begun % 3, "in the middle of an epoch"
    assert paused.train(random_layers(), small("iris"), "paused", stepping).state == "paused"
    assert paused.of("point")[-1]["step"] == begun + 2


@pytest.mark.parametrize("stopped_at", [None, 5, 8], ids=["finished", "stopped in an epoch", "stopped in a validation"])
def test_more_epochs_go_on_as_if_they_had_been_asked_for_at_first(stopped_at: int | None, undisturbed: tuple[Kept, Any], tmp_path: Path) -> None:
    short = random_layers().model_copy(update={"training": random_layers().training.model_copy(update={"epochs": 2})})
    more = Kept(tmp_path)
    more.train(short, small("iris"), control=None if stopped_at is None else Asking((stopped_at, Command("stop"))))
    resumed = more.train(random_layers(), small("iris"), "continued").history
    assert {name: pytest.approx(values, rel=1e-5) for name, values in undisturbed[1].items()} == resumed
    assert [event["step"] for event in more.of("point")] == list(range(1, 13))
    assert [event["epoch"] for event in more.of("epoch")] == [1, 2, 3, 4]
    assert [event["epochs"] for event in more.of("start")] == [2, 4]
    assert len(more.of("end")) == 2


@pytest.mark.parametrize("epochs", [12, 40], ids=["to the end that was set", "for more"])
def test_a_run_that_stopped_early_has_new_patience_when_it_goes_on(epochs: int, tmp_path: Path) -> None:
    document = stopping_early()
    kept = Kept(tmp_path)
    first = kept.train(document, small("iris"))
    assert first.stopped_early
    more = document.model_copy(update={"training": document.training.model_copy(update={"epochs": epochs})})
    assert kept.train(more, small("iris"), "continued").epochs > first.epochs


def test_a_run_that_was_stopped_and_goes_on_for_just_the_rest_tells_its_end(undisturbed: tuple[Kept, Any], tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.train(random_layers(), small("iris"), control=Asking((5, Command("stop"))))
    assert kept.train(random_layers(), small("iris"), "continued").evaluation == pytest.approx(undisturbed[0].of("end")[0]["evaluation"], rel=1e-5)
    assert [event["continued"] for event in kept.of("start")] == [0, 1]
    assert [bool(event["evaluation"]) for event in kept.of("end")] == [False, True]


def test_the_learning_rate_changes_while_it_trains(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.train(random_layers(), small("iris"), control=Asking((3, Command("rate", 0.5))))
    assert [(event["step"], event["rate"]) for event in kept.of("rate")] == [(3, 0.5)]
    assert [event["rate"] for event in kept.of("point")] == [0.01] * 3 + [0.5] * 9
    state = read(tmp_path / CHECKPOINT_FILE)
    assert state is not None
    assert state.state.over


class Died(BaseException):
    """Ends a training as a death does: nothing of it is explained or kept."""


@pytest.mark.parametrize("kept_until", [3, 1], ids=["at the checkpoint", "after the checkpoint"])
def test_a_learning_rate_that_was_told_but_not_kept_is_set_again(kept_until: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, cut = Kept(tmp_path / "whole"), Kept(tmp_path / "cut")
    history = whole.train(random_layers(), small("iris"), control=Asking((3, Command("rate", 0.5)))).history
    take = Checkpointer.take

    def take_or_die(checkpointer: Checkpointer) -> None:
        if cut.of("rate"):
            raise Died
        if checkpointer.trained <= kept_until:
            take(checkpointer)

    monkeypatch.setattr(Checkpointer, "take", take_or_die)
    with pytest.raises(Died):
        cut.train(random_layers(), small("iris"), control=Asking((3, Command("rate", 0.5))))
    monkeypatch.undo()
    resumed = cut.train(random_layers(), small("iris"), "lost").history
    see_that_they_are_one(whole, history, cut, resumed)
    assert len(cut.of("rate")) == 1


def test_a_full_disk_leaves_the_training_and_the_checkpoint_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpointer, "write", full)
    assert Kept(tmp_path).train(random_layers(), small("iris")).state == "finished"
    assert "The checkpoint could not be written: No space left on device" in (tmp_path / "run.log").read_text()


def test_half_a_checkpoint_is_none(tmp_path: Path) -> None:
    path = tmp_path / CHECKPOINT_FILE
    write(path, State(epoch=2), iter([("model/0", np.zeros(3))]))
    assert read(path) is not None
    path.write_bytes(path.read_bytes()[:-40])
    assert read(path) is None


def test_a_write_that_fails_keeps_the_checkpoint_before(tmp_path: Path) -> None:
    def broken() -> Any:
        yield "model/0", np.zeros(3)
        raise OSError(28, "No space left on device")

    path = tmp_path / CHECKPOINT_FILE
    write(path, State(epoch=1), iter([]))
    with pytest.raises(OSError, match="No space"):
        write(path, State(epoch=2), broken())
    found = read(path)
    assert found is not None
    assert found.state.epoch == 1
    assert [file.name for file in tmp_path.iterdir()] == [CHECKPOINT_FILE]
