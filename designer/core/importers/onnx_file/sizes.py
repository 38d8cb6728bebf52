"""Lengths that are only known when the network runs: each stands as a large prime, so that arithmetic on shapes keeps it recognisable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designer.core.importers.onnx_file.axes import Unsupported

FIRST = 1_009
MOST = 400


class Sizes:
    """The primes that stand for unknown lengths; none divides a number of the file."""

    def __init__(self, numbers: Iterable[int]) -> None:
        known = {number for number in numbers if number >= FIRST}
        self._free = (prime for prime in _primes() if not any(number % prime == 0 for number in known))
        self._symbols: dict[object, int] = {}
        self._primes: set[int] = set()
        self.batch = self.symbol("the batch")

    def symbol(self, key: object) -> int:
        """The prime of an unknown length; the same for the same key."""
        if key not in self._symbols:
            prime = next(self._free, None)
            if prime is None:
                raise Unsupported("there are too many lengths that are only known when the network runs")
            self._symbols[key] = prime
            self._primes.add(prime)
        return self._symbols[key]

    def is_known(self, size: int) -> bool:
        """Whether a length holds no unknown one."""
        return size == 0 or not any(size % prime == 0 for prime in self._primes)

    def derived(self, size: int, *sources: int) -> int:
        """A length that was computed from others: itself where they are known, else an unknown one of its own."""
        if not self.is_known(size) or all(self.is_known(source) for source in sources):
            return size
        return self.symbol(("derived", size))

    def dims(self, sizes: Iterable[int]) -> list[int | None]:
        """Lengths as Keras writes them: None for those that are not known."""
        return [size if self.is_known(size) else None for size in sizes]


def _primes() -> Iterator[int]:
    number = FIRST
    for _ in range(MOST):
        while any(number % divisor == 0 for divisor in range(2, int(number**0.5) + 1)):
            number += 2
        yield number
        number += 2
