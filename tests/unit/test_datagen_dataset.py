"""Finding datasets and reading their files: names, fingerprints, and errors that say what to correct."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.datagen import dataset_names, find_dataset, fingerprint, parse_spec, plan_tables
from workbench.datagen.dataset import GENERATOR_VERSION
from workbench.errors import DatasetError, UnknownDataset

SPEC = """
[dataset]
title = "Two tables"
rows = 10
scale = "a"
[tables.a.columns]
id = { kind = "sequence" }
[tables.b]
rows = { per = "a", ratio = 2 }
[tables.b.columns]
a_id = { kind = "reference", to = "a.id" }
"""


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "mine"
    path.mkdir()
    (path / "data.toml").write_text(SPEC)
    (path / "schema.sql").write_text("create table a (id int);\n-- after load\nalter table a add primary key (id);\n")
    return path


def test_the_bundled_datasets_are_known():
    assert {"shop", "blog"} <= set(dataset_names())
    assert find_dataset("shop").name == "shop"
    assert list(dataset_names()) == sorted(dataset_names())


@pytest.mark.parametrize("as_given", [str, lambda path: path, lambda path: f"{path}/"])
def test_a_folder_of_one_s_own_is_found_by_path(folder, as_given):
    dataset = find_dataset(as_given(folder))
    assert (dataset.name, dataset.title, len(dataset.workload)) == ("mine", "Two tables", 0)


def test_the_schema_is_split_where_the_data_comes_in(folder):
    dataset = find_dataset(folder)
    assert "create table" in dataset.schema_sql
    assert "primary key" not in dataset.schema_sql
    assert "primary key" in dataset.schema_after_sql


@pytest.mark.parametrize("asked", ["shp", "no such thing", ""])
def test_an_unknown_name_is_answered_with_the_known_ones(asked, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((UnknownDataset, DatasetError)) as caught:
        find_dataset(asked or "nothing")
    assert 3 <= len(caught.value.lines()) <= 5
    assert "shop" in str(caught.value)


@pytest.mark.parametrize("name", ["Mine", "1st", "pg_mine", "public", "a-b", "x" * 41, "with space"])
def test_a_folder_that_can_not_be_a_schema_is_refused(folder, name):
    with pytest.raises(DatasetError, match="rename the folder"):
        find_dataset(folder.rename(folder.parent / name))


@pytest.mark.parametrize("file", ["data.toml", "schema.sql"])
def test_a_missing_or_unreadable_file_is_named(folder, file):
    (folder / file).write_bytes(b"\xff\xfe")
    with pytest.raises(DatasetError, match=f"mine/{file}: it is not UTF-8"):
        find_dataset(folder)
    (folder / file).unlink()
    with pytest.raises(DatasetError, match=f"mine/{file}: No such file"):
        find_dataset(folder)


def test_a_fingerprint_changes_with_what_changes_the_data(folder):
    before = fingerprint(find_dataset(folder), 10, 1)
    assert before == fingerprint(find_dataset(folder), 10, 1)
    assert len(before) == 64
    others = {fingerprint(find_dataset(folder), 11, 1), fingerprint(find_dataset(folder), 10, 2)}
    (folder / "data.toml").write_text(SPEC.replace("ratio = 2", "ratio = 3"))
    others.add(fingerprint(find_dataset(folder), 10, 1))
    (folder / "data.toml").write_text(SPEC)
    (folder / "schema.sql").write_text("create table a (id bigint);")
    others.add(fingerprint(find_dataset(folder), 10, 1))
    assert len(others | {before}) == 5
    assert GENERATOR_VERSION >= 1


def test_a_fingerprint_stays_with_comments_and_titles(folder):
    before = fingerprint(find_dataset(folder), 10, 1)
    (folder / "data.toml").write_text("# new\n" + SPEC.replace("Two tables", "Other").replace("rows = 10", "rows = 99"))
    assert fingerprint(find_dataset(folder), 10, 1) == before


# What to change in SPEC -> what the error must name.
BROKEN = {
    "not TOML": ("[dataset]", "[dataset", ["Not TOML", "line 2"]),
    "no scale table": ('scale = "a"', 'scale = "c"', ["rows", "table a"]),
    "unknown kind": ('kind = "sequence"', 'kind = "sequnce"', ["'sequnce'", "table a, column id", "did you mean sequence"]),
    "no kind": ('kind = "sequence"', "null = 0.5", ["'kind' is missing", "table a, column id", "sequence, uuid"]),
    "unknown option": ('"sequence" }', '"sequence", begin = 3 }', ["'begin'", "column id", "start"]),
    "wrong type": ('"sequence" }', '"sequence", start = "x" }', ["start = 'x'", "whole number"]),
    "true is no number": ('"sequence" }', '"sequence", start = true }', ["start = True", "whole number"]),
    "missing option": (', to = "a.id"', "", ["'to' is missing", "table b, column a_id", "table.column"]),
    "unknown table": ('"a.id"', '"aa.id"', ["'aa'", "table b", "a, b"]),
    "unknown column": ('"a.id"', '"a.idd"', ["'idd'", "did you mean id"]),
    "nullable key": ('"sequence" }', '"sequence", null = 0.1 }', ["can be null", "table b, column a_id"]),
    "unknown per": ('per = "a"', 'per = "c"', ["'c'", "table b"]),
    "per itself": ('per = "a"', 'per = "b"', ["circle", "b"]),
    "ratio of zero": ("ratio = 2", "ratio = 0", ["ratio = 0", "above 0"]),
    "null above one": ('"a.id"', '"a.id", null = 2', ["null = 2", "0 to 1"]),
    "rows of the scale table": ("[tables.a.columns]", "[tables.a]\nrows = 3\n[tables.a.columns]", ["table a", "scale"]),
    "bad name": ("a_id =", '"a id" =', ["'a id'", "letters, digits"]),
    "circle of columns": ("a_id =", 'x = { kind = "delay", after = "x", mean_hours = 1 }\na_id =', ["circle", "b.x"]),
    "circle of tables": (
        "[tables.b]",
        'b_id = { kind = "reference", to = "b.a_id" }\n[tables.b]',
        ["reference each other in a circle", "a -> b -> a"],
    ),
    "position in scattered": ("a_id =", 'n = { kind = "position", within = "a_id" }\na_id =', ["scatters", "grouped"]),
    "end before start": (
        "a_id =",
        't = { kind = "timestamp", start = 2024-01-02, end = 2024-01-01 }\na_id =',
        ["before end", "column t"],
    ),
    "min above max": ("a_id =", 'n = { kind = "integer", min = 2, max = 1 }\na_id =', ["min is above max", "column n"]),
    "lognormal without sigma": (
        "a_id =",
        'n = { kind = "number", min = 2, max = 3, distribution = "lognormal", median = 2 }\na_id =',
        ["'sigma'", "median, sigma"],
    ),
    "no weights": ("a_id =", 'n = { kind = "choice", values = { x = 0 } }\na_id =', ["values", "weights"]),
    "template without row": ("a_id =", 'n = { kind = "template", pattern = "x" }\na_id =', ["{row}", "column n"]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_error_in_the_spec_names_the_place_and_what_is_allowed(case):
    old, new, named = BROKEN[case]
    assert old in SPEC
    with pytest.raises(DatasetError) as caught:
        plan_tables(parse_spec(SPEC.replace(old, new, 1), "mine/data.toml"))
    lines = caught.value.lines()
    assert 3 <= len(lines) <= 5
    assert lines[1].startswith("In mine/data.toml")
    assert lines[2].startswith("Allowed: ")
    assert [word for word in named if word in str(caught.value)] == named


@pytest.mark.parametrize(
    "written",
    [
        '[tables.a.columns]\nid = { kind = "nope" }',
        "[tables.a.columns]\n\"id\" = { kind = 'nope' }",
        '[tables.a.columns.id]\nkind = "nope"',
        '[tables.a]\ncolumns.id = { kind = "nope" }',
        '[tables]\na.columns.id.kind = "nope"',
    ],
)
def test_an_error_names_the_line_however_the_column_is_written(written):
    source = f'# one\n[dataset]\ntitle = "t"\nrows = 1\nscale = "a"\n\n{written}\n'
    line = next(i for i, text in enumerate(source.split("\n"), 1) if "id" in text and "title" not in text)
    with pytest.raises(DatasetError, match=f"In data.toml, table a, column id, line {line}"):
        parse_spec(source)


def test_an_error_that_shows_only_later_names_the_line_too():
    with pytest.raises(DatasetError) as caught:
        plan_tables(parse_spec(SPEC.replace('"a.id"', '"a.idd"'), "mine/data.toml"))
    line = next(i for i, text in enumerate(SPEC.split("\n"), 1) if '"a.id"' in text)
    assert f"table b, column a_id, line {line}." in str(caught.value)


@given(st.text())
def test_any_text_is_a_spec_or_a_dataset_error(text):
    with pytest.raises(DatasetError):
        parse_spec(text)
