from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.core.own_data.making import assert_same, by_script, flowers, kept, made, place_for, proposed
from training.core import own_data
from training.core.own_data import WrongData


def test_a_table_is_understood(tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    found = own_data.inspect(path, "flowers.csv")
    kinds = {column.name: column.kind for column in found.columns}
    assert kinds == {"length": "number", "width": "number", "colour": "category", "seen": "date", "remark": "text", "species": "category"}
    assert found.samples == 90
    assert not found.faults
    assert {column.name: column.missing for column in found.columns}["length"] == 8
    assert found.recipe is not None
    assert found.recipe.target == "species"
    assert found.recipe.split.by == "stratified"
    colours = next(column for column in found.columns if column.name == "colour")
    assert {value for value, _ in colours.spread} == {"red", "white", "yellow"}


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8-sig"), (",", "utf-8")])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str, tmp_path: Path) -> None:
    text = flowers(delimiter=delimiter).replace("garden", "gärten")
    path = place_for(tmp_path, "flowers.csv", text.encode(encoding))
    found = own_data.inspect(path, "flowers.csv")
    assert found.reading is not None
    assert (found.reading.delimiter, found.reading.encoding) == (delimiter, encoding)
    assert found.rows[0][4] == "seen in gärten 0"


def test_a_table_without_a_header_and_with_decimal_commas_is_understood(tmp_path: Path) -> None:
    path = place_for(tmp_path, "plain.csv", "1,5;2;a\n2,5;3;b\n" * 30)
    found = own_data.inspect(path, "plain.csv")
    assert found.reading is not None
    assert (found.reading.header, found.reading.decimal) == (False, ",")
    assert [(column.name, column.kind) for column in found.columns] == [("column 1", "number"), ("column 2", "number"), ("column 3", "category")]


def test_a_field_says_which_of_its_columns_are_dates(tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    spec = made(path, proposed(path, inputs=[{"name": "both", "columns": ["width", "seen"]}]))
    assert [(field.name, field.dates) for field in spec.fields] == [("both", ("seen",)), ("species", ())]


def test_what_comes_late_in_a_column_is_seen(tmp_path: Path) -> None:
    scores = [*(str(place % 6) for place in range(1_100)), *(f"{place}.5" for place in range(6))]
    rows = [f"{0 if place < 1_000 else place},{score}" for place, score in enumerate(scores)]
    path = place_for(tmp_path, "late.csv", "\n".join(["size,score", *rows]))
    found = own_data.inspect(path, "late.csv")
    assert len(found.columns[0].spread) == 20
    assert found.recipe is not None
    assert [column.kind for column in found.recipe.columns] == ["number", "number"]


RECIPES = {
    "as proposed": {},
    "means, standardised": {"missing": "mean", "standardise": True},
    "medians, by ratio": {"missing": "median", "split": {"by": "ratio", "seed": 3, "test": 0.3}},
    "zeros, by time": {"missing": "zero", "split": {"by": "time", "column": "seen"}},
    "by a column": {"split": {"by": "column", "column": "colour", "held_out": ["red"]}},
    "days, and a value to learn": {
        "inputs": [{"name": "both", "columns": ["length", "seen"]}],
        "target": "width",
        "standardise": True,
        "split": {"by": "ratio"},
    },
}


@pytest.mark.parametrize("changes", RECIPES.values(), ids=RECIPES)
def test_the_script_reads_the_file_as_the_worker_does(changes: dict[str, object], tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    spec = made(path, proposed(path, **changes))
    with kept(tmp_path):
        ours = own_data.load(spec.name)
    assert len(ours[0][spec.target]) == spec.train_samples
    assert_same(ours, by_script(spec, path.parent))


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("plain.csv", "1,5;2;a\n2,5;3;b\n4,5;NA;b\n" * 9),
        ("begins_blank.csv", "\n\nsize,kind\n" + "1,a\n2,b\n" * 12),
        ("names.csv", b'\xef\xbb\xbf first , "se\ncond",third\n1,"a, b",x\n\n2," ",y\n' * 1 + b"3,c,x\n4,d,y\n" * 9),
    ],
    ids=["no header", "blank lines first", "quotes and blanks"],
)
def test_odd_tables_are_read_alike(file: str, content: str | bytes, tmp_path: Path) -> None:
    path = place_for(tmp_path, file, content)
    spec = made(path, proposed(path, missing="zero"))
    with kept(tmp_path):
        assert_same(own_data.load(spec.name), by_script(spec, path.parent))


def test_rows_that_are_held_out_by_a_column_leave_every_class_to_the_validation(tmp_path: Path) -> None:
    rows = [f"{place},{'ab'[place % 2]},{'xy'[place // 20]}" for place in range(40)]
    path = place_for(tmp_path, "sorted.csv", "\n".join(["size,shop,kind", *rows]))
    spec = made(path, proposed(path, target="kind", inputs=[{"name": "size", "columns": ["size"]}], split=BY_SHOP))
    with kept(tmp_path):
        train, test = own_data.load(spec.name)
    assert set(train["kind"][-6:]) == set(test["kind"]) == {0, 1}


BY_SHOP = {"by": "column", "column": "shop", "held_out": ["b"]}


def test_parquet_is_read_alike(tmp_path: Path) -> None:
    import duckdb

    text, path = tmp_path / "flowers.csv", place_for(tmp_path, "flowers.parquet", b"")
    text.write_text(flowers())
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{text}', nullstr='NA')) TO '{path}' (FORMAT parquet)")
    assert {column.name: column.kind for column in own_data.inspect(path, path.name).columns}["seen"] == "date"
    spec = made(path, proposed(path, missing="mean"))
    with kept(tmp_path):
        assert_same(own_data.load(spec.name), by_script(spec, path.parent))


def test_a_correction_changes_the_type_and_names_cells_that_do_not_fit(tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    found = own_data.inspect(path, "flowers.csv", columns={"colour": "number", "width": "category"})
    assert {column.name: column.kind for column in found.columns}["width"] == "category"
    assert found.faults[0].row == 2
    assert found.faults[0].column == "colour"
    assert found.recipe is None


DAMAGED = {
    "a wrong row": (flowers().replace("seen in garden 7", "seen, in garden 7"), "Row 9: it has 7 cells, and the first row has 6"),
    "a word among numbers": (flowers(400).replace(",1.", ",about 1.", 1), "“about"),
    "an empty file": (b"", "This file is empty"),
    "a header alone": (b"a,b\n", "no row below the header"),
    "NUL bytes": (b"a,b\n1,2\n3,\x004\n", "Row 3: there is a NUL byte"),
    "an open quote": (b'a,b\n1,"2\n' + b"3,4\n" * 40_000, "a quote that is not closed"),
    "too many columns": (",".join(f"c{place}" for place in range(100_000)).encode(), "This table has 100,000 columns"),
    "a name twice": (b"a,b,a\n1,2,3\n", "two columns are called"),
    "a name that is missing": (b"a,,c\nx,y,z\n", "column 2"),
    "no Parquet": (b"PAR1" + bytes(50), "This Parquet file is damaged"),
    "a wrong row after blank ones": (b"a,b\n\n1,2\n\n3\n", "Row 5: it has 1 cell"),
    "a byte that is no UTF-8": (b"\xef\xbb\xbfa,b\n" + b"1,2\n" * 300 + b'3,"\n\xff"\n' + b"4,5\n" * 300, "Row 302: it is not text in utf-8-sig"),
    "a wrong encoding": (b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8", "it is not text in utf-16"),
}


@pytest.mark.parametrize(("content", "sentence"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_table_is_answered_with_a_sentence(content: str | bytes, sentence: str, tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", content)
    try:
        said = " ".join(fault.message for fault in own_data.inspect(path, "flowers.csv").faults)
    except WrongData as wrong:
        said = str(wrong)
    assert sentence in said


def test_every_value_of_a_column_may_be_held_out_and_rarity_is_counted(tmp_path: Path) -> None:
    rows = [f"{place % 7},patient {place % 30},{'abcdefghijklmnopqrstuvwxyz'[place % 25]}" for place in range(300)]
    path = place_for(tmp_path, "patients.csv", "\n".join(["size,who,kind", *rows, "1,patient 0,z"]))
    found = own_data.inspect(path, "patients.csv")
    who, kind = (next(column for column in found.columns if column.name == name) for name in ("who", "kind"))
    assert (len(who.values), len(who.spread), dict(who.values)["patient 29"]) == (30, 20, 10)
    assert kind.rarest == 1
    assert found.recipe is not None
    assert found.recipe.split.by == "ratio"
    spec = made(path, proposed(path, split={"by": "column", "column": "who", "held_out": ["patient 29"]}))
    assert spec.test_samples == 10


WHEN = [{"name": "when", "columns": ["seen"]}]


@pytest.mark.parametrize(("form", "last"), [("%d/%m/%Y", "05/12/2023"), ("%m/%d/%Y", "12/03/2023")])
def test_dates_that_can_be_read_in_two_ways_are_read_as_chosen(form: str, last: str, tmp_path: Path) -> None:
    days = ["02/11/2023", "05/12/2023", "12/03/2023"]
    path = place_for(tmp_path, "days.csv", "\n".join(["seen,size", *(f"{day},{place % 7}.5" for place, day in enumerate(days * 10))]))
    found = own_data.inspect(path, "days.csv").columns[0]
    assert (found.date_format, found.date_formats) == ("%d/%m/%Y", ("%d/%m/%Y", "%m/%d/%Y"))
    columns = [{"name": "seen", "kind": "date", "date_format": form}, {"name": "size", "kind": "number"}]
    spec = made(path, proposed(path, columns=columns, inputs=WHEN, split={"by": "time", "column": "seen", "test": 0.334}))
    with kept(tmp_path):
        ours = own_data.load(spec.name)
    assert_same(ours, by_script(spec, path.parent))
    sizes = {float(size) for size in ours[1][spec.target].ravel()}
    assert sizes == {place % 7 + 0.5 for place, day in enumerate(days * 10) if day == last}


REFUSED = {
    "no inputs": ({"inputs": []}, "at least one column to learn from"),
    "the target as input": ({"inputs": [{"name": "f", "columns": ["species"]}]}, "cannot be learned from at once"),
    "words among numbers": ({"inputs": [{"name": "f", "columns": ["length", "colour"]}]}, "mixes numbers with words"),
    "a text to learn": ({"target": "remark", "inputs": [{"name": "f", "columns": ["length"]}]}, "neither numbers nor categories"),
    "an unknown column": ({"target": "weight"}, "“weight”"),
    "a value that is not there": ({"split": {"by": "column", "column": "colour", "held_out": ["red", "blue"]}}, "no row that is kept has “blue”"),
    "an empty part": ({"split": {"by": "column", "column": "colour", "held_out": ["red", "white", "yellow"]}}, "leaves one part empty"),
    "classes of a number": ({"target": "width", "inputs": [{"name": "f", "columns": ["length"]}], "split": {"by": "stratified"}}, "class by class"),
}


@pytest.mark.parametrize(("changes", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_recipe_that_cannot_be_followed_is_refused_with_a_sentence(changes: dict[str, object], sentence: str, tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    recipe = proposed(path, **changes)
    with pytest.raises(WrongData, match=sentence):
        made(path, recipe)


def test_a_word_among_numbers_is_refused_with_its_row_and_column_when_the_recipe_is_followed(tmp_path: Path) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    recipe = proposed(path)
    path.write_text(flowers().replace(",1.", ",about 1.", 1))
    with pytest.raises(WrongData, match=r"Row 2, column “width”: “about 1\.\d+” is not a number"):
        made(path, recipe)
