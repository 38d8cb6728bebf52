"""The part of a script that searches: a plain loop over a grid, over what chance draws, or what Optuna proposes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.core.codegen.expressions import INDENT, Call, Expression, Name, flat, laid_out, one_a_line, quoted
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import comment
from designer.core.codegen.swept import Marked, Swept, tried
from designer.core.document import Training
from designer.core.fitting import VALIDATION
from designer.core.sweeps import combinations, count, range_values

TRAIN, BEST_VALUE, PRUNING, OBJECTIVE = "train_model", "best_value", "Pruning", "objective"
WATCHING = "watching"  # the parameter of `train_model` for further callbacks
NAMES = {
    *(
        TRAIN,
        BEST_VALUE,
        PRUNING,
        OBJECTIVE,
        WATCHING,
        "study",
        "trial",
        "trials",
        "space",
        "chance",
        "settings",
        "scores",
        "number",
        "best",
        "score",
    ),
    *("itertools", "random", "math", "optuna", "epoch", "logs", "make_model"),
}
DIRECTIONS: Mapping[str, str] = {"min": "minimize", "max": "maximize"}
WORST: Mapping[str, str] = {"min": "math.inf", "max": "-math.inf"}


def watched(swept: Swept) -> tuple[str, bool]:
    """The number that tells a good trial, and whether some trials may lack it: without a validation split the training's own stands in."""
    splits = [swept.document.training.validation_split]
    for each in swept.marked:
        if each.field.path == ("validation_split",) and each.field.node is None:
            splits = [*(each.values or (each.field.low or 0.0, each.field.high or 0.0))]
    objective = swept.sweep.objective
    if any(splits):
        return objective, objective.startswith(VALIDATION) and not all(splits)
    return objective.removeprefix(VALIDATION), False


def search_part(swept: Swept) -> Part:
    """Everything tried, and `best`, which holds the settings of the best trial."""
    part = Part("Search")
    part.imports.add("math")
    _judging(part, swept)
    if swept.sweep.method == "optuna":
        _with_optuna(part, swept)
    else:
        _in_turn(part, swept)
    return part


def trained_best() -> Part:
    """The best model, trained once more."""
    part = Part("Best model")
    part.add(comment("The same settings and the same seed give the same model again."))
    part.add([f"model, history = {TRAIN}(**best)", "model.summary()"])
    return part


def _value_in(logs: str, swept: Swept) -> str:
    objective, may_lack = watched(swept)
    if not may_lack:
        return f"{logs}[{quoted(objective)}]"
    return f"{logs}.get({quoted(objective)}, {logs}[{quoted(objective.removeprefix(VALIDATION))}])"


def _judging(part: Part, swept: Swept) -> None:
    sweep = swept.sweep
    part.add([f"def {BEST_VALUE}(history):", f'{INDENT}"""Return the best {watched(swept)[0]} of all epochs."""'])
    part.add([f"{INDENT}values = [value for value in {_value_in('history', swept)} if math.isfinite(value)]"])
    part.add([f"{INDENT}return {sweep.direction}(values, default={WORST[sweep.direction]})", "", ""])
    if sweep.pruning != "none":
        part.imports.add("optuna")
        part.add(_pruning(swept))


def _pruning(swept: Swept) -> Iterator[str]:
    """The callback that tells Optuna of each epoch, and ends a trial that it holds for hopeless."""
    yield f"class {PRUNING}(keras.callbacks.Callback):"
    yield f'{INDENT}"""End a trial whose {watched(swept)[0]} is hopeless beside that of the others."""'
    yield ""
    yield f"{INDENT}def __init__(self, trial):"
    yield f"{INDENT * 2}super().__init__()"
    yield f"{INDENT * 2}self.trial = trial"
    yield ""
    yield f"{INDENT}def on_epoch_end(self, epoch, logs=None):"
    yield f"{INDENT * 2}self.trial.report({_value_in('logs', swept)}, step=epoch + 1)"
    yield f'{INDENT * 2}if epoch + 1 < self.params["epochs"] and self.trial.should_prune():'
    yield f"{INDENT * 3}raise optuna.TrialPruned()"
    yield ""
    yield ""


def _pruner(swept: Swept) -> Expression:
    if swept.sweep.pruning == "median":
        return Call("optuna.pruners.MedianPruner")
    return Call("optuna.pruners.HyperbandPruner", (), (("max_resource", _most_epochs(swept)),))


def _most_epochs(swept: Swept) -> int:
    training: Training = swept.document.training
    for each in swept.marked:
        if each.field.path == ("epochs",) and each.field.node is None:
            return int(max(each.values) if each.values else each.field.high or 1)
    return training.epochs


def _study(swept: Swept, *, samples: bool) -> list[str]:
    """The study; one that only prunes is asked for no values."""
    given: list[tuple[str, Expression]] = [("direction", DIRECTIONS[swept.sweep.direction])]
    if samples:
        given.append(("sampler", Call("optuna.samplers.TPESampler", (), (("seed", swept.sweep.seed),))))
    if swept.sweep.pruning == "hyperband":
        given.insert(0, ("study_name", "sweep"))  # by which Hyperband parts the trials
    if swept.sweep.pruning != "none":
        given.append(("pruner", _pruner(swept)))
    return one_a_line("study = ", Call("optuna.create_study", (), tuple(given)))


def _with_optuna(part: Part, swept: Swept) -> None:
    part.imports.add("optuna")
    more = f", {WATCHING}=[{PRUNING}(trial)]" if swept.sweep.pruning != "none" else ""
    part.add([f"def {OBJECTIVE}(trial):", f'{INDENT}"""Train with what Optuna proposes, and return what came of it."""', f"{INDENT}settings = {{"])
    for each in swept.marked:
        part.add(laid_out(f"{quoted(each.variable)}: ", _suggested(each), ",", INDENT * 2))
    part.add([f"{INDENT}}}", f"{INDENT}model, history = {TRAIN}(**settings{more})", f"{INDENT}return {BEST_VALUE}(history)", "", ""])
    part.add(_study(swept, samples=True))
    part.add([f"study.optimize({OBJECTIVE}, n_trials={swept.sweep.trials})", "best = study.best_params"])
    part.add([f'print(f"Best of {{len(study.trials)}} trials: {watched(swept)[0]} {{study.best_value:.4g}} with {{best}}")'])


def _suggested(each: Marked) -> Expression:
    field = each.field
    if field.values is not None:
        return Call("trial.suggest_categorical", (each.variable, list(each.values)))
    low, high, step = field.low or 0.0, field.high or 0.0, field.step
    last = range_values(field)[-1] if count(field) else high  # Optuna warns of an end that no step reaches
    high = float(last) if isinstance(last, int | float) else high
    more: list[tuple[str, Expression]] = [("log", True)] if field.log else []
    if field.integer:
        more += [("step", int(step))] if step not in (None, 1) else []
        return Call("trial.suggest_int", (each.variable, int(low), int(high)), tuple(more))
    more += [("step", step)] if step is not None else []
    return Call("trial.suggest_float", (each.variable, low, high), tuple(more))


def _in_turn(part: Part, swept: Swept) -> None:
    """A list of settings, and a loop over it."""
    sweep = swept.sweep
    (_grid if sweep.method == "grid" else _by_chance)(part, swept)
    prunes = sweep.pruning != "none"
    part.add(["", *(_study(swept, samples=False) if prunes else []), "scores = []", "for number, settings in enumerate(trials, start=1):"])
    part.add(_pruned_body() if prunes else [f"{INDENT}model, history = {TRAIN}(**settings)", f"{INDENT}score = {BEST_VALUE}(history)"])
    if prunes:
        part.add([f"{INDENT}{INDENT}study.tell(trial, score)"])
        part.add([f"{INDENT}except optuna.TrialPruned:", f"{INDENT * 2}score = {WORST[sweep.direction]}"])
        part.add([f"{INDENT * 2}study.tell(trial, state=optuna.trial.TrialState.PRUNED)"])
    part.add([f"{INDENT}scores.append(score)"])
    objective = watched(swept)[0]
    part.add([f'{INDENT}print(f"Trial {{number}}: {objective} {{score:.4g}} with {{settings}}")', ""])
    part.add([f"best = trials[scores.index({sweep.direction}(scores))]"])
    part.add([f'print(f"Best of {{len(trials)}} trials: {objective} {{{sweep.direction}(scores):.4g}} with {{best}}")'])


def _pruned_body() -> list[str]:
    """A trial that Optuna may end."""
    return [
        f"{INDENT}trial = study.ask()",
        f"{INDENT}try:",
        f"{INDENT * 2}model, history = {TRAIN}(**settings, {WATCHING}=[{PRUNING}(trial)])",
        f"{INDENT * 2}score = {BEST_VALUE}(history)",
    ]


def _grid(part: Part, swept: Swept) -> None:
    part.imports.add("itertools")
    part.add(["space = {", *(line for each in swept.marked for line in laid_out(f"{quoted(each.variable)}: ", tried(each), ",", INDENT)), "}"])
    every = "itertools.product(*space.values())"
    if combinations(swept.sweep) > swept.sweep.trials:
        every = f"itertools.islice({every}, {swept.sweep.trials})"
    part.add([f"trials = [dict(zip(space, values)) for values in {every}]"])


def _by_chance(part: Part, swept: Swept) -> None:
    part.imports.add("random")
    rows = (line for each in swept.marked for line in laid_out(f"{quoted(each.variable)}: ", _drawn(each), ",", INDENT * 2))
    part.add([f"chance = random.Random({swept.sweep.seed})", "trials = [", f"{INDENT}{{", *rows])
    part.add([f"{INDENT}}}", f"{INDENT}for _ in range({swept.sweep.trials})", "]"])


def _drawn(each: Marked) -> Expression:
    """What chance draws: the same as `sweeps.sampled`."""
    field = each.field
    if count(field) is not None:
        return Call("chance.choice", (tried(each),))
    low, high = field.low or 0.0, field.high or 0.0
    if not field.log:
        return Call("chance.uniform", (low, high))
    text = f"{flat(low)} * ({flat(high)} / {flat(low)}) ** chance.random()"
    return Call("round", (Name(text),)) if field.integer else Name(text)
