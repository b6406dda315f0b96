"""Tables of the bundled datasets: the same rows however they are cut, references that hit, and the skews promised."""

import datetime as dt
import pickle
import re
from collections import Counter
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.datagen import chunk, chunks, dataset_names, find_dataset, parse_spec, plan_tables
from workbench.datagen.philox import Stream
from workbench.datagen.references import Grouped
from workbench.datagen.text_form import readable
from workbench.errors import BadInput

ROWS = 3_000


def jobs(name, rows=ROWS, seed=None):
    return {job.name: job for job in plan_tables(find_dataset(name).spec, rows, seed)}


def whole(job):
    return chunk(job, 0, job.rows)


def column(job, name):
    return whole(job).column(name)


def one_column(toml, rows=20_000):
    """The column `c` of a table that has nothing else."""
    spec = parse_spec(f"[dataset]\ntitle='t'\nrows={rows}\nscale='t'\n[tables.t.columns]\nc={{{toml}}}")
    return column(plan_tables(spec)[0], "c")


EVERY_TABLE = [(name, table) for name in ("shop", "blog") for table in jobs(name, 10)]


@pytest.mark.parametrize(("name", "table"), EVERY_TABLE)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_range_equals_the_slice_of_the_whole(name, table, data):
    job = jobs(name, 300)[table]
    start = data.draw(st.integers(0, job.rows))
    stop = data.draw(st.integers(start, job.rows))
    assert chunk(job, start, stop).equals(whole(job).slice(start, stop - start))


@pytest.mark.parametrize(("name", "table"), EVERY_TABLE)
def test_the_size_of_chunks_does_not_matter(name, table):
    job = jobs(name, 500)[table]
    expected = pa.Table.from_batches([whole(job)]).combine_chunks()
    for size in (1 + job.rows // 7, job.rows, 65_536):
        assert pa.Table.from_batches(chunks(job, size)).combine_chunks().equals(expected)


@pytest.mark.parametrize("name", ["shop", "blog"])
def test_another_seed_gives_other_rows_and_the_same_seed_the_same(name):
    first, again, other = (jobs(name, 200, seed) for seed in (1, 1, 2))
    for table, job in first.items():
        assert whole(job).equals(whole(again[table]))
        assert not whole(job).equals(whole(other[table]))


def test_a_job_can_be_sent_to_another_process():
    job = jobs("blog", 200)["comments"]
    assert whole(pickle.loads(pickle.dumps(job))).equals(whole(job))


@pytest.mark.parametrize("rows", [1, 7, ROWS])
@pytest.mark.parametrize("name", ["shop", "blog"])
def test_every_reference_hits_a_parent(name, rows):
    tables = jobs(name, rows)
    for table in find_dataset(name).spec.tables:
        for spec in table.columns:
            if spec.kind == "reference":
                parent, key = spec.options["to"].split(".")
                found = pc.is_in(column(tables[table.name], spec.name).drop_null(), column(tables[parent], key))
                assert pc.all(found).as_py() in (True, None)


@pytest.mark.parametrize("name", ["shop", "blog"])
def test_keys_are_unique_and_parents_come_first(name):
    tables = jobs(name)
    for job in tables.values():
        key = ["order_id", "line_no"] if job.name == "order_items" else ["id"]
        assert len(set(zip(*(column(job, k).to_pylist() for k in key), strict=True))) == job.rows
    order = list(tables)
    assert order.index("orders" if name == "shop" else "posts") < order.index(order[-1])


@pytest.mark.parametrize("name", dataset_names())
def test_every_column_of_the_spec_is_in_the_schema(name):
    dataset = find_dataset(name)
    for table in dataset.spec.tables:
        body = re.search(rf"^create table \"?{table.name}\"? \((.*?)^\);", dataset.schema_sql, re.MULTILINE | re.DOTALL)[1]
        declared = set(re.findall(r"^    (\w+) ", body, re.MULTILINE))
        assert {spec.name for spec in table.columns if not spec.hidden} <= declared


@pytest.mark.parametrize("name", dataset_names())
def test_a_workload_has_statements_that_tell_what_is_wrong(name):
    workload = find_dataset(name).workload
    assert 10 <= len(workload) <= 22
    for task in workload.tasks:
        assert len(task.told) > 30
        assert task.told.endswith((".", "?"))
        assert set(task.values) == set(task.statement.parameters)
        assert task.statement.explainable


def test_rows_counts_the_scale_table_and_the_rest_follows():
    counts = {name: job.rows for name, job in jobs("shop", 1_000_000).items()}
    assert counts == {"customers": 20_000, "products": 3_000, "orders": 1_000_000, "order_items": 2_000_000}
    assert {job.name: job.rows for job in plan_tables(find_dataset("blog").spec)}["comments"] == 200_000


@pytest.mark.parametrize("rows", [0, -5])
def test_no_rows_are_refused(rows):
    with pytest.raises(BadInput, match="too few"):
        jobs("shop", rows)


def test_rows_outside_the_table_are_refused():
    with pytest.raises(BadInput, match="no rows 5 to 11"):
        chunk(jobs("shop", 10)["orders"], 5, 11)


def test_orders_arrive_in_order_and_grow_in_number():
    times = column(jobs("shop")["orders"], "created_at").to_pylist()
    assert times == sorted(times)
    assert times[0].date() < dt.date(2023, 1, 10)
    assert times[-1].date() > dt.date(2025, 12, 29)
    assert times[0].utcoffset() == dt.timedelta(0)
    years = Counter(time.year for time in times)
    assert years[2023] < years[2024] < years[2025]


def test_shop_s_weights_and_nulls_are_as_written():
    orders = whole(jobs("shop", 50_000)["orders"])
    shares = {k: n / 50_000 for k, n in Counter(orders.column("status").to_pylist()).items()}
    assert shares["delivered"] == pytest.approx(0.612, abs=0.01)
    assert shares["pending"] == pytest.approx(0.155, abs=0.01)
    assert orders.column("note").null_count / 50_000 == pytest.approx(0.95, abs=0.01)


def test_low_keys_are_the_hot_ones():
    users = Counter(column(jobs("shop", 50_000)["orders"], "user_id").to_pylist())
    assert [user for user, _ in users.most_common(3)] == [1, 2, 3]


def test_an_item_costs_what_its_product_costs():
    tables = jobs("shop", 500)
    price = dict(
        zip(column(tables["products"], "id").to_pylist(), column(tables["products"], "price").to_pylist(), strict=True)
    )
    items = whole(tables["order_items"])
    assert all(item["unit_price"] == price[item["product_id"]] for item in items.to_pylist())


def test_a_city_lies_in_one_country():
    customers = whole(jobs("shop", 50_000)["customers"]).to_pylist()
    assert len({(c["city"], c["country"]) for c in customers}) == len({c["city"] for c in customers})


def test_an_answer_is_on_the_same_post_and_later():
    comments = whole(jobs("blog")["comments"]).to_pylist()
    by_id = {comment["id"]: comment for comment in comments}
    answers = [comment for comment in comments if comment["parent_id"]]
    assert len(answers) > ROWS / 3
    for answer in answers:
        question = by_id[answer["parent_id"]]
        assert question["post_id"] == answer["post_id"]
        assert question["created_at"] < answer["created_at"]


def test_most_comments_are_not_deleted():
    assert column(jobs("blog", 20_000)["comments"], "deleted_at").null_count / 20_000 == pytest.approx(0.93, abs=0.01)


def test_uuids_have_the_form_of_version_4():
    form = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    keys = readable(whole(jobs("blog", 200)["comments"])).column("id").to_pylist()
    assert all(form.fullmatch(key) for key in keys)


@given(parents=st.integers(1, 40), children=st.integers(1, 200), seeded=st.booleans())
@settings(deadline=None)
def test_groups_are_contiguous_and_begin_where_they_say(parents, children, seeded):
    group = Grouped(parents, children, Stream.of(1, "t", "c", "value") if seeded else None)
    found = group.parents(np.arange(children))
    sizes = np.bincount(found, minlength=parents)
    assert (np.diff(found) >= 0).all()
    assert found[-1] < parents
    assert sizes.min() >= (1 if children >= parents else 0)
    for parent in np.unique(found):
        assert group.first(np.array([parent]))[0] == np.argmax(found == parent)


def test_decimals_are_exact_and_within_their_bounds():
    prices = one_column('kind="number", min=-1, max=1, decimals=2').to_pylist()
    assert set(prices) == {Decimal(n) / 100 for n in range(-100, 101)}


@pytest.mark.parametrize("distribution", ["'uniform'", "'zipf', exponent=1.0", "'lognormal', median=3, sigma=0.5"])
def test_integers_reach_their_bounds_and_no_further(distribution):
    values = one_column(f'kind="integer", min=1, max=6, distribution={distribution}').to_pylist()
    assert set(values) == {1, 2, 3, 4, 5, 6}


def test_a_lognormal_has_its_median():
    values = one_column('kind="number", min=0, max=1e9, distribution="lognormal", median=50, sigma=1')
    assert np.median(values) == pytest.approx(50, rel=0.05)


def test_booleans_have_their_probability():
    assert np.mean(one_column('kind="boolean", probability=0.2').to_pylist()) == pytest.approx(0.2, abs=0.01)


def test_texts_have_their_length_and_their_words():
    texts = one_column('kind="text", words=["red", "green", "blue"], min_words=2, max_words=5', 2_000).to_pylist()
    counts = Counter(len(text.split()) for text in texts)
    words = Counter(re.findall(r"\w+", " ".join(texts).lower()))
    assert set(counts) == {2, 3, 4, 5}
    assert words["red"] > words["green"] > words["blue"]
    assert all(text[0].isupper() and text.endswith(".") for text in texts)


def test_a_title_is_one_line_without_a_full_stop():
    assert "." not in "".join(one_column('kind="text", style="title", min_words=2, max_words=9', 500).to_pylist())


@pytest.mark.parametrize(("pattern", "first"), [("user{row}@x.org", "user1@x.org"), ("A-{row:04}", "A-0001")])
def test_a_template_carries_the_row(pattern, first):
    assert one_column(f'kind="template", pattern="{pattern}"', 3)[0].as_py() == first


def test_a_date_without_a_zone_is_utc_and_its_end_is_open():
    times = one_column('kind="timestamp", start=2024-02-29, end=2024-03-01').to_pylist()
    assert {time.date() for time in times} == {dt.date(2024, 2, 29)}


@pytest.mark.parametrize("null", [0, 1])
def test_none_or_all_can_be_null(null):
    assert one_column(f'kind="sequence", null={null}', 10).null_count == 10 * null
