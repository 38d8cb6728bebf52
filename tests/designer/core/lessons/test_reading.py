"""A lesson's file is read, or everything that is wrong with it is said, with its line."""

from __future__ import annotations

import pytest

from designer.core.catalog import load
from designer.core.lessons.lesson import KernelPart, Lesson, NeuronPart, QuestionPart, ShowControl, TextPart
from designer.core.lessons.reading import LONGEST, WrongLesson, read

HEAD = '+++\ntitle = "Mine"\nabout = "Of mine."\nminutes = 5\n+++\n'
STEP = "## First\n\nText.\n"


def lesson(text: str = STEP, head: str = HEAD) -> Lesson:
    return read("mine.md", head + text, load())


def block(*lines: str, word: str = "step") -> str:
    return STEP + f"```{word}\n" + "\n".join(lines) + "\n```\n"


def sentences(text: str, head: str = HEAD) -> tuple[str, ...]:
    with pytest.raises(WrongLesson) as caught:
        lesson(text, head)
    return caught.value.sentences


def test_a_lesson_has_steps_of_text_widgets_and_questions_in_their_order() -> None:
    written = """## One
Look.
```neuron
inputs = ["x"]
values = [1]
weights = [2]
```
```python
## no heading
```
```question
How much?
= 2
? Multiply.
```
```step
show train
check layers Dense >= 1
```
## Two
```kernel
picture = ["00000", "00900", "00900", "00900", "00000"]
kernel = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
```
"""
    first, second = lesson(written).steps
    text, neuron, code, question = first.parts
    assert isinstance(text, TextPart)
    assert isinstance(neuron, NeuronPart)
    assert isinstance(code, TextPart)
    assert code.text == "```python\n## no heading\n```"
    assert question == QuestionPart(ask="How much?", answers=("2",), hint="Multiply.")
    assert isinstance(first.show, ShowControl)
    assert [check.text for check in first.checks] == ["The network has at least 1 Dense layer."]
    assert [type(part) for part in second.parts] == [KernelPart]


def test_it_starts_with_a_template_with_a_network_of_its_own_or_with_nothing() -> None:
    network = '```network\n{"version": 4, "name": "Own", "nodes": [{"id": "x", "layer": "Input", "config": {"shape": [2]}}]}\n```\n'
    assert lesson().starter.nodes == ()
    assert [node.id for node in lesson(network + STEP).starter.nodes] == ["x"]
    assert lesson(head=HEAD.replace("minutes", 'template = "mlp_digits"\nminutes')).starter.training.dataset == "digits"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("layers Dense = 0", "The network has no Dense layer."),
        ("layers Dense in 2 to 4", "The network has from 2 to 4 Dense layers."),
        ("field Conv2D padding != same", "padding of Conv2D is not same."),
        ("field Conv2D kernel_size = [3, 3]", "kernel_size of Conv2D is [3, 3]."),
        ("setting dataset = iris", "dataset is iris."),
        ("shape Conv2D = 26 x 26x16", "What leaves Conv2D has the shape 26 × 26 × 16."),
        ("parameters < 50000", "The network has less than 50,000 parameters."),
        ("trained layers Dropout >= 1", "In the newest run: The network has at least 1 Dropout layer."),
        ("runs paused >= 1", "A run is paused."),
        ("runs finished >= 2", "At least 2 runs finished."),
        ("metric val_loss <= 0.5", "val_loss of the newest run is at most 0.5."),
        ("gap accuracy > 0.1 | They part.", "They part."),
    ],
)
def test_a_condition_is_said_in_a_sentence(line: str, words: str) -> None:
    [check] = lesson(block(f"check {line}")).steps[0].checks
    assert check.text == words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("check layers Dense", "expected layers CLASS COMPARE NUMBER, such as `layers Dense >= 1`; received 'layers Dense'"),
        ("check layers Dence >= 1", "expected a layer of Keras, such as Dense; received 'Dence'"),
        ("check layers Dense >= many", "expected a number after >=; received 'many'"),
        ("check layers Dense in 3", "expected a range such as `in 2 to 8` after `in`, and nowhere else; received '3'"),
        ("check field Dense unit = 3", "expected a field of Dense (units, activation, use_bias, kernel_initializer …); received 'unit'"),
        ("check field Dense activation > relu", "expected a number after >; received 'relu'"),
        ("check field dense_7 units = 3", "or a node of the network that the lesson starts with; received 'dense_7'"),
        ("check setting epoch >= 3", "expected a setting of the training (dataset, epochs,"),
        ("check trained parameters <= 3", "expected layers, wire, connected, field or setting after trained"),
        ("check sounds good", "expected one of layers, wire, connected, field, setting,"),
        ("check", "expected one of layers, wire,"),
        ("check metric loss < NaN", "of usual size; received 'metric loss < NaN'"),
        (f"check metric {'m' * 200} < 1", "of usual size"),
        (f"check layers Dense >= {'1' * 400}", "expected at most 300 characters; received 422"),
        ("show the way", "expected layer CLASS, node NODE,"),
        ("show layer Dence", "expected a layer of Keras"),
        ("shew train", "expected check, or show once in a step; received 'shew train'"),
    ],
)
def test_a_line_that_is_not_understood_is_named_with_what_was_expected(line: str, said: str) -> None:
    [sentence] = sentences(block(line))
    assert sentence.startswith("mine.md, line 10: expected")
    assert said in sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 6: expected a step"),
        ("Hello.\n" + STEP, "line 6: expected a heading"),
        (STEP + "```step\nshow train\n", "line 9: expected a line of ``` that ends the block begun here"),
        (block("What?", word="question"), "line 9: expected answers to choose"),
        (block("What?", "- [x] a", "- [x] b", word="question"), "expected right answers (`- [x]`) and wrong ones"),
        (block("= 3", word="question"), "expected a question before its answers"),
        (block('inputs = ["x"]', "values = [1, 2]", "weights = [1]", word="neuron"), "received 1 inputs, 2 values, 1 weights"),
        (block("inputs = 3 = 4", word="neuron"), "received what TOML does not know"),
        (block("x = " + "[" * 3000, word="neuron"), "received what TOML does not know"),
        (block('inputs = ["x"]', "values = [1]", word="neuron"), "expected another weights"),
        (block('picture = ["00000"]', "kernel = [[1]]", word="kernel"), "expected another picture"),
        ('```network\n{"nodes": 3}\n```\n' + STEP, "line 6: expected a network as Layerloom exports it"),
        ("```network\nno\n```\n" + STEP, "line 6: expected a network as Layerloom exports it"),
        ("```network\n" + "[" * 5000 + "\n```\n" + STEP, "line 6: expected a network as Layerloom exports it"),
        ("## \n", "line 6: expected a heading of 1 to 100 characters"),
        (STEP * 41, "expected at most 40 steps; received 41"),
        ("a" * LONGEST, "a lesson has at most 200,000 characters"),
        (STEP + "```" + " " * 100_000 + "!\n" + "## " * 20_000, "expected a heading of 1 to 100 characters"),
    ],
    ids=str,
)
def test_a_file_that_is_no_lesson_says_why(text: str, said: str) -> None:
    assert said in " ".join(sentences(text))


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "mine.md, line 1: expected +++"),
        (HEAD.replace("minutes = 5", "minutes = soon"), "mine.md, line 4: expected lines such as"),
        (HEAD.replace("minutes = 5", 'minutes = "5"'), "mine.md, line 4: expected a whole number for minutes; received '5'"),
        (HEAD.replace("minutes = 5", "minutes = 500"), "expected another minutes"),
        (HEAD.replace("minutes = 5\n", ""), "expected minutes between the lines of plus signs; received none"),
        (HEAD.replace("minutes", 'author = "me"\nminutes'), "mine.md, line 4: expected one of title,"),
        (HEAD.replace("minutes", 'template = "none"\nminutes'), "expected a template of the gallery"),
    ],
)
def test_a_wrong_head_says_why(head: str, said: str) -> None:
    assert said in " ".join(sentences(STEP, head))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(sentences(block("check layers Dence >= 1", "show nothing") + block("check so"))) == 3
