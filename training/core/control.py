"""Control over a training while it runs: what another thread asks of it, and the callback that obeys."""

from __future__ import annotations

import threading
import time
from collections import deque

import keras

from training.core.callbacks import Logs
from training.core.checkpointer import Checkpointer
from training.core.commands import Command
from training.core.reporter import Reporter

HOLD_SECONDS = 30.0  # a training that is paused stays in memory so long, to go on at once


class Stopped(Exception):
    """The training was asked to stop."""


class Paused(Exception):
    """The training gives its worker back, as it has been paused for long or gives way to others; its checkpoint is kept."""


class Control:
    """Takes commands from any thread; a subclass may listen to what became of them."""

    def __init__(self) -> None:
        self._commands: deque[Command] = deque()
        self._asked = threading.Condition()
        self._stop = False

    def ask(self, command: Command) -> None:
        """Ask something of the training."""
        with self._asked:
            self._stop = self._stop or command.wish == "stop"
            self._commands.append(command)
            self._asked.notify()

    def should_stop(self) -> bool:
        """Whether it was asked to stop; looked at after every batch."""
        return self._stop

    def take(self, wait: float = 0.0) -> Command | None:
        """The next command, if one comes within `wait` seconds."""
        if not self._commands and not wait:
            return None
        with self._asked:
            self._asked.wait_for(lambda: self._commands, wait)
            return self._commands.popleft() if self._commands else None

    def takes_pause(self) -> bool:
        """While there is no batch to pause after: whether it is to pause, by what was asked last. That is done with then, and the steps before it."""
        with self._asked:
            asked = [command.wish for command in self._commands if command.wish != "rate"]
            said = [wish for wish in asked if wish != "still_pause"]
            is_asked_again = "still_pause" in asked and not set(said) - {"give_way"}
            if said[-1:] != ["pause"] and not (is_asked_again and self.is_to_pause()):
                return False
            self._commands = deque(command for command in self._commands if command.wish == "rate")
            return True

    def is_to_pause(self) -> bool:
        """Whether a pause that was asked for has not come yet."""
        return True

    def held(self) -> None:
        """Called when the training has paused."""

    def going(self) -> None:
        """Called when a paused training goes on."""

    def gives_way(self) -> bool:
        """Whether a training that was asked to let others train does so now; it goes on later."""
        return True

    def may_leave(self) -> bool:
        """Whether a training that was paused for long may give its worker back: nobody has just asked it to go on."""
        return True


class Controls(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """The last callback: when it is asked, all others know of the batch."""

    reads_tensors = True

    def __init__(self, control: Control, reporter: Reporter, checkpointer: Checkpointer) -> None:
        super().__init__()
        self._control = control
        self._reporter = reporter
        self._checkpointer = checkpointer
        self._left: int | None = None  # batches until it pauses again
        self._trains = self._gives_way = False

    def on_train_begin(self, logs: Logs = None) -> None:
        """Obey what was asked before; where batches are to be drawn again first, after the last of these: until then everything is set back."""
        self._trains = True
        if not self._checkpointer.draws_again:
            if self._checkpointer.trained == 0:  # a checkpoint after an epoch is younger than what was told in it
                self._do_as_told()
            self._obey()

    def on_train_end(self, logs: Logs = None) -> None:
        """What comes after is judged, not trained."""
        self._trains = False

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Stop, pause or change within one batch."""
        self._stop_if_asked()
        self._do_as_told()
        if not self._checkpointer.is_new(batch):
            if self._checkpointer.is_back(batch):
                self._obey()
            return
        if self._left is not None:
            self._left -= 1
        self._obey()
        if self._left is not None and self._left <= 0:
            self._hold()
        elif self._gives_way:
            self._leave()

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Stop during validation and evaluation, too."""
        self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        if self._control.should_stop() or self._reporter.is_over:
            self._reporter.flush()
            if self._trains:  # here, and not behind `fit`, since some back ends give the weights their last form as it ends
                self._checkpointer.take()
            raise Stopped

    def _obey(self) -> None:
        while command := self._control.take():
            if command.wish == "pause":
                self._left = 0
            elif command.wish == "still_pause":
                self._left = 0 if self._left is None and self._control.is_to_pause() else self._left
            elif command.wish == "resume":
                self._left = None
            elif command.wish == "step":
                self._step(command)
            elif command.wish == "rate":
                self._set_rate(command.value)
            elif command.wish == "give_way":
                self._gives_way = True

    def _leave(self) -> None:
        """Let others train, unless single batches are asked for: whoever asks for them sits before it."""
        self._gives_way = False
        if self._left is None and self._control.gives_way():
            self._reporter.flush()
            self._checkpointer.take()
            raise Paused

    def _hold(self) -> None:
        """Wait until it is to go on; the time does not count as training."""
        self._left = None
        began = time.perf_counter()
        self._reporter.flush()
        self._checkpointer.take()
        self._control.held()
        self._wait()
        self._control.going()
        self._reporter.rested(time.perf_counter() - began)

    def _wait(self) -> None:
        while True:
            command = self._control.take(HOLD_SECONDS)
            self._stop_if_asked()
            if command is None and self._control.may_leave():
                raise Paused
            if command is None or command.wish == "resume":
                return
            if command.wish == "step":
                self._step(command)
                return
            if command.wish == "rate":
                self._set_rate(command.value)

    def _step(self, command: Command) -> None:
        self._left = (self._left or 0) + max(1, int(command.value))

    def _do_as_told(self) -> None:
        """Set a learning rate that the history knows of already: the training may have been lost before its checkpoint knew, too."""
        rate = self._reporter.rate_told(self._checkpointer.trained)
        if rate is not None:
            self.model.optimizer.learning_rate = rate
            self._reporter.note_rate()

    def _set_rate(self, rate: float) -> None:
        self.model.optimizer.learning_rate = rate
        self._reporter.tell_rate(rate)
        self._checkpointer.take()
