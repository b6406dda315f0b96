"""Every kind of column: what it promises, and that any range of it is the slice of the whole."""

import datetime as dt
import ipaddress
import json
import pickle
import re
import tomllib
from collections import Counter
from pathlib import Path

import jsonschema
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

import workbench
from tests.everything import EVERYTHING, ROWS
from workbench.datagen import chunk, dataset_names, find_dataset, parse_spec, plan_tables
from workbench.datagen.draws import Permutation
from workbench.datagen.expressions import Expression
from workbench.datagen.json_schema import FILE, json_schema
from workbench.datagen.kinds import KINDS
from workbench.errors import DatasetError


def table(columns, rows=20_000, more=""):
    """The table `t` with these columns, as a RecordBatch."""
    spec = parse_spec(f"[dataset]\ntitle='t'\nrows={rows}\nscale='t'\n{more}\n[tables.t.columns]\n{columns}")
    job = next(job for job in plan_tables(spec) if job.name == "t")
    return chunk(job, 0, job.rows)


def column(toml, **rest):
    return table(f"c = {{{toml}}}", **rest).column("c")


JOBS = {job.name: job for job in plan_tables(parse_spec(EVERYTHING), ROWS)}


def test_the_example_has_every_kind():
    assert set(re.findall(r'kind = "(\w+)"', EVERYTHING)) == set(KINDS)


def test_the_documentation_has_every_kind():
    page = (Path(__file__).parents[2] / "docs" / "datasets.md").read_text()
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []


@pytest.mark.parametrize("name", JOBS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_range_equals_the_slice_of_the_whole(name, data):
    job = JOBS[name]
    start = data.draw(st.integers(0, job.rows))
    stop = data.draw(st.integers(start, job.rows))
    assert chunk(job, start, stop).equals(chunk(job, 0, job.rows).slice(start, stop - start))


@pytest.mark.parametrize("name", JOBS)
def test_a_job_can_be_sent_to_another_process(name):
    again = pickle.loads(pickle.dumps(JOBS[name]))
    assert chunk(again, 0, again.rows).equals(chunk(JOBS[name], 0, again.rows))


@pytest.mark.parametrize(
    ("shape", "low", "middle", "high"),
    [
        ("'uniform'", 10, 50, 90),
        ("'normal', mean = 50, deviation = 10", 37.2, 50, 62.8),
        ("'exponential', mean = 10", 1.05, 6.93, 23.0),
        ("'lognormal', median = 10, sigma = 0.5", 5.27, 10, 18.98),
        ("'histogram', bounds = [0, 10, 100], shares = [9, 1]", 1.11, 5.56, 10),
        (
            "'mixture', parts = [{ distribution = 'uniform', max = 10 }, { distribution = 'uniform', min = 90 }]",
            2,
            50,
            98,
        ),
    ],
)
def test_the_deciles_of_a_distribution_are_those_of_the_formula(shape, low, middle, high):
    values = column(f"kind = 'number', min = 0, max = 100, distribution = {shape}").to_numpy()
    found = np.quantile(values, [0.1, 0.5, 0.9])
    assert found[0] == pytest.approx(low, rel=0.06, abs=0.3)
    assert found[2] == pytest.approx(high, rel=0.06, abs=0.3)
    if "mixture" not in shape:
        assert found[1] == pytest.approx(middle, rel=0.06)


def test_a_power_law_is_straight_with_two_log_scales():
    values = column("kind = 'number', min = 1, max = 1e6, distribution = 'power', exponent = 2", rows=200_000).to_numpy()
    above = [np.mean(values > bound) for bound in (10, 100, 1000)]
    assert above == pytest.approx([0.1, 0.01, 0.001], rel=0.2)


@given(st.integers(1, 5_000), st.integers(0, 2**64 - 1))
@settings(deadline=None, max_examples=50)
def test_a_permutation_has_every_number_once(size, key):
    assert sorted(Permutation(size, (key, key + 1))(np.arange(size))) == list(range(size))


def test_unique_numbers_are_all_different_and_in_no_order():
    values = column("kind = 'integer', min = 5, max = 20_004, unique = true").to_numpy()
    assert sorted(values) == list(range(5, 20_005))
    assert abs(spearmanr(values, np.arange(20_000))[0]) < 0.05


@pytest.mark.parametrize("wanted", [0.95, 0.5, -0.8])
def test_order_is_the_correlation_with_the_place(wanted):
    values = column(
        f"kind = 'number', min = 0, max = 1, distribution = 'power', exponent = 1, order = {wanted}".replace(
            "min = 0", "min = 0.1"
        )
    ).to_numpy()
    assert spearmanr(values, np.arange(20_000))[0] == pytest.approx(wanted, abs=0.02)


def test_like_is_the_correlation_with_the_other_and_leaves_the_distribution():
    made = table(
        "a = { kind = 'number', min = 0, max = 100, distribution = 'exponential', mean = 10 }\n"
        "b = { kind = 'integer', min = 1, max = 6, like = 'a', correlation = -0.7 }"
    )
    a, b = (made.column(name).to_numpy() for name in "ab")
    assert spearmanr(a, b)[0] == pytest.approx(-0.7, abs=0.03)
    assert np.bincount(b)[1:] == pytest.approx(np.full(6, 20_000 / 6), rel=0.06)


def test_a_conditional_choice_takes_its_weights_from_the_other():
    made = table(
        "country = { kind = 'choice', values = { DE = 3, FR = 1 } }\n"
        "city = { kind = 'conditional', from = 'country', values = { DE = { Berlin = 4, Bonn = 1 }, FR = ['Paris'] } }"
    )
    found = Counter(zip(made.column("country").to_pylist(), made.column("city").to_pylist(), strict=True))
    assert set(found) == {("DE", "Berlin"), ("DE", "Bonn"), ("FR", "Paris")}
    assert found["DE", "Berlin"] / found["DE", "Bonn"] == pytest.approx(4, rel=0.1)


def test_seasons_are_where_they_were_asked_for():
    span = "start = 2024-01-01, end = 2026-01-01, hours = 'office', weekdays = 'office', months = [1,1,1,1,1,1,1,1,1,1,1,4]"
    times = column(f"kind = 'timestamp', {span}, arrival = 'monotone', growth = 2.0")
    seen = times.to_pylist()
    assert seen == sorted(seen)
    assert np.mean([9 <= time.hour < 18 for time in seen]) > 0.7
    assert np.mean([time.weekday() >= 5 for time in seen]) < 0.06
    assert np.mean([time.month == 12 for time in seen]) == pytest.approx(4 / 15, abs=0.05)
    assert sum(time.year == 2025 for time in seen) > 1.2 * sum(time.year == 2024 for time in seen)


def test_version_7_begins_with_the_time():
    made = table(
        "at = { kind = 'timestamp', start = 2024-01-01, end = 2025-01-01, arrival = 'monotone' }\n"
        "id = { kind = 'uuid', version = 7, time = 'at' }",
        rows=500,
    )
    keys = [key.hex() for key in made.column("id").to_pylist()]
    assert keys == sorted(keys)
    assert all(key[12] == "7" and key[16] in "89ab" for key in keys)
    assert [int(key[:12], 16) for key in keys] == [int(t.timestamp() * 1000) for t in made.column("at").to_pylist()]


def test_a_tree_has_the_depth_and_every_parent_is_a_level_above():
    made = table("id = { kind = 'sequence' }\nparent = { kind = 'reference', to = 't.id', depth = 4 }", rows=2_000)
    parents = made.column("parent").to_pylist()
    depth = {}
    for key, parent in zip(made.column("id").to_pylist(), parents, strict=True):
        depth[key] = 1 if parent is None else depth[parent] + 1
    sizes = Counter(depth.values())
    assert set(sizes) == {1, 2, 3, 4}
    assert sizes[1] < sizes[2] < sizes[3] < sizes[4]


def test_distinct_parents_once_parents_and_composite_keys():
    things, lines = (chunk(JOBS[name], 0, JOBS[name].rows) for name in ("thing", "line"))
    pairs = list(zip(lines.column("thing_id").to_pylist(), lines.column("label_id").to_pylist(), strict=True))
    assert len(pairs) == len(set(pairs))
    owner = things.column("owner_id").to_pylist()
    assert len(set(owner)) == len(owner)
    keys = set(zip(things.column("tenant").to_pylist(), things.column("id").to_pylist(), strict=True))
    assert set(zip(lines.column("tenant").to_pylist(), lines.column("thing_id").to_pylist(), strict=True)) <= keys


def test_documents_are_json_and_leave_out_what_is_null():
    documents = [json.loads(text) for text in chunk(JOBS["thing"], 0, ROWS).column("doc").to_pylist()]
    assert {frozenset(document) for document in documents} == {
        frozenset({"plan", "seats", "tags", "owner"}),
        frozenset({"plan", "tags", "owner"}),
    }
    assert {document["plan"] for document in documents} == {'the "big" one', "back\\slash"}
    assert all(isinstance(tag, str) for document in documents for tag in document["tags"])
    assert all(isinstance(document["owner"]["since"], str) for document in documents)


def test_addresses_ranges_arrays_and_templates_are_well_formed():
    thing = chunk(JOBS["thing"], 0, ROWS)
    network = ipaddress.ip_network("10.1.0.0/16")
    assert all(ipaddress.ip_address(text) in network for text in thing.column("ip").to_pylist())
    assert all(re.fullmatch(r"\[[-0-9: .]+Z,[-0-9: .]+Z\)", text) for text in thing.column("during").to_pylist())
    assert {len(tags) for tags in thing.column("tags").to_pylist()} == {0, 1, 2, 3}
    assert thing.column("code").to_pylist()[41] == "T-0042/" + thing.column("state").to_pylist()[41]
    assert all(re.fullmatch(r"[a-z.]+\d+@example\.(com|org|net)", text) for text in thing.column("mail").to_pylist())
    assert all(isinstance(day, dt.date) for day in thing.column("day").to_pylist())


def test_expressions_follow_from_the_row_and_null_takes_a_condition():
    thing = chunk(JOBS["thing"], 0, ROWS).to_pandas()
    assert (abs(thing["gross"].astype(float) - thing["net"].astype(float) * 1.2) < 0.00501).all()
    assert (thing["closed"].isna() == (thing["state"] == "open")).all()


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("a + 1", [2, None, 4]),
        ("case when a > 1 then 'big' else 'small' end", ["small", "small", "big"]),
        ("coalesce(a, 0) * 2", [2, 0, 6]),
        ("a is null", [False, True, False]),
        ("a in (1, 5)", [True, None, False]),
        ("not (a between 2 and 3)", [True, None, False]),
        ("b || '!'", ["x!", "Y!", "z!"]),
        ("lower(b)", ["x", "y", "z"]),
        ("greatest(a, 2)", [2, 2, 3]),
        ("cast(a as text)", ["1", None, "3"]),
        ("length(b) = 1 and a <> 3", [True, None, False]),
        ("-a", [-1, None, -3]),
        ("round(a / 2.0, 0)", [1, None, 2]),
    ],
)
def test_an_expression_is_what_sql_says(sql, expected):
    class Given:
        def __init__(self, values):
            self.values = values

        def array(self, rows):
            return pa.array(self.values).take(pa.array(rows))

    found = Expression(sql, {"a": Given([1, None, 3]), "b": Given(["x", "Y", "z"])})
    assert found.values(np.arange(3)).to_pylist() == expected


def test_markov_text_likes_some_neighbours():
    words = " ".join(column("kind = 'text', min_words = 20, max_words = 20, style = 'markov'", rows=2_000).to_pylist()).lower()
    plain = " ".join(column("kind = 'text', min_words = 20, max_words = 20", rows=2_000).to_pylist()).lower()
    pairs = [len(set(zip(text.split(), text.split()[1:], strict=False))) for text in (words, plain)]
    assert pairs[0] < 0.8 * pairs[1]


def test_planted_facts_are_where_they_are_told():
    job = JOBS["thing"]
    thing, rows = chunk(job, 0, job.rows), np.arange(job.rows)
    facts = {fact.fact: fact for fact in job.facts}
    assert set(facts) == {"outlier", "exception", "duplicate"}
    assert (pc.greater(thing.column("size"), 1_000).to_numpy(zero_copy_only=False) <= facts["outlier"].hit(rows)).all()
    pairs = zip(thing.column("state").to_pylist(), thing.column("open").to_pylist(), strict=True)
    wrong = np.array([open_ != (state == "open") for state, open_ in pairs])
    assert wrong.sum() > 0
    repeated = facts["duplicate"].hit(rows)
    assert 0 < repeated.sum() < 100
    seen = Counter(thing.column("code").to_pylist())
    assert sum(count - 1 for count in seen.values()) == repeated.sum()
    hot = next(fact for fact in JOBS["line"].facts)
    assert hot.fact == "hot key"


BAD = {
    "unique over too few": ("c = { kind = 'integer', min = 1, max = 9, unique = true }", "there are 9"),
    "negative variance": (
        "c = { kind = 'number', min = 0, max = 1, distribution = 'normal', mean = 0, deviation = 0 }",
        "deviation",
    ),
    "no lower bound": ("c = { kind = 'number', min = 0, max = 1, distribution = 'power', exponent = 2 }", "min above 0"),
    "unknown function": ("c = { kind = 'expression', sql = 'pg_sleep(1)' }", "isn't understood"),
    "no such column": ("c = { kind = 'expression', sql = 'nobody + 1' }", "no column 'nobody'"),
    "itself": ("c = { kind = 'expression', sql = 'c + 1' }", "circle"),
    "null of itself": ("c = { kind = 'sequence', null = 'c > 1' }", "circle"),
    "like itself": ("c = { kind = 'boolean', like = 'c', correlation = 0.5 }", "circle"),
    "order and like": ("c = { kind = 'boolean', order = 0.5, like = 'c', correlation = 0.5 }", "not both"),
    "not an expression": ("c = { kind = 'expression', sql = 'a +' }", "not an SQL expression"),
    "bad network": ("c = { kind = 'inet', network = '10.0.0.0/99' }", "10.0.0.0/99"),
    "bad pattern": ("c = { kind = 'template', pattern = 'x{' }", "pattern"),
    "falling bounds": ("c = { kind = 'number', distribution = 'histogram', bounds = [2, 1] }", "rising"),
    "no language": ("c = { kind = 'phrase', of = 'product', language = 'pl' }", "product"),
    "nested": ("c = { kind = 'json', fields = { a = { kind = 'nope' } } }", "Unknown kind"),
    "all hidden": ("c = { kind = 'sequence', hidden = true }", "hidden"),
    "hours": ("c = { kind = 'timestamp', start = 2024-01-01, end = 2025-01-01, hours = [1, 2] }", "24 numbers"),
    "no time": ("c = { kind = 'uuid', version = 7 }", "'time' is missing"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_contradiction_is_told_before_anything_is_made(case):
    columns, told = BAD[case]
    with pytest.raises(DatasetError) as caught:
        table(columns, rows=50)
    text = str(caught.value)
    assert told in text
    assert "table t" in text
    assert 3 <= len(text.splitlines()) <= 5


def test_the_schema_for_editors_is_what_the_options_say():
    assert json.loads(FILE.read_text()) == json.loads(json.dumps(json_schema())), (
        "make it anew: python -c 'import json; from workbench.datagen.json_schema import *; "
        'FILE.write_text(json.dumps(json_schema(), indent=1) + "\\n")\''
    )


@pytest.mark.parametrize("name", [*dataset_names(), "everything"])
def test_editors_find_no_fault_with_our_own_datasets(name):
    source = EVERYTHING if name == "everything" else (find_dataset(name).path / "data.toml").read_text()
    # A date is a date in TOML; JSON Schema has none, and doesn't look at them.
    jsonschema.validate(json.loads(json.dumps(tomllib.loads(source), default=str)), json_schema())


@pytest.mark.parametrize(
    ("old", "new"), [('kind = "sequence"', 'kind = "serial"'), ("depth = 3", "depht = 3"), ("null = 0.5", "null = 7")]
)
def test_editors_find_what_the_checks_find(old, new):
    assert old in EVERYTHING
    broken = EVERYTHING.replace(old, new, 1)
    with pytest.raises(DatasetError):
        parse_spec(broken)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(json.dumps(tomllib.loads(broken), default=str)), json_schema())


def test_what_is_planted_is_listed_with_its_rows(tmp_path):
    folder = tmp_path / "everything"
    folder.mkdir()
    (folder / "data.toml").write_text(EVERYTHING)
    (folder / "schema.sql").write_text("")
    made = workbench.generate(folder)
    planted = made.planted().set_index("fact")
    assert set(planted.index) == {"outlier", "exception", "duplicate", "hot key"}
    sizes = made["thing"]["size"]
    assert planted.loc["outlier", "rows"] == pytest.approx((sizes > 1_000).sum(), abs=5)
    assert all(sizes[row - 1] > 1_000 for row in planted.loc["outlier", "first"])
    hot = made["owner"]["id"][1]
    assert hot in planted.loc["hot key", "told"]
    assert (made["line"]["friend_id"] == hot).mean() == pytest.approx(0.3, abs=0.03)
