"""The rules of an assignment: what a network that is handed in is held to. A kind of rule is a class, in `Rule`, and a row of `KINDS`.

A rule judges facts, which are plain numbers: those of a document and its analysis are known at once, scores only when the server has trained it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from designer.core.problems import Frozen
from designer.core.wording import a_list

MOST_RULES = 30
LayerName = Annotated[str, Field(min_length=1, max_length=80)]
Metric = Literal["accuracy", "mean_absolute_error", "mean_squared_error"]
OF_CLASSES: Mapping[Metric, bool] = {"accuracy": True, "mean_absolute_error": False, "mean_squared_error": False}
HIGHER_IS_BETTER: Mapping[Metric, bool] = {"accuracy": True, "mean_absolute_error": False, "mean_squared_error": False}


class _Rule(Frozen):
    points: float = Field(1.0, ge=0, le=1_000, description="What holding to it is worth.")
    feedback: str = Field("", max_length=1_000, description="What a student is told who does not hold to it.")


class MostParameters(_Rule):
    """At most so many parameters."""

    kind: Literal["most_parameters"]
    most: int = Field(ge=0, le=10**12)


class MostTrainable(_Rule):
    """At most so many parameters that training changes."""

    kind: Literal["most_trainable"]
    most: int = Field(ge=0, le=10**12)


class MostLayers(_Rule):
    """At most so many layers."""

    kind: Literal["most_layers"]
    most: int = Field(ge=1, le=10_000)


class MostEpochs(_Rule):
    """At most so many epochs; the server trains no longer than that."""

    kind: Literal["most_epochs"]
    most: int = Field(ge=1, le=100_000)


class WithoutLayers(_Rule):
    """None of these layers."""

    kind: Literal["without_layers"]
    layers: tuple[LayerName, ...] = Field(min_length=1, max_length=50)


class WithLayer(_Rule):
    """At least so many layers of a class."""

    kind: Literal["with_layer"]
    layer: LayerName
    at_least: int = Field(1, ge=1, le=1_000)


class WithCallback(_Rule):
    """A callback among the settings of the training."""

    kind: Literal["with_callback"]
    callback: LayerName


class NoProblems(_Rule):
    """No problem in the network, warnings among them."""

    kind: Literal["no_problems"]


class Score(_Rule):
    """How well it does on the hidden part once the server has trained it: an accuracy at least, an error at most."""

    kind: Literal["score"]
    metric: Metric = "accuracy"
    bound: float = Field(ge=0, le=10**9)


class Gap(_Rule):
    """How much better it may do on what it was trained on than on the hidden part."""

    kind: Literal["gap"]
    metric: Metric = "accuracy"
    most: float = Field(ge=0, le=10**9)


Rule: TypeAlias = Annotated[
    MostParameters | MostTrainable | MostLayers | MostEpochs | WithoutLayers | WithLayer | WithCallback | NoProblems | Score | Gap,
    Field(discriminator="kind"),
]


class Rules(Frozen):
    """The rules of an assignment, in order."""

    rules: tuple[Rule, ...] = Field(default=(), max_length=MOST_RULES)


class Facts(Frozen):
    """What is known of a network that is judged; None is not known, or not yet."""

    parameters: int | None = None
    trainable: int | None = None
    layers: int | None = None
    epochs: int | None = None
    classes: dict[str, int] = Field(default_factory=dict)
    callbacks: tuple[str, ...] = ()
    problems: tuple[str, ...] | None = None
    scores: dict[str, float] | None = Field(default=None, description="On the hidden part, by metric.")
    on_training: dict[str, float] = Field(default={}, description="On what it was trained on.")
    untrained: str = Field(default="", description="Why the server does not train it, in a sentence; rules about its scores are then not held to.")
    failure: str = Field(default="", description="Why the checks could not be made, in a sentence.")


class RuleResult(Frozen):
    """What came of a rule."""

    rule: int = Field(description="Its place among the rules, from 0.")
    kind: str
    title: str = Field(description="The rule in words.")
    needs_training: bool = Field(description="Whether it is known only when the server has trained the network.")
    passed: bool | None = Field(description="Null where it is not known yet.")
    points: float
    of: float
    said: str = Field(description="What was found; and, where the rule was not held to, the teacher's words.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a rule was held to, and what was found."""

    passed: bool | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to a kind of rule."""

    title: Callable[[Any], str]
    judge: Callable[[Any, Facts], Verdict]
    needs_training: bool = False


def _most(told: str, words: str) -> Callable[[Any, Facts], Verdict]:
    def judge(rule: Any, facts: Facts) -> Verdict:
        found = getattr(facts, told)
        if found is None:
            return Verdict(None)
        return Verdict(
            found <= rule.most, f"It has {found:,}{words}." if found <= rule.most else f"It has {found:,}{words}; at most {rule.most:,} may be."
        )

    return judge


def _without(rule: WithoutLayers, facts: Facts) -> Verdict:
    found = [name for name in rule.layers if facts.classes.get(name)]
    return Verdict(not found, f"It has {a_list(found)}." if found else "")


def _with_layer(rule: WithLayer, facts: Facts) -> Verdict:
    found = facts.classes.get(rule.layer, 0)
    return Verdict(found >= rule.at_least, f"It has {found:,} of {rule.at_least:,}." if found < rule.at_least else "")


def _with_callback(rule: WithCallback, facts: Facts) -> Verdict:
    has = rule.callback in facts.callbacks
    return Verdict(has, "" if has else f"{rule.callback} is not among the callbacks.")


def _no_problems(rule: NoProblems, facts: Facts) -> Verdict:
    if facts.problems is None:
        return Verdict(None)
    return Verdict(not facts.problems, facts.problems[0] if facts.problems else "")


def _score(rule: Score, facts: Facts) -> Verdict:
    if facts.untrained or facts.scores is None:
        return Verdict(False if facts.untrained else None, facts.untrained)
    found = facts.scores.get(rule.metric)
    if found is None:
        return Verdict(False, f"{_metric(rule)} cannot be measured on this network.".capitalize())
    return Verdict(_holds(found, rule.bound, rule.metric), f"{_metric(rule)} on the hidden samples: {found:.4g}.".capitalize())


def _gap(rule: Gap, facts: Facts) -> Verdict:
    if facts.untrained or facts.scores is None:
        return Verdict(False if facts.untrained else None, facts.untrained)
    hidden, seen = facts.scores.get(rule.metric), facts.on_training.get(rule.metric)
    if hidden is None or seen is None:
        return Verdict(False, f"{_metric(rule)} cannot be measured on this network.".capitalize())
    gap = (seen - hidden) if HIGHER_IS_BETTER[rule.metric] else (hidden - seen)
    return Verdict(gap <= rule.most, f"{_metric(rule)}: {seen:.4g} on what it was trained on, {hidden:.4g} on the hidden samples.".capitalize())


def _holds(found: float, bound: float, metric: Metric) -> bool:
    return found >= bound if HIGHER_IS_BETTER[metric] else found <= bound


def _metric(rule: Score | Gap) -> str:
    return rule.metric.replace("_", " ")


def _score_title(rule: Score) -> str:
    return f"{_metric(rule)} of {'at least' if HIGHER_IS_BETTER[rule.metric] else 'at most'} {rule.bound:g} on hidden samples".capitalize()


KINDS: Mapping[str, Kind] = {
    "most_parameters": Kind(lambda rule: f"At most {rule.most:,} parameters", _most("parameters", " parameters")),
    "most_trainable": Kind(lambda rule: f"At most {rule.most:,} trainable parameters", _most("trainable", " trainable parameters")),
    "most_layers": Kind(lambda rule: f"At most {rule.most:,} layer{'s' * (rule.most > 1)}", _most("layers", " layers")),
    "most_epochs": Kind(lambda rule: f"At most {rule.most:,} epoch{'s' * (rule.most > 1)}", _most("epochs", " epochs")),
    "without_layers": Kind(lambda rule: f"Without {' or '.join(rule.layers)}", _without),
    "with_layer": Kind(lambda rule: f"At least {rule.at_least:,} × {rule.layer}" if rule.at_least > 1 else f"With {rule.layer}", _with_layer),
    "with_callback": Kind(lambda rule: f"Trained with {rule.callback}", _with_callback),
    "no_problems": Kind(lambda _: "No problems", _no_problems),
    "score": Kind(_score_title, _score, needs_training=True),
    "gap": Kind(
        lambda rule: f"{_metric(rule).capitalize()} on hidden samples at most {rule.most:g} worse than in training", _gap, needs_training=True
    ),
}


def title_of(rule: Rule) -> str:
    """A rule in words: two rules that ask for the same have the same."""
    return KINDS[rule.kind].title(rule)


def judge(rules: Iterable[Rule], facts: Facts) -> list[RuleResult]:
    """What comes of each rule."""
    return [_result(place, rule, facts) for place, rule in enumerate(rules)]


def needs_training(rules: Iterable[Rule]) -> bool:
    """Whether a network must be trained to be judged."""
    return any(KINDS[rule.kind].needs_training for rule in rules)


def misfit(rule: Rule, *, of_classes: bool) -> str:
    """Why nobody can hold to a rule about scores, or fail to, on data that foretell classes, or numbers; empty where that can be."""
    if not isinstance(rule, Score | Gap):
        return ""
    if OF_CLASSES[rule.metric] != of_classes:
        foretold, fitting = ("classes", "accuracy") if of_classes else ("numbers", "a mean error")
        return f"measures {_metric(rule)}, but the data foretell {foretold}. Measure it by {fitting}."
    asked = rule.bound if isinstance(rule, Score) else rule.most
    if rule.metric == "accuracy" and asked > 1:
        meant = f" Write {asked / 100:g} for {asked:g} %." if asked <= 100 else ""
        return f"asks for an accuracy of {asked:g}, but an accuracy lies between 0 and 1.{meant}"
    return ""


def epochs_allowed(rules: Iterable[Rule], asked: int) -> int:
    """For how many epochs the server trains a network that asks for so many."""
    return min([asked, *(rule.most for rule in rules if isinstance(rule, MostEpochs))])


def over_budget(rules: Iterable[Rule], facts: Facts) -> str:
    """Why a network is not to be trained: it breaks a rule about its size. Empty where it does not."""
    sizes = [rule for rule in rules if isinstance(rule, MostParameters | MostTrainable | MostLayers)]
    broken = [result for result in judge(sizes, facts) if result.passed is False]
    return f"It was not trained, because it is larger than allowed: {broken[0].title.lower()}." if broken else ""


def totals(results: Sequence[RuleResult]) -> tuple[float, float]:
    """The points of all rules, and of how many."""
    return sum(result.points for result in results), sum(result.of for result in results)


def _result(place: int, rule: Rule, facts: Facts) -> RuleResult:
    kind = KINDS[rule.kind]
    verdict = kind.judge(rule, facts)
    was_judged = not (kind.needs_training and facts.untrained)  # what helps a network that scores badly is no help to one that was not trained
    said = " ".join(filter(None, (verdict.said, rule.feedback if verdict.passed is False and was_judged else "")))
    points = rule.points if verdict.passed else 0.0
    return RuleResult(
        rule=place,
        kind=rule.kind,
        title=title_of(rule),
        needs_training=kind.needs_training,
        passed=verdict.passed,
        points=points,
        of=rule.points,
        said=said,
    )
