"""Reading docstrings and kinds, on text as Keras writes it."""

from __future__ import annotations

from inspect import Parameter
from typing import Any

import pytest

from designer.core.reading import overlay
from designer.core.reading.docstrings import plain, read_docstring
from designer.core.reading.kinds import Reading, read_kind
from designer.core.reading.params import UnreadableParamError, read_params, shared_helps

EMPTY = Parameter.empty


class Documented:
    """Layer that shows how
    docstrings are written.

    It computes `output = activation(input)`, as described in
    [a paper](
    https://example.org/paper.pdf). **Importantly**, it is *not* a layer.

    It does:

    - one thing, which
      goes on
    - another: `x * y * z`

    For example:

    >>> Documented(3)
    (3,)

    Args:
        size: Positive integer, how
            large it is.
        rate, ratio: Float between 0 and 1.
            - `0` means nothing
            - `1` means all
        **kwargs: Base arguments.

    Call arguments:
        inputs: A tensor.

    Example:

    ```python
    size: 5
    ```
    """


class Templated:
    __doc__ = "\n    First line.\n\n    Args:\n        size: An integer.\n        {{more}}\n\nUnindented:\n>>> code\n"


def test_the_first_paragraph_is_the_summary() -> None:
    assert read_docstring(Documented).summary == "Layer that shows how docstrings are written."


def test_the_description_ends_before_code_and_sections() -> None:
    assert read_docstring(Documented).description.split("\n\n") == [
        "It computes output = activation(input), as described in a paper. Importantly, it is not a layer.",
        "It does:",
        "- one thing, which goes on\n- another: x * y * z",
    ]


def test_arguments_are_read_with_their_lists_and_those_of_call_are_not() -> None:
    assert read_docstring(Documented).arguments == {
        "size": "Positive integer, how large it is.",
        "rate": "Float between 0 and 1.\n- 0 means nothing\n- 1 means all",
        "ratio": "Float between 0 and 1.\n- 0 means nothing\n- 1 means all",
        "kwargs": "Base arguments.",
    }


def test_text_that_keras_puts_in_without_indentation_does_no_harm() -> None:
    assert read_docstring(Templated).arguments == {"size": "An integer."}


def test_a_class_without_a_docstring_says_nothing() -> None:
    assert read_docstring(type("Silent", (), {})).summary == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [the paper](https://x.y)", "see the paper"),
        ("**bold** and *slanted*", "bold and slanted"),
        ("a * b * c and 2**n", "a * b * c and 2**n"),
        ("`code`  with   gaps", "code with gaps"),
        ("element-wise..", "element-wise."),
        ("and so on...", "and so on..."),
    ],
)
def test_markup_is_taken_away_and_formulas_are_kept(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("default", "text", "expected"),
    [
        (True, "", Reading("bool")),
        (2, "", Reading("int")),
        (2, "Float, the largest value.", Reading("float")),
        (1, "int or tuple of 2 integers", Reading("int_or_tuple")),
        (0.5, "", Reading("float")),
        (0.5, "A single float or a tuple of two floats.", Reading("float_or_range")),
        ((1, 1), "int or tuple/list of 2 integers", Reading("int_or_tuple", length=2)),
        ((0, 255), "The range of values.", Reading("tuple", length=2)),
        (((1, 1), (1, 1)), "", Reading("int_or_pairs", length=2)),
        ("valid", 'either "valid" or "same"', Reading("choice", choices=("valid", "same"))),
        ("utf-8", "The encoding.", Reading("string")),
        (None, "Optional integer.", Reading("int")),
        (None, 'One of "sum", "mean".', Reading("choice", choices=("sum", "mean"))),
        (EMPTY, "Positive integer, how many.", Reading("int")),
        (EMPTY, "Boolean, whether.", Reading("bool")),
        (EMPTY, "Tuple of integers, the shape.", Reading("tuple")),
        (EMPTY, "Something else.", Reading(None)),
    ],
)
def test_a_kind_is_read_from_default_and_help(default: Any, text: str, expected: Reading) -> None:
    assert read_kind(default, text) == expected


class Sized:
    """One that says what size is.

    Args:
        size: Positive integer, how large.
    """

    def __init__(self, size: int, *args: Any, label: str = "x", name: str | None = None, **kwargs: Any) -> None: ...


class Silent:
    """One that does not."""

    def __init__(self, size: int) -> None: ...


def test_parameters_follow_the_signature_without_the_hidden_ones() -> None:
    params = read_params(Sized, "Sized", {})
    assert [(param.name, param.kind, param.required, param.common) for param in params] == [
        ("size", "int", True, True),
        ("label", "string", False, False),
    ]


def test_a_class_that_says_nothing_of_an_argument_takes_what_the_others_say() -> None:
    (param,) = read_params(Silent, "Silent", shared_helps([Sized, Silent]))
    assert (param.kind, param.help) == ("int", "Positive integer, how large.")


def test_an_argument_of_which_nothing_is_known_is_an_error_that_says_where_to_write_it() -> None:
    with pytest.raises(UnreadableParamError, match=r'Silent.size has no kind .* overlay/params.toml, as \[only."Silent.size"\]'):
        read_params(Silent, "Silent", {})


def test_what_is_said_of_one_class_overrules_what_is_said_of_a_name() -> None:
    changes = overlay.params().changes
    assert changes("AnyLayer", "scale") == {}
    assert changes("Rescaling", "scale")["kind"] == "json"
    assert changes("AnyLayer", "factor")["kind"] == "float_or_range"
    assert changes("OrthogonalRegularizer", "factor")["kind"] == "float"
