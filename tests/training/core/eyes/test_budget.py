"""How much of a training's time looking may take."""

from __future__ import annotations

from training.core.eyes.budget import MOST_LOOKS, Budget, is_turn


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_look_waits_until_its_share_of_the_training_has_passed() -> None:
    clock = Clock()
    budget = Budget(clock, share=0.1)
    budget.start()
    assert budget.allows("judged")  # what it costs is not known yet
    with budget.counted("judged"):
        clock.now += 1
    clock.now += 19
    assert not budget.allows("judged")
    assert not budget.allows("layers")  # it may be as dear
    clock.now += 1
    assert budget.allows("judged")


def test_what_was_looked_at_longest_ago_comes_first() -> None:
    budget = Budget(Clock())
    for part in ["judged", "layers", "judged"]:
        with budget.counted(part):
            pass
    assert budget.in_turn(["judged", "layers", "weights"]) == ["weights", "layers", "judged"]


def test_a_long_run_is_not_looked_at_after_every_epoch() -> None:
    looked_at = [epoch for epoch in range(1, 10_001) if is_turn(epoch, 10_000)]
    assert looked_at[0] == 1
    assert len(looked_at) <= MOST_LOOKS + 1
    assert all(is_turn(epoch, 20) for epoch in range(1, 21))
