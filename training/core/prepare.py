"""Document -> job: everything that can be known to go wrong is found here, before anything is allocated."""

from __future__ import annotations

from typing import Any

import keras

from designer.core.analyse import examine, oracle
from designer.core.backends import DEFAULT, TITLES
from designer.core.codegen.backends import bound_to_tensorflow
from designer.core.document import Document
from designer.core.findings import Findings
from designer.core.fitting import resolve
from designer.core.python_checks import switched_off
from designer.core.wording import a_list
from training.core import datasets
from training.core.failures import TrainingFailed
from training.core.job import NOTHING, Data, Given, Job
from training.core.memory import available, in_words
from training.core.own_data import store
from training.core.own_data.pictures import Pictures


def prepare(document: Document, data: Data | None = None, given: Given = NOTHING) -> Job:
    """Plan the document and bind it to its data set's arrays; raises TrainingFailed."""
    data = data or _load(document.training.dataset)
    found = examine(document, data.spec, oracle())
    _refuse_errors(found, given)
    job = Job(document, found, resolve(found.plan, document.training, data.spec), data, given)
    _refuse_missing_fields(job)
    _refuse_other_backends(job)
    if job.samples == 0:
        raise TrainingFailed("There are no samples to train with: lower the validation split.")
    _refuse_too_large(job)
    return job


def _load(name: str | None) -> Data:
    if name is None:
        raise TrainingFailed("Choose a data set to train with.")
    spec = datasets.find(name)
    if spec is None:
        if store.is_own(name):
            raise TrainingFailed("The data set of this training is not here any more. Choose another.")
        raise TrainingFailed(f"There is no data set called {name!r}. Choose another.")
    try:
        return Data(spec, *datasets.load(name))
    except (ImportError, OSError) as error:
        raise TrainingFailed(f"The data set {spec.title} cannot be loaded: {error}.") from error


def _refuse_errors(found: Findings, given: Given) -> None:
    for problem in (*(() if given.python_layers else switched_off(found.plan)), *found.problems):
        if problem.severity == "error":
            raise TrainingFailed(problem.message, problem.node)
    if not found.plan.outputs:
        raise TrainingFailed("The network has no output. Add a layer behind its Input.")


def _refuse_missing_fields(job: Job) -> None:
    fitting, spec = job.fitting, job.spec
    used = [*fitting.inputs.items(), *((name, output.field) for name, output in fitting.outputs.items())]
    for node, field in used:
        if field not in job.data.train:
            raise TrainingFailed(f"{node} is bound to {field!r}, which {spec.title} does not have. Choose one of its fields.", node)
    for node in (*job.found.plan.inputs, *job.found.plan.outputs):
        if node not in dict(used):
            raise TrainingFailed(f"{node} has no field of {spec.title}. Choose one in the training settings.", node)


def _refuse_other_backends(job: Job) -> None:
    """Refuse, where Keras runs on another back end than TensorFlow, what works there alone."""
    title = TITLES[keras.backend.backend()]
    if keras.backend.backend() == DEFAULT:
        return
    if bound := bound_to_tensorflow(job.found.plan):
        verb = "work" if len(bound) > 1 else "works"
        raise TrainingFailed(f"{a_list(bound)} {verb} on TensorFlow alone, and this run is on {title}. Choose TensorFlow for it.")
    for node, field in job.fitting.inputs.items():
        if job.data.train[field].dtype == object:
            raise TrainingFailed(
                f"{node} takes texts, which Keras reads on TensorFlow alone, and this run is on {title}. Choose TensorFlow for it.", node
            )


def _refuse_too_large(job: Job) -> None:
    memory, free, samples = job.memory, available(), _bytes_of_samples(job)
    if samples > free:
        message = f"The samples of {job.spec.title} take about {in_words(samples)} of memory, and {in_words(free)} are free."
        raise TrainingFailed(f"{message} Keep fewer of them; pictures as files in folders stay on the disk.")
    if memory.total + samples <= free:
        return
    biggest = memory.biggest
    cure = (
        "make it smaller" if memory.weights[biggest] > memory.nodes[biggest] / 2 else f"lower the batch size of {job.batch_size} or make it smaller"
    )
    raise TrainingFailed(
        f"Training this network takes about {in_words(memory.total + samples)} of memory, and {in_words(free)} are free. "
        f"{biggest} takes {in_words(memory.nodes[biggest])} of it: {cure}.",
        biggest,
    )


def _bytes_of_samples(job: Job) -> int:
    """What the samples to train with take once Keras has read them; pictures that stay on the disk take nothing."""
    return sum(_bytes_of(job.data.train[name]) for name in job.fitting.fields)


def _bytes_of(values: Any) -> int:
    if isinstance(values, Pictures):
        return 0
    return sum(len(text) for text in values) if values.dtype == object else int(values.nbytes)
