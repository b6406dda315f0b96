"""Advice on a real server: what is chosen, what is set aside, what is left behind, and that the proof is one."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pandas import DataFrame

from workbench.advice import Advice
from workbench.errors import BadInput, MissingCapability
from workbench.postgres.whatif.shadow import ShadowEngine
from workbench.session import Workbench, connect
from workbench.sql import Statement
from workbench.timing import Outcome

_OPEN = "select id, total from orders where user_id = 7 and status = 'pending' order by created_at desc limit 20"
_PRODUCT = "select count(*), sum(quantity) from order_items where product_id = 1500"


@pytest.fixture(scope="module")
def advised(server: None) -> Advice:
    """The shop's own workload."""
    with connect() as wb:
        return wb.advise(wb.load("shop", rows=20_000).dataset.workload, budget="20 MB")


def test_the_shops_workload_gets_a_short_list_with_reasons(advised: Advice) -> None:
    assert 3 <= len(advised.chosen) <= 9
    assert advised.after < 0.4 * advised.before
    assert advised.size_bytes <= 20 * 1024**2
    for one in advised.chosen:
        assert one.label == "promised"
        assert one.why, one.ddl
        assert all(effect.after < effect.before and effect.nodes for effect in one.why)
        assert one.size.size_bytes > 0
    helped = {effect.statement for one in advised.chosen for effect in one.why}
    assert {"open orders of a customer", "sales of a product"} <= helped
    assert helped.isdisjoint(one.statement for one in advised.unhelped)
    assert all(one.reason for one in advised.rejected)
    assert advised.set_aside == ()


def test_the_curve_goes_through_what_was_chosen(advised: Advice) -> None:
    assert advised.promised in advised.curve
    assert advised.curve[0].size_bytes == 0
    assert advised.curve[0].cost == pytest.approx(advised.before)


def test_frame_and_json(advised: Advice) -> None:
    frame: DataFrame = advised.to_frame()
    assert set(frame["index"]) == {one.name for one in advised.chosen}
    assert (frame["cost_after"] < frame["cost_before"]).all()
    told = json.loads(advised.to_json())
    assert [one["ddl"] for one in told["chosen"]] == [one.ddl for one in advised.chosen]
    assert told["effort"]["ended"] == "done"


def test_a_small_budget_and_a_count_hold(shop: Workbench) -> None:
    small = shop.advise([_OPEN, _PRODUCT], budget=300_000)
    assert small.size_bytes <= 300_000
    one = shop.advise([_OPEN, _PRODUCT], max_indexes=1)
    assert len(one.chosen) == 1
    assert shop.advise([_OPEN, _PRODUCT], budget="0 MB").chosen == ()


def test_nothing_runs_and_nothing_is_left(shop: Workbench) -> None:
    before = _indexes(shop)
    shop.query("create sequence if not exists touched")
    advice = shop.advise(["select nextval('touched') from orders where user_id = 7", "delete from orders where user_id = 8"])
    assert advice.set_aside == ()
    assert shop.query("select is_called from touched").rows == ((False,),)
    assert shop.query("select count(*) from orders").rows == ((20_000,),)
    assert _indexes(shop) == before
    shop.query("drop sequence touched")


def _indexes(wb: Workbench) -> Any:
    return wb.query("select schemaname, indexname from pg_indexes order by 1, 2").rows


HOSTILE = (
    "select * from no_such_table where a = 1",
    "select no_such_column from orders",
    "selec broken",
    "select 'it''s; not two' from orders where note = 'a;b'",
    "vacuum orders",
    "select (",
    "select :missing",
    "select 'Pending' from orders where status = 'PENDING'",
    "create table x as select 1",
    "begin",
    "select 1/0 from orders where user_id = 3",
    "select * from pg_class where relname = 'x'",
    _OPEN,
)


def test_one_bad_statement_never_stops_the_others(shop: Workbench) -> None:
    advice = shop.advise(HOSTILE)
    aside = {one.statement: one for one in advice.set_aside}
    assert set(aside) == {
        "select * from no_such_table where a = 1",
        "select no_such_column from orders",
        "selec broken",
        "vacuum orders",
        "select (",
        "select :missing",
        "begin",
        "select 1/0 from orders where user_id = 3",  # folded while it is planned
    }
    assert all(one.reason for one in advice.set_aside)
    assert "no_such_table" in aside["select * from no_such_table where a = 1"].reason
    assert any("user_id" in one.ddl for one in advice.chosen)
    assert not any("pg_class" in one.ddl for one in advice.chosen)


def test_all_of_them_bad_is_an_answer_too(wb: Workbench) -> None:
    advice = wb.advise(["select * from nowhere", "nonsense"])
    assert (advice.chosen, len(advice.set_aside)) == ((), 2)
    assert advice.verdict.startswith("No index helps")


def test_what_cannot_be_asked_says_so(shop: Workbench) -> None:
    with pytest.raises(BadInput, match="no size"):
        shop.advise([_OPEN], budget="much")
    with pytest.raises(BadInput, match="no statement"):
        shop.advise([])
    with pytest.raises(BadInput, match="3 weights for 1"):
        shop.advise([_OPEN], weights=[1, 2, 3])
    with pytest.raises(BadInput, match="nothing to prove"):
        shop.advise(["select 1"]).prove()


def test_numbered_parameters_are_planned(shop: Workbench) -> None:
    texts = [
        "select id from orders where user_id = $1 and status = $2",
        "select id from orders where created_at > $1 order by created_at limit $2",
    ]
    advice = shop.advise(texts)
    assert advice.set_aside == ()
    assert any("user_id" in one.ddl for one in advice.chosen)
    proven = advice.prove(budget_s=0.3)
    assert proven.trial is not None
    assert all(line.case.name != texts[1] for line in proven.trial.lines)  # LIMIT $2 has no statistics, so it isn't run


def test_names_that_need_quotes_and_schemas_and_views(wb: Workbench) -> None:
    wb.query('create schema if not exists "Odd One"')
    wb.query('create table "Odd One"."My Table" as select g as "Key", g % 7 as "select" from generate_series(1, 50000) g')
    wb.query('create view "Odd One".seen as select * from "Odd One"."My Table"')
    wb.query('analyze "Odd One"."My Table"')
    try:
        texts = ['select * from "Odd One"."My Table" where "Key" = 5', 'select * from "Odd One".seen where "Key" = 5']
        for text in texts:
            advice = wb.advise([text])
            assert advice.set_aside == ()
            assert any('"Key"' in one.ddl and '"My Table"' in one.ddl for one in advice.chosen), text
    finally:
        wb.query('drop schema "Odd One" cascade')


def test_writes_count_against_an_index(shop: Workbench) -> None:
    insert = "insert into orders (id, user_id, status, created_at, total) values (9000000, 1, 'pending', now(), 1)"
    quiet = shop.advise([_OPEN, insert], weights=[1, 1])
    assert any(one.write_cost > 0 for one in quiet.chosen if one.candidate.table[-1] == "orders")
    assert shop.advise([_OPEN, insert], weights=[1, 10**8]).chosen == ()
    update = "update orders set status = 'shipped' where id = 7"
    blocking = [one for one in shop.advise([_OPEN, update], weights=[1, 1]).chosen if "status" in one.ddl]
    assert all(one.blocks_hot == ("status",) for one in blocking)


def test_indexes_that_are_not_needed(wb: Workbench) -> None:
    wb.query("create table needless (a int primary key, b int, c int unique)")
    wb.script("insert into needless select n, n, n from generate_series(1, 100) as n; analyze needless;")
    for text in (
        "create index needless_b on needless (b)",
        "create index needless_b_again on needless (b)",
        "create index needless_bc on needless (b, c)",
        "create index needless_a on needless (a)",
        "create index needless_part on needless (b) where c > 5",
    ):
        wb.query(text)
    try:
        found = {
            drop.name: drop for drop in wb.advise(["select * from needless where b = 1"]).drops if drop.table == "needless"
        }
        assert {name: drop.what for name, drop in found.items()} == {
            "needless_a": "duplicate",
            "needless_b": "duplicate",
            "needless_b_again": "redundant",
        }
        wb.script("create schema beside; create table beside.other as select 1 as a; analyze beside.other;")
        assert not wb.advise(["select * from beside.other where a = 1"]).drops, "those are in a schema that it doesn't name"
        for drop in found.values():
            wb.query(drop.ddl)
            wb.query(drop.undo)
    finally:
        wb.script("drop table needless; drop schema if exists beside cascade;")


def test_the_migration_runs_up_and_down(shop: Workbench, advised: Advice, tmp_path: Path) -> None:
    before = _indexes(shop)
    up, down = advised.migrations(tmp_path, "shop_indexes")
    assert (up.name, down.name) == ("001_shop_indexes.up.sql", "001_shop_indexes.down.sql")
    for _ in range(2):  # IF NOT EXISTS: the second time changes nothing
        _run(shop, up.read_text())
    made = set(_indexes(shop)) - set(before)
    assert {name for _, name in made} == {one.name for one in advised.chosen}
    _run(shop, down.read_text())
    assert _indexes(shop) == before
    assert advised.migrations(tmp_path)[0].name == "002_indexes.up.sql"


def _run(wb: Workbench, text: str) -> None:
    for statement in Statement.several(text):
        wb.query(statement.text)


PARTED = """
create schema parted;
create table parted.parts (at date not null, who int, what text) partition by range (at);
create table parted.spring partition of parted.parts for values from ('2025-01-01') to ('2025-07-01');
create table parted."Autumn" partition of parted.parts for values from ('2025-07-01') to ('2025-10-01')
  partition by list (what);
create table parted.autumn_x partition of parted."Autumn" for values in ('x');
create table parted.autumn_rest partition of parted."Autumn" default;
create table parted.rest partition of parted.parts default;
insert into parted.parts select date '2025-01-01' + g % 365, g % 5000, chr(119 + g % 4) from generate_series(1, 60000) g;
"""
FAR = """
create extension postgres_fdw schema parted;
create server parted_far foreign data wrapper postgres_fdw;
create foreign table parted.far partition of parted.parts for values from ('2026-01-01') to ('2026-02-01') server parted_far;
"""


@pytest.fixture
def parted(wb: Workbench) -> Iterator[Workbench]:
    for statement in (*PARTED.strip().split(";\n"), "vacuum analyze parted.parts"):
        wb.query(statement.rstrip(";\n"))
    yield wb
    wb.query("drop schema parted cascade")


def _attached(wb: Workbench) -> dict[str, bool]:
    """The indexes of the partitioned table and of all below it, and which of them are valid."""
    return dict(
        wb.query(
            "select i.indrelid::regclass::text, i.indisvalid from pg_partition_tree('parted.parts') t"
            " join pg_index i on i.indrelid = t.relid order by 1"
        ).rows
    )


def test_a_partitioned_table_is_migrated_part_by_part(parted: Workbench, tmp_path: Path) -> None:
    before = _indexes(parted)
    advice = parted.advise(["select * from parted.parts where who = 77"])
    assert [one.partitioned for one in advice.chosen] == [True]
    up, down = (file.read_text() for file in advice.migrations(tmp_path))
    statements = Statement.several(up)
    for count in range(2, len(statements) - 1, 3):  # it fails on the way, and is run again
        for statement in statements[:count]:
            parted.query(statement.text)
        assert not _attached(parted)["parted.parts"]
    for _ in range(2):
        _run(parted, up)
    assert _attached(parted) == dict.fromkeys(
        ['parted."Autumn"', "parted.autumn_rest", "parted.autumn_x", "parted.parts", "parted.rest", "parted.spring"], True
    )
    assert set(_indexes(parted)) - set(before) == {("parted", advice.chosen[0].name)} | {
        (part.schema, part.name) for part in advice.chosen[0].parts
    }
    _run(parted, down)
    assert _indexes(parted) == before
    for statement in statements[: len(statements) // 2]:  # what stopped half-way goes, too
        parted.query(statement.text)
    _run(parted, down)
    assert _indexes(parted) == before


def test_a_foreign_partition_leaves_the_index_of_the_others_valid(parted: Workbench, tmp_path: Path) -> None:
    for statement in FAR.strip().split(";\n"):
        parted.query(statement.rstrip(";\n"))
    before = _indexes(parted)
    try:
        advice = parted.advise(["select * from parted.parts where who = 77 and at < '2025-12-31'"])
        up, down = (file.read_text() for file in advice.migrations(tmp_path))
        assert "-- parted.far is left out" in up
        for _ in range(2):
            _run(parted, up)
        assert _attached(parted) == dict.fromkeys(
            ['parted."Autumn"', "parted.autumn_rest", "parted.autumn_x", "parted.parts", "parted.rest", "parted.spring"], True
        )
        _run(parted, down)
        assert _indexes(parted) == before
    finally:
        parted.query("drop extension postgres_fdw cascade")


def test_the_proof_measures_and_keeps_what_earns_its_place(shop: Workbench) -> None:
    promised = shop.advise([_OPEN, _PRODUCT])
    proven = promised.prove(budget_s=3)
    assert proven.label == "proven"
    assert proven.trial is not None
    assert proven.trial.regressions == ()
    # How many can be told depends on how noisy the machine is.
    assert "proven" in {one.label for one in proven.chosen} <= {"proven", "unproven"}
    assert all((one.saved_ms or 0) > 0 for one in proven.chosen if one.label == "proven")
    assert any(effect.ratio is not None and effect.ratio > 1 for one in proven.chosen for effect in one.why)
    assert promised.label == "promised"
    assert not shop.leftovers()


def test_dead_weight_is_taken_out_by_the_proof(shop: Workbench) -> None:
    from dataclasses import replace

    from workbench.indexes import Candidate

    promised = shop.advise([_PRODUCT])
    idle = replace(promised.chosen[0], candidate=Candidate.of("create index on order_items (line_no)"), name="idle")
    proven = replace(promised, chosen=(*promised.chosen, idle)).prove(budget_s=2)
    assert [one.name for one in proven.removed] == ["idle"]
    assert [line.verdict.outcome for line in proven.trial.lines if line.verdict] == [Outcome.FASTER]  # type: ignore[union-attr]


CORRELATED = """
    create schema towns;
    create table towns.homes (id int, town text, zip text, "the State" text, note text);
    insert into towns.homes
         select n, 'town ' || n % 200, 'zip ' || n % 200, 'state ' || n % 200 % 10, null from generate_series(1, 40000) n;
    analyze towns.homes;
"""


def test_where_the_planner_is_wrong_about_rows_statistics_are_the_answer(wb: Workbench) -> None:
    """A town's 200 homes all have one zip code; the planner expects one home."""
    wb.script(CORRELATED)
    try:
        homes = "select * from towns.homes where town = :t and zip = :z"
        independent = "select * from towns.homes where town = 'town 7' and note is null"
        advice = wb.advise([homes, independent], t="town 7", z="zip 7")
        (one,) = advice.statistics
        assert one.ddl == (
            "create statistics towns.homes_town_zip_dependencies_stats (dependencies) on town, zip from towns.homes"
        )
        assert (one.statement, one.measured) == (homes, False)
        assert one.planned <= 2
        assert 100 < one.rows < 400
        assert "come by these statistics" in one.why
        assert wb.query("select count(*) from pg_statistic_ext where stxnamespace = 'towns'::regnamespace").rows == ((0,),)
        wb.script(f"{one.ddl}; {one.analyze}")
        assert wb.advise([homes], t="town 7", z="zip 7").statistics == ()
    finally:
        wb.query("drop schema towns cascade")


def test_stop_gives_the_best_so_far(shop: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGINT while prices are asked, as Jupyter's Stop sends it."""
    asked = ShadowEngine.price
    count = 0

    def price(self: ShadowEngine, *given: Any) -> Any:
        nonlocal count
        count += 1
        if count == 4:
            signal.raise_signal(signal.SIGINT)
        return asked(self, *given)

    monkeypatch.setattr(ShadowEngine, "price", price)
    advice = shop.advise([_OPEN, _PRODUCT])
    assert advice.effort.ended == "stopped"
    assert any("stopped" in note for note in advice.notes)
    assert threading.active_count() >= 1
    assert shop.query("select 1").rows == ((1,),)


def test_time_is_up(shop: Workbench) -> None:
    advice = shop.advise([_OPEN, _PRODUCT], deadline=0)
    assert (advice.effort.ended, advice.effort.calls, advice.chosen) == ("deadline", 0, ())


@pytest.fixture
def seen(shop: Workbench) -> Iterator[Workbench]:
    """A shop whose server has counted two statements."""
    shop.query("create extension if not exists pg_stat_statements with schema public")
    shop.query("select pg_stat_statements_reset()")
    for user in range(5):
        shop.query("select id from orders where user_id = :u", u=user)
    shop.query(_PRODUCT)
    shop.explain(_PRODUCT)
    yield shop
    shop.query("create extension if not exists pg_stat_statements with schema public")


def test_what_the_server_has_seen(seen: Workbench) -> None:
    with connect() as wb:
        wb.load("shop", rows=20_000)
        advice = wb.advise("pg_stat_statements")
        statements = {effect.statement: effect.weight for one in advice.chosen for effect in one.why}
        assert statements["select id from orders where user_id = $1"] == 5
        everything = {*statements, *(one.statement for one in advice.unhelped), *(one.statement for one in advice.set_aside)}
        assert not any("workbench */" in text or "pg_" in text for text in everything)
        for one in wb.advise("pg_stat_statements", by="time").chosen:
            for effect in one.why:  # its share of the whole is that of its time
                assert effect.weight * effect.before == pytest.approx(_total_ms(wb, effect.statement), rel=0.01)


def _total_ms(wb: Workbench, text: str) -> float:
    rows = wb.query(
        "select sum(total_exec_time) from pg_stat_statements where query like :begins", begins=f"{text.rstrip('…')}%"
    ).rows
    return float(rows[0][0])


def test_without_pg_stat_statements_it_says_what_to_do(seen: Workbench) -> None:
    seen.query("drop extension pg_stat_statements")
    with pytest.raises(MissingCapability, match="pg_stat_statements"):
        seen.advise("pg_stat_statements")


def test_advice_from_a_shadow_cannot_be_proven_there(shop: Workbench) -> None:
    with shop.shadow() as shadow:
        advice = shadow.advise([_OPEN, _PRODUCT], budget="20 MB")
        assert {one.candidate.table[-1] for one in advice.chosen} == {"orders", "order_items"}
        with pytest.raises(BadInput, match="no server with the rows"):
            advice.prove()
        again = shadow.advise([_OPEN, _PRODUCT], budget="20 MB")  # what was tried there is no index of that database
        assert [one.ddl for one in again.chosen] == [one.ddl for one in advice.chosen]
        assert again.drops == advice.drops
