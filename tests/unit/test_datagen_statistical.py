"""Columns by the planner's statistics: the frequencies, the number of values and the order come out as they went in."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from workbench.catalog import ColumnFacts, SchemaFacts, TableFacts
from workbench.datagen import chunk, parse_spec, plan_tables
from workbench.datagen.blur import Blur
from workbench.datagen.kinds.statistics import place_of
from workbench.errors import DatasetError


def made(toml, rows=20_000):
    spec = parse_spec(f"[dataset]\ntitle='t'\nrows={rows}\nscale='t'\n[tables.t.columns]\nc={{kind='statistics', {toml}}}")
    (job,) = plan_tables(spec)
    return chunk(job, 0, rows).column("c")


def test_common_values_have_their_frequencies_and_the_rest_its_histogram():
    values = made(
        "type='integer', common=['7', '50'], frequencies=[0.3, 0.1], bounds=['1', '40', '100'], distinct=60"
    ).to_pylist()
    shares = {value: count / 20_000 for value, count in Counter(values).items()}
    assert shares[7] == pytest.approx(0.3, abs=0.02)
    assert shares[50] == pytest.approx(0.1, abs=0.02)
    rest = [value for value in values if value not in (7, 50)]
    assert np.mean([value <= 40 for value in rest]) == pytest.approx(0.5, abs=0.02)
    assert 50 <= len(set(values)) <= 60


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("timestamp", "2024-01-01 00:00:00+00", "2025-01-01 00:00:00+00"),
        ("date", "1994-01-01", "2025-01-01"),
        ("float", "0.5", "1.5"),
        ("decimal", "-1000.00", "1.00"),
    ],
)
def test_the_order_is_the_correlation(kind, low, high):
    values = made(f"type='{kind}', bounds=['{low}', '{high}'], distinct=-1, order=0.8, decimals=2")
    ranks = np.argsort(np.argsort(values.to_numpy(zero_copy_only=False)))
    assert spearmanr(ranks, np.arange(20_000))[0] == pytest.approx(0.8, abs=0.02)


def test_texts_keep_the_order_of_the_known_ones_and_their_width():
    texts = made("type='text', known=['ada', 'bea', 'cem'], bounds=['ada', 'bea', 'cem'], unique=true, width=30").to_pylist()
    assert len(set(texts)) == 20_000
    assert all(text.startswith(("ada", "bea", "cem")) for text in texts)
    assert np.mean([len(text) for text in texts]) == pytest.approx(30, abs=1)


def test_a_short_type_is_never_overrun():
    assert {len(text) for text in made("type='text', known=['aaa', 'bbb'], bounds=['aaa', 'bbb'], length=5").to_pylist()} == {3}


@pytest.mark.parametrize(
    "toml",
    [
        "type='integer'",
        "type='integer', common=['1'], frequencies=[]",
        "type='integer', bounds=['a', 'b']",
        "type='text', known=['a'], common=['b'], frequencies=[0.5]",
    ],
)
def test_statistics_that_say_nothing_or_contradict_each_other_are_told(toml):
    with pytest.raises(DatasetError):
        made(toml, rows=10)


def facts(kind, values):
    column = ColumnFacts("c", kind, None, 2, True, False, 0, 8, -1, (), (), tuple(values), 0, (), (), ranked=tuple(values))
    return SchemaFacts("s", (TableFacts("t", 100, (column,), (), ()),), "", "")


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=30, unique=True), st.integers())
@settings(deadline=None)
def test_a_blur_keeps_order_and_difference(numbers, seed):
    values = [str(number) for number in sorted(numbers)]
    schema = facts("int8", values)
    table = schema.tables[0]
    blur = Blur(schema, seed)
    moved = [int(blur(table, table.columns[0], value)) for value in values]
    assert moved == sorted(set(moved))


@given(st.lists(st.dates(), min_size=2, max_size=30, unique=True), st.integers())
@settings(deadline=None)
def test_a_blur_of_days_is_days(days, seed):
    values = [day.isoformat() for day in sorted(days) if 1900 < day.year < 2200]
    schema = facts("date", values)
    table = schema.tables[0]
    blur = Blur(schema, seed)
    moved = [place_of(blur(table, table.columns[0], value), "date") for value in values]
    assert moved == sorted(set(moved))
