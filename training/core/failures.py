"""Why a training could not go on, in a sentence for a person, with the node it belongs to."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType

import keras

from designer.core.data import DataField
from designer.core.disk import is_full
from designer.core.messages import essence
from designer.core.out_of_memory import is_out_of_memory
from designer.core.stated import PythonFault
from training.core.class_lines import line_in_class
from training.core.job import Job
from training.core.memory import in_words

MOST_WORDS = 500
GRAPH_ERROR = re.compile(r"^Graph execution error:\s*Detected at node .*File \"[^\"]*\", line \d+, in \w+\s+", re.DOTALL)
INFERRING = re.compile(r"^.*Could not automatically infer the output shape.*?Error encountered:\s*", re.DOTALL)  # before what a class raised
INTERNAL = re.compile(r"\s*(\[\[\{\{node .*|\[Op:\w+\].*)", re.DOTALL)
OPERATION = re.compile(r"\{\{node (?P<path>\S+?)\}\}")


class TrainingFailed(Exception):
    """The training ended without a model; `message` says why and what to do, `node` where."""

    def __init__(self, message: str, node: str | None = None) -> None:
        self.message = message
        self.node = node
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Row:
    """Words of Keras or TensorFlow, and the sentence said instead."""

    pattern: re.Pattern[str]
    sentence: Callable[[re.Match[str], Job, str | None], str]


def explain(error: BaseException, job: Job) -> TrainingFailed:
    """What an exception of build, fit or evaluate means."""
    if isinstance(error, TrainingFailed):
        return error
    if isinstance(error, PythonFault):
        return TrainingFailed(str(error), _drawn(error.call, job)[0])
    node = _node(error, job)
    if (lacking := _lacking(error, job, node)) is not None:
        return lacking
    text = INTERNAL.sub("", GRAPH_ERROR.sub("", essence(error))).strip()
    line = line_in_class(error)
    if line is not None:
        return _of_a_class(line, error, job)
    for row in ROWS:
        found = row.pattern.search(text)
        if found:
            return TrainingFailed(row.sentence(found, job, node), node)
    place = f" at {node}" if node else ""
    return TrainingFailed(f"Training stopped{place}: {_cut(text) or type(error).__name__}", node)


def _of_a_class(line: tuple[str, int], error: BaseException, job: Job) -> TrainingFailed:
    """An exception in the class of a Python layer."""
    node, title = _drawn(line[0], job)
    told = error.args[0] if isinstance(error, KeyError) and error.args else error  # which writes itself with quotes and escapes
    text = INTERNAL.sub("", GRAPH_ERROR.sub("", INFERRING.sub("", essence(Exception(told))))).strip()
    said = _cut(": ".join(filter(None, (type(error).__name__, text))))
    return TrainingFailed(f"{title} stopped in line {line[1]} of its class: {said}", node)


def _drawn(call: str, job: Job) -> tuple[str | None, str]:
    """The node of the document that a Python layer's call belongs to, and what a person calls it."""
    path = next((path for path, python in job.found.plan.python_calls() if python.node.id == call), (call,))
    return path[0] if path[0] in job.nodes else None, " in ".join(reversed(path))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS].rsplit(' ', 1)[0]} …"


def not_finite(loss: float, epoch: int, node: str | None, field: DataField | None = None) -> TrainingFailed:
    """The loss is NaN or infinite: nothing learns from there on. `field` is the one of the data that is not finite itself."""
    what = "NaN (not a number)" if math.isnan(loss) else "infinite"
    if field is not None:
        return TrainingFailed(
            f"The loss became {what} in epoch {epoch}: {field.title} holds values that are no numbers, or infinite. Mend them in the data.", node
        )
    return TrainingFailed(
        f"The loss became {what} in epoch {epoch}. Try a smaller learning rate, set clipnorm of the optimizer, or standardise the data; "
        "an activation that does not fit the loss, such as a linear output under binary crossentropy, does it too.",
        node,
    )


def too_long(seconds: float) -> TrainingFailed:
    """The training reached the time that it may take."""
    return TrainingFailed(
        f"The training reached its time limit of {seconds / 3600:g} hours. Train fewer epochs, or make the network smaller; "
        "whoever runs Layerloom sets the limit with TRAINING_HOURS. The curves up to then are kept."
    )


def too_much_kept(most: int) -> TrainingFailed:
    """All files of the run together reached what they may hold."""
    return TrainingFailed(
        f"The files of this run hold more than {in_words(most)} together: its checkpoint, its models, what was seen of it, its exports. "
        "Make the network smaller, or train it without looks inside; whoever runs Layerloom sets the limit with TRAINING_FOLDER_MB. "
        "The curves up to then are kept."
    )


def disk_full() -> TrainingFailed:
    """There is no room left for what a training keeps."""
    return TrainingFailed(
        "The disk is full, so the training could not keep its curves and its model. Make room in Layerloom's folder, then train again."
    )


def _lacking(error: BaseException, job: Job, node: str | None) -> TrainingFailed | None:
    """What the machine had too little of, if that was it."""
    if is_out_of_memory(error):
        return out_of_memory(job, node)
    return disk_full() if isinstance(error, OSError) and is_full(error) else None


def out_of_memory(job: Job, node: str | None = None) -> TrainingFailed:
    """Memory ran out while it was in use."""
    where = node or job.memory.biggest
    return TrainingFailed(
        f"There was not enough memory. {where} takes the largest part of it: make it smaller, or lower the batch size of {job.batch_size}.", where
    )


def _node(error: BaseException, job: Job) -> str | None:
    """The innermost layer that the exception passed through, else the one whose operation TensorFlow names."""
    through = [name for name in _layers(error.__traceback__) if name in job.nodes]
    if through:
        return through[-1]
    operation = OPERATION.search(str(error))
    return _owner(operation["path"].split("/"), job) if operation else None


def _owner(path: list[str], job: Job) -> str | None:
    """The layer of an operation such as model_1/dense_2_1/MatMul: TensorFlow gives the model's scope and its layers' the same suffix."""
    for scope, inner in pairwise(path):
        found = re.fullmatch(rf"{re.escape(job.found.plan.name)}(_\d+)?", scope)
        if found:
            name = inner.removesuffix(found[1] or "")
            return name if name in job.nodes else inner if inner in job.nodes else None
    return None


def _layers(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        owner = traceback.tb_frame.f_locals.get("self")
        if isinstance(owner, keras.Layer):
            yield str(getattr(owner, "name", ""))  # of one that could not be made there is none yet
        traceback = traceback.tb_next


def _label_out_of_range(found: re.Match[str], job: Job, node: str | None) -> str:
    units = int(found["end"])
    return (
        f"The labels go up to {found['label']}, and an output of {units} units can only tell 0 to {units - 1} apart. "
        f"Give {node or 'the last layer'} one unit for each class."
    )


def _token_out_of_range(found: re.Match[str], job: Job, node: str | None) -> str:
    return (
        f"{node or 'The Embedding'} received token {found['token']} and knows only 0 to {int(found['end']) - 1}. "
        f"Set its input_dim to the size of the vocabulary{_vocabulary(job)}."
    )


def _vocabulary(job: Job) -> str:
    sizes = [field.vocabulary_size for field in job.spec.fields if field.vocabulary_size]
    return f", {max(sizes)}" if sizes else ""


def _shapes_differ(found: re.Match[str], job: Job, node: str | None) -> str:
    return (
        f"The output has shape {found['output']} and what it is compared with has shape {found['target']} (the batch comes first). "
        "Change the last layer, the field it is compared with, or the loss."
    )


def _too_few_samples(found: re.Match[str], job: Job, node: str | None) -> str:
    return f"A validation split of {job.document.training.validation_split:g} leaves one of the two parts empty. Choose another."


def _nothing_to_watch(found: re.Match[str], job: Job, node: str | None) -> str:
    return f"{found['callback']} watches {found['monitor']}, which this training does not measure. Choose another under Training, such as val_loss."


ROWS = (
    Row(re.compile(r"(?P<callback>\w+) callback received monitor=(?P<monitor>.*?), but"), _nothing_to_watch),
    Row(re.compile(r"label value of (?P<label>-?\d+) which is outside the valid range of \[0, (?P<end>\d+)\)"), _label_out_of_range),
    Row(re.compile(r"indices\[[\d,]*\] = (?P<token>-?\d+) is not in \[0, (?P<end>\d+)\)"), _token_out_of_range),
    Row(
        re.compile(
            r"`?target`? and `?output`? must have the same (shape|rank).*target\.shape=(?P<target>\([^)]*\)).*output\.shape=(?P<output>\([^)]*\))"
        ),
        _shapes_differ,
    ),
    Row(re.compile(r"not sufficient to split it"), _too_few_samples),
)
