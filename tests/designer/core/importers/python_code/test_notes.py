"""Programs as they are published: with long texts between the code, helpers of their own, and networks inside layers."""

from __future__ import annotations

from tests.designer.core.importers.python_code.reading import layers, network, read_text


def test_fences_in_the_long_texts_of_a_program_are_no_markdown() -> None:
    document = network("""
        '''A small network. Run it with:
        ```
        python small.py
        ```
        '''
        model = keras.Sequential([keras.Input((4,))])
        \"\"\"
        ```shell
        pip install keras
        ```
        \"\"\"
        model.add(layers.Dense(2))
    """)
    assert layers(document) == [("Input", {"shape": [4]}), ("Dense", {"units": 2})]
