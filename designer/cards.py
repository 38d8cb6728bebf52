"""A network as a card on the home page: its graph drawn small, and what is to say of its runs."""

from __future__ import annotations

from designer.core.document import parse
from designer.data_sources import RunDigest
from designer.models import Network
from designer.schemas import NetworkSummary

MOST_NODES = 120  # a card is 300 px wide: more could not be told apart


def card(network: Network, digest: RunDigest | None) -> NetworkSummary:
    """The card of a network."""
    document = parse(network.document)
    shown = document.nodes[:MOST_NODES]
    place = {node.id: index for index, node in enumerate(shown)}
    wires = [(place[edge.source[0]], place[edge.target[0]]) for edge in document.edges if edge.source[0] in place and edge.target[0] in place]
    found = digest or RunDigest(runs=0)
    return NetworkSummary(
        id=network.pk,
        name=network.name,
        changed=network.changed,
        layers=len(document.nodes),
        thumbnail=[(*node.at, node.layer) for node in shown],
        wires=wires,
        runs=found.runs,
        best=found.best,
        spark=list(found.spark),
    )
