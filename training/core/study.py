"""What Optuna says of a sweep: which trial comes next, and whether one is hopeless.

The study is made anew of what is known of the trials, each time it is asked: Optuna keeps nothing. Only what asks it imports this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.pruners import BasePruner, HyperbandPruner, MedianPruner
from optuna.samplers import RandomSampler, TPESampler
from optuna.trial import FrozenTrial, TrialState, create_trial
from pydantic import JsonValue

from designer.core.document import Sweep, SweptField
from designer.core.sweeps import DIGITS, range_values, stride
from training.core.objective import best_of
from training.core.past import Past

optuna.logging.set_verbosity(optuna.logging.WARNING)

NAME = "sweep"  # Hyperband parts the trials by it and their numbers
DIRECTIONS: Mapping[str, Literal["minimize", "maximize"]] = {"min": "minimize", "max": "maximize"}
STATES = {"running": TrialState.RUNNING, "finished": TrialState.COMPLETE, "cut": TrialState.PRUNED, "failed": TrialState.FAIL}
REDUCTION = 3  # Hyperband's own: it asks after 1, 3, 9 … epochs
FIRST_RUNG = "completed_rung_0"  # Optuna notes under it what a trial had measured when it was compared
SEEDS = 2**32
STRIDE = 1_000_003  # so that the trials of two sweeps with neighbouring seeds share no random numbers


def proposed(sweep: Sweep, number: int, past: Sequence[Past]) -> dict[str, JsonValue]:
    """What the trial of that number (from 1) is to set, by what came of those before it and what those under way set."""
    sampler = TPESampler(seed=(sweep.seed * STRIDE + number) % SEEDS)
    study = optuna.create_study(direction=DIRECTIONS[sweep.direction], sampler=sampler)
    for each in past:
        study.add_trial(_frozen(each, sweep, sweep.fields))
    trial = study.ask(_distributions(sweep.fields))
    return {field.name: _value(field, trial.params[field.name]) for field in sweep.fields}


class Judge:
    """Says whether one trial of a sweep is hopeless beside the others."""

    def __init__(self, sweep: Sweep, number: int, epochs: int) -> None:
        self._sweep, self._number, self._epochs = sweep, number, epochs

    def is_due(self, measured: Sequence[float | None]) -> bool:
        """Whether a trial can be ended at all after its epochs so far. A step is a finished epoch, from 1."""
        return bool(measured) and measured[-1] is not None and (self._sweep.pruning != "hyperband" or _is_rung(len(measured)))

    def is_hopeless(self, measured: Sequence[float | None], others: Sequence[Past]) -> bool:
        """Whether a trial that measured this should end."""
        if not self.is_due(measured):
            return False
        told = {step: value for step, value in enumerate(measured, start=1) if value is not None}
        return self._falls_behind(told, others) if self._sweep.pruning == "hyperband" else self._is_below_median(told, others)

    def _is_below_median(self, told: dict[int, float], others: Sequence[Past]) -> bool:
        study = self._study(MedianPruner())
        for past in others:
            if past.outcome == "finished":  # the only ones it looks at
                study.add_trial(_frozen(past, self._sweep, ()))
        trial = study.ask()
        for step, value in told.items():
            trial.report(value, step)
        return trial.should_prune()

    def _falls_behind(self, told: dict[int, float], others: Sequence[Past]) -> bool:
        """Whether Hyperband ends the trial after its last step, at which it compares those of one bracket by what they measured there.

        Whoever has come so far has passed the steps before, so Optuna needs to know of this one alone. The numbers of the trials make the brackets.
        """
        study, step = self._study(HyperbandPruner(max_resource=self._epochs)), max(told)
        there = {past.number: past.measured[step - 1] for past in others if len(past.measured) >= step}
        for number in range(1, max([self._number, *there]) + 1):
            noted = {FIRST_RUNG: there[number]} if there.get(number) is not None else {}
            judged = told if number == self._number else {}
            study.add_trial(create_trial(state=TrialState.RUNNING, system_attrs=noted, intermediate_values=judged))
        return study.pruner.prune(study, study.get_trials(deepcopy=False)[self._number - 1])

    def _study(self, pruner: BasePruner) -> optuna.Study:
        return optuna.create_study(study_name=NAME, direction=DIRECTIONS[self._sweep.direction], sampler=RandomSampler(), pruner=pruner)


def _is_rung(step: int) -> bool:
    """Whether Hyperband may end a trial after that many epochs."""
    while step % REDUCTION == 0:
        step //= REDUCTION
    return step == 1


def _frozen(past: Past, sweep: Sweep, fields: Sequence[SweptField]) -> FrozenTrial:
    """A trial that has happened; pruners need not know what its fields were set to."""
    best = best_of(past.measured, sweep.direction)
    state = STATES[past.outcome] if past.outcome == "running" or best is not None else TrialState.FAIL
    return create_trial(
        state=state,
        value=best if state == TrialState.COMPLETE else None,
        params={field.name: _param(field, past.values[field.name]) for field in fields},
        distributions=_distributions(fields),
        intermediate_values={step: value for step, value in enumerate(past.measured, start=1) if value is not None},
    )


def _distributions(fields: Sequence[SweptField]) -> dict[str, BaseDistribution]:
    return {field.name: _distribution(field) for field in fields}


def _distribution(field: SweptField) -> BaseDistribution:
    """Of a list the place is chosen: its values may be anything that JSON holds."""
    if field.values is not None:
        return CategoricalDistribution(range(len(field.values)))
    low, high, step = field.low or 0.0, field.high or 0.0, stride(field)
    if step is not None:
        last = range_values(field)[-1]  # Optuna wants the last step, not where the range ends
        high = float(last) if isinstance(last, int | float) else high
    if field.integer:
        return IntDistribution(int(low), int(high), log=field.log, step=int(step or 1))
    return FloatDistribution(low, high, log=field.log, step=step)


def _param(field: SweptField, value: JsonValue) -> Any:
    if field.values is None:
        return value
    return [json.dumps(each) for each in field.values].index(json.dumps(value))


def _value(field: SweptField, param: Any) -> JsonValue:
    if isinstance(param, float) and stride(field) is not None:
        return float(f"{param:.{DIGITS}g}")  # Optuna counts steps, and adds what floats lose
    value: JsonValue = param if field.values is None else field.values[param]
    return value
