"""A document made ready for training: planned, bound to its data, measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor

from designer.core.data import DataSpec
from designer.core.document import Document
from designer.core.findings import Findings
from designer.core.fitting import Fitting
from designer.core.weights import Weights
from training.core.datasets.registry import Arrays
from training.core.load import GpuLoad, no_gpu
from training.core.memory import Estimate, estimate
from training.core.objective import Pruning
from training.core.resuming import ANEW, Resume


@dataclass(frozen=True)
class Data:
    """A data set with its arrays."""

    spec: DataSpec
    train: Arrays
    test: Arrays


@dataclass(frozen=True)
class Given:
    """What a training is given besides the document and its data."""

    weights: Weights = field(default_factory=dict)
    """What the layers start from; those that are not among them start anew."""
    python_layers: bool = False
    """Whether the owner of this installation lets the classes of Python layers be executed, in this process."""
    eyes: bool = False
    """Whether looks at what is learned are taken."""
    resume: Resume = ANEW
    """How far it has come already, and how it is kept."""
    seconds: float | None = None
    """How long it may take in all."""
    cut_after: float | None = None
    """After how many seconds it is stopped, with what it learned kept."""
    folder_bytes: int | None = None
    """How much all its files together may hold."""
    all_devices: bool = False
    """Whether every device that the process sees trains a part of each batch."""
    withheld: Arrays | None = None
    """Samples that it is judged on once it has trained, and sees at no time before."""
    gpu_load: GpuLoad = no_gpu
    """What is told of the GPUs that it is trained on, if it is."""
    pruning: Pruning | None = None
    """What ends it early where it is a hopeless trial of a sweep."""


NOTHING = Given()


@dataclass(frozen=True)
class Job:
    """What there is to train, and with what."""

    document: Document
    found: Findings
    fitting: Fitting
    data: Data
    given: Given = NOTHING

    @property
    def spec(self) -> DataSpec:
        """The data set."""
        return self.data.spec

    @property
    def nodes(self) -> frozenset[str]:
        """The ids of the document's nodes."""
        return frozenset(node.id for node in self.document.nodes)

    @cached_property
    def memory(self) -> Estimate:
        """What the training is going to take."""
        return estimate(self.found, min(self.batch_size, max(self.samples, 1)))

    @property
    def batch_size(self) -> int:
        """Samples a batch."""
        return self.document.training.batch_size

    @cached_property
    def samples(self) -> int:
        """Samples to train with, after the validation split as Keras makes it."""
        return floor(self._all * (1.0 - self.document.training.validation_split))

    @property
    def validation_samples(self) -> int:
        """Samples that judge each epoch."""
        return self._all - self.samples

    @property
    def steps(self) -> int:
        """Batches an epoch."""
        return ceil(self.samples / self.batch_size)

    @property
    def _all(self) -> int:
        return len(self.data.train[self.fitting.fields[0]])
