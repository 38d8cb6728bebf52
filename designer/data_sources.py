"""Where the designer finds data sets and runs without knowing who keeps them: the app that does registers itself when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from designer.core.data import DataSpec


@dataclass(frozen=True, slots=True)
class RunDigest:
    """What a network's card says of its runs."""

    runs: int
    best: str = ""
    spark: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSource:
    """An app that keeps data sets, and the runs made on them."""

    find: Callable[[str], DataSpec | None]
    read_file: Callable[[str, str], bytes]
    digests: Callable[[Iterable[str]], Mapping[str, RunDigest]]
    may_read: Callable[[int | None, str], bool]
    """Whether a person, or no one, may see a data set of a name."""
    network_of: Callable[[str, str], str | None]
    """The network that a page is about: what kind of page, and the id in its address; None where it is about none."""


_sources: dict[str, DataSource] = {}


def register(name: str, source: DataSource) -> None:
    """Ask this source, too; called once by an app's `ready`."""
    _sources[name] = source


def find(name: str | None) -> DataSpec | None:
    """The data set of that name, or None."""
    if name is None:
        return None
    return next((spec for source in _sources.values() if (spec := source.find(name)) is not None), None)


def network_of(kind: str, name: str) -> str | None:
    """The network that a page of this kind with this id in its address is about."""
    return next((found for source in _sources.values() if (found := source.network_of(kind, name)) is not None), None)


def may_read(person: int | None, name: str) -> bool:
    """Whether a person, or no one, may see the data set of that name."""
    return all(source.may_read(person, name) for source in _sources.values())


def read_file(dataset: str, file: str) -> bytes:
    """A data file of a data set; raises KeyError when no source keeps it."""
    for source in _sources.values():
        if source.find(dataset) is not None:
            return source.read_file(dataset, file)
    raise KeyError(dataset)


def digests(networks: Iterable[str]) -> dict[str, RunDigest]:
    """What is to say of each network's runs, by the network's id; networks without runs are left out."""
    wanted = list(networks)
    return {network: digest for source in _sources.values() for network, digest in source.digests(wanted).items()}
