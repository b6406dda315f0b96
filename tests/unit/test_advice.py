"""Advice without a server: migrations, what writes cost, indexes that aren't needed, and what is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_render import NASTY, assert_static, reproducible, unhurried
from workbench.advice import Advice, Chosen, Drop, Effect, SetAside, StatisticsAdvice, Unhelped, drops
from workbench.advice.advice import Effort
from workbench.advice.migrations import created, down, up
from workbench.advice.names import index_name
from workbench.advice.parts import parts_of
from workbench.advice.writes import Write, upkeep
from workbench.catalog import Catalog, Index, IndexKey, Table, TableColumn
from workbench.errors import BadInput
from workbench.indexes import Candidate, Rejected, Size
from workbench.indexes.problem import State
from workbench.render.advice import advice_html, advice_text
from workbench.render.advice_chart import curve_svg
from workbench.sql import Statement

__all__ = ["reproducible"]

INDEX = Candidate.of("create index on orders (user_id, status)")
OTHER = Candidate.of('create index on only "Odd"."My ""T" using gin ("Key" gin_trgm_ops) where "Key" <> \'on\'')


_GONE = 'drop index concurrently if exists "public"."b"'


def chosen(candidate: Candidate = INDEX, statement: str = "open orders", nodes: str = "Seq Scan -> Index Scan") -> Chosen:
    effect = Effect(statement, 10.0, 489.0, 8.3, nodes)
    return Chosen(candidate, "orders_user_id_status_idx", "public", (effect,), Size(50, 20_000.0, 1), 3.0, 0.4, ("status",))


def some_advice(*indexes: Chosen, name: str = "open orders") -> Advice:
    states = (State((), 0, 5000.0, 0.0), State((INDEX,), 50 * 8192, 100.0, 3.0), State((INDEX, OTHER), 90 * 8192, 90.0, 3.0))
    return Advice(
        chosen=indexes,
        rejected=(Rejected(OTHER, f"the planner doesn't use it in {name}"),),
        curve=states,
        set_aside=(SetAside(name, "relation does not exist", "check the name"),),
        unhelped=(Unhelped(name, "it needs all rows"),),
        drops=(Drop("duplicate", "public", "b", "t", 8192, f"{name} is the same", _GONE, "create index b on t (b)"),),
        statistics=(StatisticsAdvice("create statistics s on a, b from t", "analyze t", "s", name, 1, 5000),),
        promised=states[1],
        before=5000.0,
        after=103.0,
        engine="shadow",
        effort=Effort(12, 30, 4, "done"),
    )  # fmt: skip


def test_a_migration_names_its_indexes_and_takes_them_back(tmp_path: Path) -> None:
    advice = some_advice(chosen())
    files = advice.migrations(tmp_path / "new", "first")
    assert [file.name for file in files] == ["001_first.up.sql", "001_first.down.sql"]
    text, back = (file.read_text() for file in files)
    assert "create index concurrently if not exists orders_user_id_status_idx on public.orders (user_id, status);" in text
    assert "set lock_timeout = '5s';" in text
    assert "-- open orders: cost 489 -> 8; Seq Scan -> Index Scan" in text
    assert "-- updates of status can't be heap-only any more" in text
    assert "drop index concurrently if exists public.orders_user_id_status_idx;" in back
    assert "drop statistics if exists s;" in back
    assert '"b"' not in text
    (tmp_path / "new" / "017_theirs.up.sql").touch()
    assert advice.migrations(tmp_path / "new")[0].name == "018_indexes.up.sql"


def test_what_is_not_needed_goes_only_when_asked() -> None:
    advice = some_advice(chosen())
    assert 'drop index concurrently if exists "public"."b";' in up(advice, drops=True)
    assert "create index b on t (b);" in down(advice, drops=True)


def test_there_must_be_something_to_migrate(tmp_path: Path) -> None:
    nothing = replace(some_advice(), statistics=())
    with pytest.raises(BadInput, match="nothing to migrate"):
        nothing.migrations(tmp_path)
    with pytest.raises(BadInput, match="part of a file's name"):
        some_advice(chosen()).migrations(tmp_path, "../up")


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (chosen(), "create index concurrently if not exists i on public.orders (user_id, status)"),
        (replace(chosen(), schema="user"), 'create index concurrently if not exists i on "user".orders (user_id, status)'),
        (replace(chosen(), schema="Odd"), 'create index concurrently if not exists i on "Odd".orders (user_id, status)'),
        (chosen(OTHER), f"create index concurrently if not exists i {OTHER.ddl[13:]}"),
        (
            chosen(Candidate.of("create index on orders (lower(note)) where note <> 'create index on x'")),
            "create index concurrently if not exists i on public.orders (lower(note)) where note <> 'create index on x'",
        ),
    ],
)
def test_the_ddl_of_a_migration(one: Chosen, text: str) -> None:
    assert created(replace(one, name="i")) == text


def test_names_are_free_and_short_enough() -> None:
    taken = {"orders_user_id_status_idx"}
    assert index_name(INDEX, taken) == "orders_user_id_status_idx2"
    assert index_name(INDEX, taken) == "orders_user_id_status_idx3"
    long = Candidate.of(f"create index on orders ({'x' * 60}, {'é' * 30})")
    assert len(index_name(long, taken).encode()) <= 63
    assert index_name(Candidate.of("create index on t (lower(a) text_pattern_ops desc nulls last)"), set()) == (
        "t_lower_a_text_pattern_ops_idx"
    )


def table(name: str, parent: str | None = None, kind: str = "table", schema: str = "public") -> Table:
    return Table(schema, name, kind, True, (), parent=None if parent is None else ("public", parent))


EVENTS = (table("events", kind="partitioned table"), table("events_1", "events"), table("Events 2", "events", schema="Old"))
NESTED = (*EVENTS, table("events_3", "events", "partitioned table"), table("events_3_a", "events_3"))


def partitioned(*tables: Table) -> Chosen:
    candidate = Candidate.of("create index on events (device, at desc) where kind <> 'on'")
    names = {"events_device_at_kind_idx", *(each.name for each in tables)}
    name = index_name(candidate, names)
    parts = parts_of(candidate, Catalog(tables, ("public",), (), 18), ("public", "events"), name, names)
    return replace(chosen(candidate), name=name, partitioned=True, parts=parts)


def ours(text: str) -> list[str]:
    """The statements about the index of `partitioned`, without what they all end in."""
    found = [statement.text.split("\n")[-1] for statement in Statement.several(text)]
    return [each.removesuffix(" (device, at desc) where kind <> 'on'") for each in found if "device" in each]


def test_a_partitioned_table_gets_its_index_piece_by_piece() -> None:
    advice = some_advice(partitioned(*NESTED))
    assert ours(up(advice)) == [
        "create index if not exists events_device_at_kind_idx2 on only public.events",
        "create index if not exists events_3_device_at_kind_idx on only public.events_3",
        "create index concurrently if not exists events_1_device_at_kind_idx on public.events_1",
        'create index concurrently if not exists "Events_2_device_at_kind_idx" on "Old"."Events 2"',
        "create index concurrently if not exists events_3_a_device_at_kind_idx on public.events_3_a",
        "alter index public.events_device_at_kind_idx2 attach partition public.events_1_device_at_kind_idx",
        'alter index public.events_device_at_kind_idx2 attach partition "Old"."Events_2_device_at_kind_idx"',
        "alter index public.events_3_device_at_kind_idx attach partition public.events_3_a_device_at_kind_idx",
        "alter index public.events_device_at_kind_idx2 attach partition public.events_3_device_at_kind_idx",
    ]
    assert ours(down(advice)) == [
        "drop index if exists public.events_device_at_kind_idx2",
        "drop index if exists public.events_3_device_at_kind_idx",
        "drop index concurrently if exists public.events_3_a_device_at_kind_idx",
        'drop index concurrently if exists "Old"."Events_2_device_at_kind_idx"',
        "drop index concurrently if exists public.events_1_device_at_kind_idx",
    ]


def test_a_foreign_partition_is_left_out_and_said() -> None:
    far = table("events_far", "events", "foreign table")
    text = up(some_advice(partitioned(*EVENTS, far)))
    assert "-- public.events_far is left out: a foreign table's indexes are made on its own server" in text
    assert ours(text) == [
        "create index concurrently if not exists events_1_device_at_kind_idx on public.events_1",
        'create index concurrently if not exists "Events_2_device_at_kind_idx" on "Old"."Events 2"',
        "create index if not exists events_device_at_kind_idx2 on public.events",
    ]


@given(st.lists(st.text("é_x", min_size=1, max_size=70), min_size=1, max_size=8, unique=True))
@unhurried
def test_the_names_of_parts_are_short_and_none_comes_twice(names: list[str]) -> None:
    candidate = Candidate.of(f"create index on events ({'é' * 30})")
    tables = (table("events", kind="partitioned table"), *(table(name, "events") for name in names))
    found = [part.name for part in parts_of(candidate, Catalog(tables, ("public",), (), 18), ("public", "events"), "e", set())]
    assert len(set(found)) == len(names)
    assert all(len(name.encode()) <= 63 for name in found)


@given(NASTY, NASTY)
@unhurried
def test_nothing_in_a_comment_becomes_sql(name: str, nodes: str) -> None:
    statements = Statement.several(up(some_advice(chosen(statement=name, nodes=nodes))))
    assert [statement.words[:2] for statement in statements] == [
        ("set", "lock_timeout"),
        ("create", "index"),
        ("create", "statistics"),
        ("analyze", "t"),
        ("reset", "lock_timeout"),
    ]


# What writes cost.

KEY = IndexKey("id", "id", "int8_ops", default_opclass=True)
NAMES = ("id", "user_id", "status", "note")
COLUMNS = tuple(TableColumn(name, "text", place, not_null=False) for place, name in enumerate(NAMES, start=1))
PRIMARY = Index(
    "public", "orders_pkey", "create unique index", "btree", (KEY,), unique=True, primary=True, constraint="orders_pkey"
)
TABLE = Table("public", "orders", "table", visible=True, columns=COLUMNS, rows=20_000.0, indexes=(PRIMARY,))
SIZE = Size(50, 20_000.0, 1)


def test_an_insert_writes_each_index_and_a_delete_none() -> None:
    one = upkeep(INDEX, SIZE, TABLE, [Write("orders", "insert", 100.0)])
    assert one.cost == pytest.approx(100 * one.row_cost)
    assert upkeep(INDEX, SIZE, TABLE, [Write("orders", "delete", 100.0)]).cost == 0
    assert upkeep(INDEX, SIZE, TABLE, [Write("others", "insert", 100.0)]).cost == 0


def test_a_partial_index_is_written_by_its_share_of_the_rows() -> None:
    some = upkeep(INDEX, Size(5, 2000.0, 1), TABLE, [Write("orders", "insert", 100.0)])
    assert some.cost == pytest.approx(10 * some.row_cost)


def test_an_index_that_ends_heap_only_updates_pays_for_all() -> None:
    status, note = (Write("orders", "update", 10.0, frozenset({name})) for name in ("status", "note"))
    ends = upkeep(INDEX, SIZE, TABLE, [status])
    assert (ends.blocks_hot, ends.cost) == (("status",), pytest.approx(10 * 2 * ends.row_cost))
    spares = upkeep(INDEX, SIZE, TABLE, [note])
    assert (spares.blocks_hot, spares.cost) == ((), 0)
    never = replace(TABLE, indexes=(PRIMARY, replace(PRIMARY, name="n", keys=(IndexKey("note", "note", "text_ops", True),))))
    assert upkeep(INDEX, SIZE, never, [note]).cost == pytest.approx(10 * ends.row_cost)


def test_gin_costs_more_than_a_tree_and_brin_hardly_anything() -> None:
    costs = {
        method: upkeep(Candidate.of(f"create index on orders using {method} (note)"), SIZE, TABLE, []).row_cost
        for method in ("brin", "btree", "gin")
    }
    assert costs["brin"] < costs["btree"] / 10 < costs["gin"] / 10


# Indexes that are there.


def an_index(name: str, *columns: str, **more: object) -> Index:
    keys = tuple(IndexKey(column, column, "int4_ops", default_opclass=True) for column in columns)
    return replace(Index("public", name, f"create index {name}", "btree", keys, scans=5), **more)  # type: ignore[arg-type]


def needless(
    *indexes: Index, days: float | None = 100.0, used: tuple[str, ...] = (), schemas: tuple[str, ...] = ("public",)
) -> dict[str, str]:
    table = Table("public", "t", "table", visible=True, columns=COLUMNS, indexes=indexes)
    return {drop.name: drop.what for drop in drops(Catalog((table,), ("public",), (), 18), schemas, used, days)}


def test_what_is_not_needed() -> None:
    a, ab = an_index("a", "a"), an_index("ab", "a", "b")
    assert needless(a, ab) == {"a": "redundant"}
    assert needless(a, an_index("again", "a")) == {"a": "duplicate"}
    assert needless(an_index("b", "b"), ab) == {}
    assert needless(an_index("a", "a", valid=False)) == {"a": "invalid"}
    assert needless(an_index("a", "a", scans=0)) == {"a": "unused"}


def test_what_is_needed_after_all() -> None:
    ab = an_index("ab", "a", "b")
    assert needless(an_index("a", "a", constraint="a", unique=True), ab) == {}
    assert needless(an_index("a", "a", unique=True, scans=0), ab) == {}
    assert needless(an_index("a", "a", predicate="(b > 5)"), ab) == {}
    assert needless(an_index("a", "a", include=("c",)), ab) == {}
    assert needless(an_index("a", "a", method="gin"), replace(ab, method="gin")) == {}
    assert needless(an_index("a", "a", scans=0), days=30.0) == {}
    assert needless(an_index("a", "a", scans=0), days=None) == {}
    assert needless(an_index("a", "a", scans=0), used=("a",)) == {}
    assert needless(an_index("a", "a", valid=False), schemas=("shop",)) == {}
    assert needless(an_index("a", "a"), an_index("invalid", "a", "b", valid=False)) == {"invalid": "invalid"}


def test_of_a_constraint_and_its_duplicate_the_constraint_stays() -> None:
    assert needless(an_index("key", "a", constraint="key", unique=True), an_index("twin", "a", unique=True)) == {
        "twin": "duplicate"
    }


# What is shown.


def test_all_that_was_found_is_shown() -> None:
    seen = assert_static(advice_html(some_advice(chosen())))
    for part in (
        "1 index for 1 statement, 400 kB: the planner promises 2.1 % of the cost",
        "create index on orders (user_id, status)",
        "cost 489 → 8.3 (Seq Scan -> Index Scan)",
        "updates of status can't be heap-only",
        "Rejected: 1",
        "Indexes not needed: 1",
        "Statements set aside: 1",
        "Statistics to make: 1",
        "create index concurrently on orders (user_id, status);",
        "12 what-if questions",
    ):
        assert part in seen.text, part


def test_what_the_proof_took_out_says_what_it_cost() -> None:
    dead, harmful = (replace(chosen(), saved_ms=saved) for saved in (0.0, -1200.0))
    told = assert_static(advice_html(replace(some_advice(chosen()), removed=(dead, harmful)))).text
    assert "promised, and earned nothing when it was tried" in told
    assert "promised, and made statements slower by 1.20 s a round when it was tried" in told


def test_no_index_is_an_answer_with_a_reason() -> None:
    advice = replace(some_advice(), statistics=())
    assert advice.verdict == "No index helps, because it needs all rows."
    assert "No index helps" in assert_static(advice_html(advice)).text
    assert replace(advice, unhelped=()).verdict.endswith("no statement here to help.")


@pytest.mark.usefixtures("reproducible")
def test_reproducible_output_has_no_figure_of_the_planner() -> None:
    advice = some_advice(chosen())
    for shown in (assert_static(advice_html(advice)).text, advice_text(advice)):
        assert "create index on orders (user_id, status)" in shown
        for figure in ("489", "8.3", "400", "kB promised", "2.1 %"):
            assert figure not in shown, figure


@unhurried
@given(NASTY)
def test_no_name_becomes_a_tag(text: str) -> None:
    with patch("workbench.render.advice.curve_svg", return_value="<svg/>"):  # it holds no names, and takes its time
        assert_static(advice_html(some_advice(chosen(statement=text, nodes=text), name=text)))


def test_the_curve_is_the_same_svg_each_time() -> None:
    svg = curve_svg(some_advice(chosen()))
    assert svg == curve_svg(some_advice(chosen()))
    assert "1 index, 0.391 MB: 2.06 %" in "".join(ElementTree.fromstring(svg).itertext())


def test_json_holds_everything() -> None:
    told = json.loads(some_advice(chosen()).to_json())
    assert told["chosen"][0]["ddl"] == INDEX.ddl
    assert told["curve"][1] == {"size_bytes": 409600, "cost": 103.0, "ddl": [INDEX.ddl]}
    assert told["statistics"][0]["why"].startswith("the planner expects 1 rows where 5,000 come")
    assert set(told) >= {"rejected", "drops", "set_aside", "unhelped", "effort", "notes", "removed", "regressed"}


def test_advice_from_statistics_alone_cannot_be_proven() -> None:
    with pytest.raises(BadInput, match="no server with the rows"):
        some_advice(chosen()).prove()
