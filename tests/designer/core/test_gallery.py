"""The gallery: every template is sound, tidy, and learns from its data set."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.core.analyse import analyse
from designer.core.catalog import load
from designer.core.gallery import Template, find, templates
from designer.core.plan import plan
from training.core import datasets
from training.core.job import Data
from training.core.loop import train

NODE_WIDTH, NODE_HEIGHT = 220, 100
FEW = 96

every_template = pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)


def test_the_gallery_holds_the_promised_templates() -> None:
    names = [template.name for template in templates()]
    assert names == [
        "logistic_regression", "mlp_digits", "cnn_digits", "cnn_fashion", "resnet", "autoencoder", "text_classifier", "wide_and_deep", "forecaster",
        "attention", "raw_text", "siamese", "residual_blocks", "transformer", "encoder_decoder",
    ]  # fmt: skip
    assert len({template.title for template in templates()}) == len(names)
    assert find("cnn_digits") is templates()[2]
    assert find("nothing") is None


@every_template
def test_a_template_has_no_problem_of_any_kind(template: Template) -> None:
    spec = datasets.find(template.dataset)
    assert spec is not None
    assert plan(template.document, load()).problems == ()
    assert analyse(template.document, spec).problems == ()


@every_template
def test_a_template_is_drawn_from_top_to_bottom_without_overlap(template: Template) -> None:
    at = {node.id: node.at for node in template.document.nodes}
    for (x, y), (other_x, other_y) in combinations(at.values(), 2):
        assert abs(x - other_x) > NODE_WIDTH or abs(y - other_y) > NODE_HEIGHT
    for edge in template.document.edges:
        assert at[edge.source[0]][1] < at[edge.target[0]][1]


@every_template
def test_a_template_says_in_one_sentence_what_it_does(template: Template) -> None:
    assert template.summary.endswith((".", "?"))
    assert "!" not in template.summary
    assert len(template.summary) < 120
    assert template.document.name == template.title


@pytest.mark.filterwarnings("ignore")
@every_template
def test_the_loss_of_a_template_falls_on_a_few_samples(template: Template, tmp_path: Path) -> None:
    training = template.document.training.model_copy(update={"epochs": 3, "batch_size": 16, "callbacks": ()})
    result = train(template.document.model_copy(update={"training": training}), tmp_path, _ignore, data=few(template.dataset))
    losses = result.history["loss"]
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


def few(dataset: str) -> Data:
    """The first samples of a data set."""
    spec = datasets.find(dataset)
    assert spec is not None
    first, held_out = ({name: array[:FEW] for name, array in part.items()} for part in datasets.load(dataset))
    return Data(spec, first, held_out)


def _ignore(events: list[dict[str, Any]]) -> None:
    """Nobody watches."""
