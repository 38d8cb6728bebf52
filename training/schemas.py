"""What training's endpoints take and give, and the events a run sends."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, JsonValue, StringConstraints

from config.queues import Kind
from designer.core.backends import Backend
from designer.core.document import Document
from designer.core.exporters.formats import FormatName
from training.core.resuming import Early, Why
from training.data_schemas import Sample

DeviceWish = Literal["any", "cpu", "gpu", "gpus"]  # gpus: all of a machine
BackendWish = Literal["any", "tensorflow", "jax", "torch"]
RunState = Literal["queued", "starting", "running", "pausing", "paused", "stopping", "finished", "stopped", "failed"]
SweepState = Literal["running", "paused", "stopped", "finished", "failed"]
ENDED: frozenset[RunState] = frozenset({"finished", "stopped", "failed"})


class Failure(Schema):
    """Why a run failed."""

    message: str
    node: str | None = None


class DeviceOut(Schema):
    """Something that a worker can train on."""

    kind: Kind
    name: str
    memory: int = Field(description="Bytes; 0 where it does not say.")


class WorkerTold(Schema):
    """What a training worker says of itself."""

    name: str
    host: str
    backend: Backend
    versions: dict[str, str]
    queues: list[str] = Field(description="The queues it serves: cpu, gpu, and on other back ends than TensorFlow cpu.jax and so on.")
    devices: list[DeviceOut]
    cores: int
    memory: int = Field(description="Bytes of the machine.")
    runs: int = Field(description="How many runs it trains at once.")


class WorkerOut(WorkerTold):
    """A training worker that is there."""

    busy: int = Field(description="How many runs it has now, anybody's.")


class StartRun(Schema):
    """A document to train, and where."""

    document: Document
    device: DeviceWish = Field(
        default="any", description="What to train on; gpus are all GPUs of a machine. Any takes a GPU that is free, else a CPU."
    )
    backend: BackendWish = Field(default="any", description="What Keras is to run on. Any is TensorFlow where a worker of it is there.")
    eyes: bool = Field(default=True, description="Whether looks at what is learned are taken while it trains.")


class RunOut(Schema):
    """A training run."""

    id: str
    network: str
    number: int
    name: str
    state: RunState
    position: int | None  # in the queue, from 1
    wait: int | None  # while it is queued: seconds it is likely to wait, as far as that is known
    waits_for: str | None  # while it is queued and nobody could train it: what is missing, in a sentence
    device: DeviceWish  # what it asked for
    backend: BackendWish
    gave_way: bool  # while it is queued: whether it has let others train, and goes on by itself
    platform: str  # what it was trained on, once it was begun: Keras, its back end, the devices
    moves: int  # counts its states: an older one has a lower number
    made: datetime
    started: datetime | None
    ended: datetime | None
    seconds: float | None = Field(description="How long it has trained, pauses and waits left out, as of its last epoch or its end.")
    epochs: int
    epoch: int  # finished epochs
    failure: Failure | None
    summary: dict[str, float]  # the last epoch's logs
    spark: list[float]  # a value an epoch, to be drawn small
    evaluation: dict[str, float]  # on held-out data, after training
    has_model: bool
    eyes: bool  # whether looks at what is learned are taken
    dataset: str
    notes: str
    tags: list[str]
    pinned: bool
    sweep: str | None = Field(description="The sweep that it is a trial of.")
    trial: int | None = Field(description="Its number among the trials of its sweep, from 1.")
    values: dict[str, JsonValue] = Field(description="What its sweep set, by the name of the field.")
    cut: str = Field(description="Why it was ended when it had trained for as long as it may, in a sentence; empty for all others.")
    pruned: str = Field(description="Why its sweep ended it early, in a sentence; empty for all others.")


class RunDetail(RunOut):
    """A run with the document it was made from."""

    document: Document
    has_best: bool = Field(description="Whether ModelCheckpoint kept a best model, which GET /runs/{id}/best gives.")
    author: str | None = Field(description="What its owner is called before others; null where it is the asker's own.")


class Folded(Schema):
    """A sweep whose trials stand in a list as one row."""

    name: str
    state: SweepState
    made: datetime
    trials: int = Field(description="How many of its trials there are, those that are pinned left out.")
    objective: str
    best: float | None = Field(description="The best value of the objective, of the trials that have ended without failing.")
    summary: list[str] = Field(description="Of which numbers there is a last one with any of its trials.")
    evaluation: list[str] = Field(description="Of which numbers there is one on held-out data with any of its trials.")
    words: list[str] = Field(description="To find its trials by, those that are pinned left out: the name, the tags and the notes of each.")


class RunListed(RunOut):
    """A run in the list of everything its owner trained."""

    network_name: str
    folded: Folded | None = Field(
        default=None, description="The sweep that the run stands for, as its newest trial; null where it stands for itself."
    )


class RunsPage(Schema):
    """Some of everything its owner trained: the pinned runs, then the newest."""

    runs: list[RunListed]
    of: int = Field(description="How many there are.")


Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^,\x00-\x1f]+$")]


class Annotation(Schema):
    """What an owner writes about a run; what is left out stays as it is."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)] | None = None
    notes: Annotated[str, StringConstraints(max_length=10_000)] | None = None
    tags: Annotated[list[Tag], Field(max_length=20)] | None = None
    pinned: bool | None = None


class StepRun(Schema):
    """How many batches a paused run is to be trained."""

    batches: Annotated[int, Field(ge=1, le=1000)] = 1


class ChangeRate(Schema):
    """A learning rate."""

    learning_rate: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]


class ContinueRun(Schema):
    """How many more epochs a run is to be trained."""

    epochs: Annotated[int, Field(ge=1, le=10_000)]


class PredictIn(Schema):
    """Samples to predict: for each input field, values of one sample in the field's own units (images 0..1)."""

    inputs: dict[str, JsonValue]
    looked: bool = False  # whether it is wanted where the network looked in a picture


class KeyOut(Schema):
    """A key with which other programs ask a run's model, and where: `Authorization: Bearer <token>`."""

    token: str
    path: str


class Prediction(Schema):
    """What one output says of one sample."""

    output: str
    field: str
    values: list[float]  # probabilities of the classes, or the numbers in the data's own units; flattened
    shape: list[int]
    label: str  # the likeliest class's name, or the number as text, of several the first and how many there are


class HeatFrame(Schema):
    """Where a network looked: by Grad-CAM at its last convolution, for the class that it says. `data` is base64, a byte a place, nothing to most."""

    layer: str
    path: list[str]
    title: str
    height: int
    width: int


class Looked(HeatFrame):
    """Where a network looked in one picture."""

    data: str


class PredictOut(Schema):
    """What a model says of one sample."""

    predictions: list[Prediction]
    looked: Looked | None = None  # where that was asked for and can be seen


class JudgedSample(Schema):
    """A sample of the data, what is true of it and what the model says."""

    sample: Sample
    predictions: list[Prediction]
    truth: dict[str, JsonValue]
    loss: float | None = None  # where they are ranked by it


class JudgedOut(Schema):
    """Samples of the data with the model's predictions."""

    samples: list[JudgedSample]
    of: int = 0  # samples in that part of the data
    ranked: int | None = None  # how many of them were put in order by their loss


class ExportIn(Schema):
    """The format that a trained model is wanted in."""

    format: FormatName


class ExportOut(Schema):
    """A trained model in another format: the file, and how far it answers as the model does."""

    format: FormatName
    file: str
    bytes: int
    largest_difference: float  # between an output of the file and the model's, over all samples
    largest_output: float  # what that is to be seen against
    samples: int  # compared
    seconds: float
    verified: str  # by what
    notes: list[str]


class EventState(Schema):
    """A run changed its state. The newest one is the truth."""

    kind: Literal["state"] = "state"
    state: RunState
    position: int | None = None
    wait: int | None = None  # seconds it is likely to wait, as far as that is known
    waits_for: str | None = None  # what is missing, in a sentence, while it is queued and nobody could train it
    gave_way: bool | None = None  # whether it has let others train, and goes on by itself, while it is queued
    failure: Failure | None = None
    moves: int = 0  # counts the states of the run: what has the highest number is true


class EventPoint(Schema):
    """Losses and metrics after a training batch: running means over the epoch, as Keras reports them."""

    kind: Literal["point"] = "point"
    step: int  # batches since the start of training, from 1
    epoch: float  # e.g. 1.25: a quarter into the second epoch
    logs: dict[str, float | None]  # None stands for a number that is not finite
    at: float  # seconds since training started
    rate: float | None = None  # the learning rate


class EventEpoch(Schema):
    """Losses and metrics after an epoch, validation included."""

    kind: Literal["epoch"] = "epoch"
    step: int
    epoch: int  # from 1
    logs: dict[str, float | None]
    at: float


class EventStart(Schema):
    """What is about to be trained."""

    kind: Literal["start"] = "start"
    epochs: int
    continued: int = 0  # how often it was let go on after an end, before
    steps: int  # a whole epoch's
    samples: int
    validation_samples: int


class EventEyes(Schema):
    """Looks were taken at what the network has learned so far; GET /api/runs/<id>/eyes/… gives them."""

    kind: Literal["eyes"] = "eyes"
    epoch: int
    step: int
    parts: list[Literal["judged", "layers", "weights", "boundary"]]
    is_last: bool = False  # of the weights that are kept


class EventEnd(Schema):
    """The last event of a run."""

    kind: Literal["end"] = "end"
    evaluation: dict[str, float | None]
    stopped_early: bool = False
    why: Early | None = None  # where it stopped early; older histories do not say it


class EventResumed(Schema):
    """The training was taken up again here, from a checkpoint; nothing before is told again."""

    kind: Literal["resumed"] = "resumed"
    step: int
    epoch: float
    why: Why
    at: float


class EventRate(Schema):
    """The learning rate was changed by hand."""

    kind: Literal["rate"] = "rate"
    step: int
    epoch: float
    rate: float
    at: float


class EventLoad(Schema):
    """What the training takes of the machine."""

    kind: Literal["load"] = "load"
    step: int
    samples_per_second: float
    memory: int  # bytes
    memory_free: int | None = None  # bytes, of the machine or the container
    cpu: float  # cores in use
    gpu: float | None = None  # of the GPUs that the run has: their share of time in use, from 0 to 1
    gpu_memory: int | None = None  # bytes taken, by whomever
    gpu_memory_of: int | None = None  # bytes in all
    at: float


Event = EventState | EventPoint | EventEpoch | EventStart | EventEyes | EventEnd | EventResumed | EventRate | EventLoad


class Frame(Schema):
    """One message of /ws/runs/<id>?after=<cursor>: events in order, and the cursor to ask for what follows."""

    events: list[Event]
    cursor: str
