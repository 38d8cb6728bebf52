"""What a person did to a run while it trained, so that the script written of the run does it again at the same batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from designer.core.backends import DEFAULT, Backend
from designer.core.codegen.expressions import INDENT, Call, one_a_line
from designer.core.codegen.prose import comment

CALLBACK, STOPPED = "ByHand", "StoppedByHand"
RATES, STOP = "rates_by_hand", "stopped_after"
NAMES = frozenset({CALLBACK, STOPPED, RATES, STOP})
"""What the script defines for it."""

STOPPED_LINES = (f"class {STOPPED}(Exception):", f'{INDENT}"""The run was stopped here."""')
CALLBACK_LINES = f'''\
class {CALLBACK}(keras.callbacks.Callback):
    """Does again what was done by hand, after the same batch."""

    def on_train_begin(self, logs=None):
        self.trained = 0
        self.act()

    def on_train_batch_end(self, batch, logs=None):
        self.trained += 1
        self.act()

    def act(self):'''.splitlines()
RATE_LINES = f"""\
        if self.trained in {RATES}:
            self.model.optimizer.learning_rate = {RATES}[self.trained]""".splitlines()
STOP_LINES = f"""\
        if self.trained >= {STOP}:
            raise {STOPPED}""".splitlines()


@dataclass(frozen=True)
class ByHand:
    """Batches are counted from the start of training: 0 is before the first one."""

    rates: Mapping[int, float] = field(default_factory=dict)
    """The learning rate from after so many batches on."""
    stopped_after: int | None = None
    """How many batches were trained when it was stopped; None where it trained to its end."""
    notes: tuple[str, ...] = ()
    """What was done that the script does not do again, in sentences."""

    @property
    def acts(self) -> bool:
        """Whether the script has to do anything at some batch."""
        return bool(self.rates) or self.stopped_after is not None


NOTHING = ByHand()


@dataclass(frozen=True)
class OfRun:
    """What the script of a run says beside the network: what was done to it, and what Keras ran on."""

    done: ByHand = NOTHING
    backend: Backend = DEFAULT


OF_NO_RUN = OfRun()


def definition(done: ByHand) -> list[str]:
    """The callback that does it; Keras's own cannot: a scheduler knows epochs, not batches."""
    stops = done.stopped_after is not None
    counted = [f"{RATES} = {{", *(f"{INDENT}{step}: {rate!r}," for step, rate in sorted(done.rates.items())), "}"] if done.rates else []
    return [
        *comment("Done by hand while the run trained, after so many batches."),
        *counted,
        *([f"{STOP} = {done.stopped_after}", "", "", *STOPPED_LINES] if stops else []),
        "",
        "",
        *CALLBACK_LINES,
        *(RATE_LINES if done.rates else []),
        *(STOP_LINES if stops else []),
        "",
        "",
    ]


def fit_lines(done: ByHand, fit: Call) -> list[str]:
    """The call of fit; a stop leaves it in the middle of an epoch, whose numbers were never told."""
    if done.stopped_after is None:
        return one_a_line("history = ", fit)
    return [
        "try:",
        *(f"{INDENT}{line}" for line in one_a_line("history = ", fit)),
        f"except {STOPPED}:",
        f"{INDENT}history = model.history",
        f"{INDENT}model.optimizer.finalize_variable_values(model.trainable_weights)  # as fit does at its end",
    ]
