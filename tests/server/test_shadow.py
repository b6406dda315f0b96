"""A shadow plans as its source does, holds no row, runs nothing, and leaves nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

import workbench
from tests.machine import DEBIAN_SERVERS
from workbench.errors import BadInput
from workbench.indexes import Candidate, Size
from workbench.postgres.server import open_server, own_home
from workbench.postgres.settings import shadow as shadow_recipe
from workbench.postgres.whatif import open_whatif
from workbench.postgres.whatif import shadow as shadow_module
from workbench.postgres.whatif.estimate import estimate, planned
from workbench.sql import Statement

PENDING = "select * from orders where user_id = :u and status = 'pending'"


@pytest.fixture
def engine(shop):
    opened = open_whatif(shop._connection, "shadow")
    yield opened
    opened.close()


def nodes(plan: workbench.Plan) -> list[tuple]:
    return [
        (n.depth, n.label, pytest.approx(n.total_cost, rel=0.001), pytest.approx(n.rows_planned, rel=0.001)) for n in plan.nodes
    ]


@pytest.mark.parametrize(("name", "rows"), [("shop", 20_000), ("tenants", 20_000), ("events", 20_000)])
def test_the_plans_of_a_workload_are_those_of_the_source_to_a_thousandth(wb, name: str, rows: int) -> None:
    loaded = wb.load(name, rows=rows)
    with wb.shadow(schema=name) as shadow:
        assert shadow.notes == ()
        for task in loaded.dataset.workload.tasks:
            before = planned(wb._connection, task.statement.bind(task.values))
            after = shadow.explain(task.statement.text, **task.values)
            assert nodes(after) == nodes(before), task.name


def test_a_file_of_dump_gives_the_same_shadow_as_the_server(shop, tmp_path: Path) -> None:
    file = shop.dump(tmp_path / "shop.sql", schema="shop")
    with workbench.shadow(file) as there, shop.shadow(schema="shop") as here:
        assert nodes(there.explain(PENDING, u=7)) == nodes(here.explain(PENDING, u=7))
        assert there.version == here.version


def test_a_plan_s_price_is_not_asked_for_again(shop, engine, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Candidate.of("create index on orders (user_id, status)")
    engine.prepare({one: Size(100, 20_000)})
    bound, other = Statement.of(PENDING).bind({"u": 7}), Statement.of(PENDING).bind({"u": 8})
    price = engine.price(bound, (one,))
    engine.plan(bound, (one,))
    asked = []
    monkeypatch.setattr(shadow_module, "estimate", lambda *given, **named: asked.append(given) or estimate(*given, **named))
    assert engine.price(bound, (one,)) == price
    assert asked == []
    assert engine.price(bound, ()).used == frozenset()
    engine.price(other, (one,))
    assert len(asked) == 2


def test_a_candidate_is_seen_only_where_it_is_asked_for(shop, engine) -> None:
    one = Candidate.of("create index on orders (user_id, status)")
    two = Candidate.of("create index on orders using brin (created_at)")
    bad = Candidate.of("create index on nobody (a)")
    (rejected,) = engine.prepare({one: Size(100, 20_000), two: Size(3, 20_000), bad: Size(1, 1)})
    assert rejected.candidate == bad
    assert "does not exist" in rejected.reason
    bound = Statement.of(PENDING).bind({"u": 7})
    plain = engine.price(bound, ())
    assert plain.cost == pytest.approx(planned(shop._connection, bound).root.total_cost, rel=0.001)
    assert plain.used == frozenset()
    with_it = engine.price(bound, (one, two))
    assert with_it.used == {one}
    assert with_it.cost < plain.cost / 2
    assert engine.price(bound, (two,)).cost == plain.cost
    assert engine.price(bound, ()) == plain
    with pytest.raises(BadInput, match="not prepared"):
        engine.price(bound, (bad,))


KINDS = [
    ("create index on orders (user_id)", "select * from orders where user_id = 7"),
    (
        "create index on orders (user_id, created_at desc)",
        "select * from orders where user_id = 7 order by created_at desc limit 5",
    ),
    ("create index on orders (user_id) include (total)", "select user_id, total from orders where user_id = 7"),
    (
        "create index on orders (total) where status = 'returned'",
        "select id from orders where status = 'returned' and total > 900",
    ),
    ("create index on orders using hash (user_id)", "select * from orders where user_id = 7"),
    (
        "create index on orders using brin (created_at) with (pages_per_range = 4)",
        "select id from orders where created_at >= '2025-11-01' and created_at < '2025-11-02'",
    ),
    ("create index on orders using gin (note public.gin_trgm_ops)", "select * from orders where note like '%leave at door%'"),
    ("create unique index on order_items (product_id, order_id, line_no)", "select * from order_items where product_id = 5"),
    ("create index on customers (city)", "select * from customers where city = 'Lyon'"),
]


@pytest.mark.parametrize(("ddl", "query"), KINDS, ids=[ddl[7:60] for ddl, _ in KINDS])
def test_an_index_of_each_kind_costs_what_the_built_one_costs(shop, ddl: str, query: str) -> None:
    shop.query("create extension if not exists pg_trgm with schema public")
    candidate, bound = Candidate.of(ddl), Statement.of(query).bind({})
    real = open_whatif(shop._connection, "build")
    try:
        assert real.prepare({candidate: Size(1, 0)}) == ()
        with shop.shadow() as shadow:
            assert shadow.engine.prepare({candidate: real.size(candidate)}) == ()
            one, other = real.price(bound, (candidate,)), shadow.engine.price(bound, (candidate,))
    finally:
        real.close()
    assert other.cost == pytest.approx(one.cost, rel=0.02)
    assert other.used == one.used == {candidate}


def test_partitions_share_the_size_of_a_candidate(wb) -> None:
    wb.load("events", rows=20_000)
    candidate = Candidate.of("create index on events (device_id, at desc)")
    bound = Statement.of("select * from events where device_id = 4").bind({})
    real = open_whatif(wb._connection, "build")
    try:
        real.prepare({candidate: Size(1, 0)})
        with wb.shadow(schema="events") as shadow:
            shadow.engine.prepare({candidate: real.size(candidate)})
            one, other = real.price(bound, (candidate,)), shadow.engine.price(bound, (candidate,))
    finally:
        real.close()
    assert other.used == one.used == {candidate}
    assert other.cost == pytest.approx(one.cost, rel=0.02)


BIG = """--
-- PostgreSQL database dump
--

-- Dumped from database version 16.4
-- Dumped by pg_dump version 18.0

SET check_function_bodies = false;
--
-- Name: big; Type: TABLE; Schema: public; Owner: -
--
CREATE TABLE public.big (id bigint NOT NULL, kind integer);
--
-- Name: big big_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--
ALTER TABLE ONLY public.big ADD CONSTRAINT big_pkey PRIMARY KEY (id);
--
-- Statistics for Name: big; Type: STATISTICS DATA; Schema: public; Owner: -
--
SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer, 'schemaname', 'public', 'relname', 'big',
  'relpages', '400000'::integer, 'reltuples', '50000000'::real, 'relallvisible', '400000'::integer);
SELECT * FROM pg_catalog.pg_restore_attribute_stats('version', '180000'::integer, 'schemaname', 'public', 'relname', 'big',
  'attname', 'id', 'inherited', 'f'::boolean, 'null_frac', '0'::real, 'avg_width', '8'::integer, 'n_distinct', '-1'::real,
  'histogram_bounds', '{1,25000000,50000000}'::text, 'correlation', '1'::real);
SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer, 'schemaname', 'public', 'relname', 'big_pkey',
  'relpages', '137000'::integer, 'reltuples', '50000000'::real, 'relallvisible', '0'::integer);
"""


def test_a_table_of_several_gigabytes_takes_no_disk(tmp_path: Path) -> None:
    file = tmp_path / "big.sql"
    file.write_text(BIG)
    with workbench.shadow(file) as shadow:
        assert shadow.version == "16.4"
        assert "<Shadow of PostgreSQL 16, planned as 18 does; its statistics hold real values" in repr(shadow)
        scan = shadow.explain("select count(*) from big where kind > 3")
        # A page costs 1, a row 0.01, its condition 0.0025; two workers and the leader share the rows.
        assert sum("Seq Scan" in node.kind for node in scan.nodes) == 1
        assert scan.nodes[-1].total_cost == pytest.approx(400_000 + 50_000_000 * 0.0125 / 2.4, rel=0.01)
        change = shadow.whatif("select * from big where kind = 3", "create index on big (kind) where kind = 3")
        assert change.after.nodes[-1].index
        assert change.after.root.total_cost < change.before.root.total_cost
        probe = shadow.explain("select * from big where id = 5")
        assert probe.root.total_cost == pytest.approx(8.58, abs=0.5)  # three levels
        assert shadow.engine.disk_bytes() < 100_000_000


def test_nothing_is_ever_executed(shop, engine) -> None:
    for text in ("delete from orders", "insert into customers select * from customers", "select pg_sleep(100)"):
        engine.plan(Statement.of(text).bind({}))
    for text in ("select 1; drop table orders", "drop table orders", "explain analyze select 1", "vacuum"):
        with pytest.raises(workbench.WorkbenchError):
            engine.plan(Statement(text).bind({}))
    assert engine.connection.rows("read_only") == [{"read_only": "on", "superuser": False}]
    assert not {"query", "run", "trial", "load"} & set(dir(workbench.Shadow))


HOSTILE = (
    BIG
    + """--
-- Name: EXTENSION nowhere; Type: EXTENSION; Schema: -; Owner: -
--
CREATE EXTENSION IF NOT EXISTS nowhere WITH SCHEMA public;
--
-- Name: place; Type: TABLE; Schema: public; Owner: -
--
CREATE TABLE public.place (at public.geography);
--
-- Name: evil; Type: TABLE; Schema: public; Owner: -
--
CREATE TABLE public.evil (line text);
COPY public.evil FROM PROGRAM 'touch {file}';
"""
)


def test_what_a_dump_may_not_do_or_lacks_is_told_and_the_rest_is_there(tmp_path: Path) -> None:
    file, touched = tmp_path / "hostile.sql", tmp_path / "touched"
    tmp_path.chmod(0o777)
    file.write_text(HOSTILE.replace("{file}", str(touched)))
    with workbench.shadow(file) as shadow:
        notes = "\n".join(shadow.notes)
        assert "extension EXTENSION nowhere is missing" in notes
        assert 'table place is missing: type "public.geography" does not exist' in notes
        assert "table evil is missing: permission denied to COPY to or from an external program" in notes
        assert shadow.explain("select * from big where id = 5").nodes[-1].index == "big_pkey"
    assert not touched.exists()


def test_files_without_statistics_are_refused(shop, tmp_path: Path) -> None:
    file = tmp_path / "bare.sql"
    file.write_text("create table a (b int);")
    with pytest.raises(BadInput, match=r"no statistics in bare\.sql"):
        workbench.shadow(file)
    with pytest.raises(BadInput, match="is no file"):
        workbench.shadow(str(tmp_path / "nothing.sql"))
    with pytest.raises(BadInput, match="no tables with statistics in the schema nobody"):
        shop.shadow(schema="nobody")


def test_the_source_stays_as_it_is(shop) -> None:
    def state() -> tuple:
        relations = "select oid, relname, relpages, reltuples, relfilenode from pg_class order by oid"
        sessions = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        return tuple(shop.query(text).rows for text in (relations, "select oid, datname from pg_database order by 1", sessions))

    before = state()
    with shop.shadow() as shadow:
        shadow.whatif(PENDING, "create index on orders (user_id)", u=7)
    assert state() == before


def test_it_starts_from_an_empty_cluster_that_is_there_already(shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with shop.shadow():
        pass

    def again(*_: object) -> None:
        raise AssertionError("initdb ran again")

    monkeypatch.setattr("workbench.postgres.server.make_cluster", again)
    (empty,) = (own_home() / "empty").iterdir()
    before = {path: path.stat().st_mtime_ns for path in empty.rglob("*")}
    with shop.shadow() as shadow:
        assert shadow.explain("select * from orders").root.kind == "Seq Scan"
    assert before == {path: path.stat().st_mtime_ns for path in empty.rglob("*")}
    monkeypatch.setattr("workbench.postgres.whatif.own_server.shadow", lambda: replace(shadow_recipe(), initdb=("--no-sync",)))
    with pytest.raises(AssertionError, match="again"):  # another recipe, another cluster
        shop.shadow()


def shadows() -> list[Path]:
    return [path for path in (own_home() / "shadows").iterdir() if path.is_dir()]


def test_closing_deletes_the_server(shop) -> None:
    shadow = shop.shadow(schema="shop")
    assert len(shadows()) == 1
    shadow.close()
    shadow.close()
    assert shadows() == []
    assert shadow.engine.closed


KILLED = """
import sys, time, workbench
wb = workbench.connect()
shadow = wb.shadow(schema="shop")
print("ready", flush=True)
time.sleep(600)
"""


def test_a_killed_kernel_leaves_a_folder_that_the_next_shadow_removes(shop) -> None:
    victim = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    assert victim.stdout is not None
    assert victim.stdout.readline() == "ready\n"
    (left,) = shadows()
    pid = int((left / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    victim.stdout.close()
    for _ in range(300):
        if not alive(pid):
            break
        time.sleep(0.1)
    assert not alive(pid)
    with shop.shadow(schema="shop"):
        assert left not in shadows()
    assert shadows() == []


def alive(pid: int) -> bool:
    try:
        return "postgres" in Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return False


def test_a_statement_of_pg_stat_statements_gets_its_generic_plan(engine) -> None:
    one = Candidate.of("create index on orders (user_id)")
    engine.prepare({one: Size(100, 20_000)})
    bound = Statement.of("select * from orders where user_id = $1").generic()
    assert engine.price(bound, (one,)).used == {one}


def test_build_leaves_nothing_and_takes_each_candidate_away(shop) -> None:
    one, bad = Candidate.of("create index on orders (user_id)"), Candidate.of("create index on orders (nothing)")
    bound = Statement.of("select * from orders where user_id = 7").bind({})
    real = open_whatif(shop._connection, "build")
    (rejected,) = real.prepare({one: Size(1, 0), bad: Size(1, 0)})
    assert rejected.candidate == bad
    assert real.price(bound, (one,)).used == {one}
    assert real.price(bound, ()).used == frozenset()
    assert real.price(bound, (one,)).cost < real.price(bound, ()).cost
    real.close()
    real.close()
    assert not shop.leftovers()
    assert shop.query("select count(*) from pg_indexes where indexname = 'orders_user_id_idx'").rows == ((0,),)


@pytest.mark.skipif(not DEBIAN_SERVERS, reason="not run: no other PostgreSQL here; sudo apt-get install postgresql")
def test_an_older_server_is_a_source_too(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(tempfile.mkdtemp(prefix="wb old "))
    home.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setenv("WORKBENCH_PG_BIN", str(DEBIAN_SERVERS[0].parent))
        handle = open_server(home)
    try:
        with workbench.connect(make_conninfo(**handle.conninfo)) as old:
            loaded = old.load("shop", rows=20_000)
            with old.shadow(schema="shop") as shadow:
                assert shadow.version == old.capabilities.version
                assert int(shadow.version.partition(".")[0]) == handle.major
                for task in loaded.dataset.workload.tasks:
                    before = planned(old._connection, task.statement.bind(task.values))
                    assert nodes(shadow.explain(task.statement.text, **task.values)) == nodes(before), task.name
    finally:
        handle.close()
        shutil.rmtree(home)
