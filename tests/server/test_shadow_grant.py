"""Shadows of a role that may not see everything, and of one that may: what is missing is told with its GRANT."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import workbench
from workbench.errors import AccessDenied
from workbench.postgres.connect import session
from workbench.postgres.whatif.estimate import planned
from workbench.session import Workbench
from workbench.sql import Statement

SETUP = """
create schema guarded;
create table guarded.orders (id int primary key, customer int, kind text, place text);
insert into guarded.orders select g, g % 700, 'k' || g % 5, 'p' || g % 5 from generate_series(1, 5000) g;
create index orders_customer on guarded.orders (customer);
create statistics guarded.orders_kinds on kind, place from guarded.orders;
create table guarded.customers (id int primary key, name text);
insert into guarded.customers select g, 'n' || g from generate_series(1, 700) g;
create table guarded.own (id int, mine name default current_user);
insert into guarded.own select g, 'reader' from generate_series(1, 500) g;
alter table guarded.own enable row level security;
create table guarded.events (at date, what int) partition by range (at);
create table guarded.events_1 partition of guarded.events for values from ('2025-01-01') to ('2025-07-01');
create table guarded.events_2 partition of guarded.events default;
insert into guarded.events select date '2025-01-01' + g % 365, g from generate_series(1, 2000) g;
create view guarded.named as select o.id, c.name from guarded.orders o join guarded.customers c on c.id = o.customer;
create role "Reader 1" login;
"""


@pytest.fixture
def guarded(wb: Workbench) -> Iterator[Workbench]:
    for statement in (*SETUP.strip().split(";\n"), "vacuum analyze"):
        wb.query(statement.rstrip(";\n"))
    yield wb
    wb.query("drop schema guarded cascade")
    wb.query('drop owned by "Reader 1"')
    wb.query('drop role "Reader 1"')


@pytest.fixture
def reader(guarded: Workbench) -> Iterator[Workbench]:
    with Workbench(session({**guarded._connection.conninfo, "user": "Reader 1"}, None, "0")) as opened:
        yield opened


def test_a_role_that_may_read_nothing_is_told_the_grant(guarded: Workbench, reader: Workbench) -> None:
    with pytest.raises(AccessDenied) as raised:
        reader.shadow(schema="guarded")
    assert raised.value.lines() == [
        "The role Reader 1 may not read what has statistics in the schema guarded.",
        "Missing: guarded.customers, guarded.events, guarded.events_1, and 4 more.",
        'Next: let the owner run: grant usage on schema guarded to "Reader 1";'
        ' grant select on all tables in schema guarded to "Reader 1";',
    ]
    for grant in raised.value.lines()[-1].removeprefix("Next: let the owner run: ").rstrip(";").split("; "):
        guarded.query(grant)
    with reader.shadow(schema="guarded") as shadow:
        assert shadow.explain("select * from guarded.events where what = 5").root.rows_planned > 0


def test_what_the_role_may_read_is_there_and_the_rest_is_said(guarded: Workbench, reader: Workbench) -> None:
    for table in ("orders", "own", "named", "events", "events_1"):
        guarded.query(f'grant select on guarded.{table} to "Reader 1"')
    guarded.query('grant usage on schema guarded to "Reader 1"')
    text = "select * from guarded.orders where customer = 7"
    with reader.shadow(schema="guarded") as shadow, guarded.shadow(schema="guarded") as whole:
        found, wanted = shadow.explain(text), whole.explain(text)
        assert [(n.label, n.total_cost) for n in found.nodes] == [(n.label, n.total_cost) for n in wanted.nodes]
        assert shadow.notes == (
            "guarded.customers, guarded.events_2 are missing, and so all of guarded.events: the role Reader 1 may not read"
            ' them; grant select on guarded.customers, guarded.events_2 to "Reader 1"',
            "the statistics of guarded.own are missing, its plans are guesses: row security hides them from the role Reader 1;"
            " connect as the table's owner, or as a role with bypassrls",
            "the data of statistics orders_kinds is missing: only the owner of its table may read it",
            'view named is missing: relation "guarded.customers" does not exist (42P01 UndefinedTable)',
        )
        for gone in ("customers", "events", "events_1"):  # half of its rows would be a wrong plan
            with pytest.raises(workbench.WorkbenchError, match="does not exist"):
                shadow.explain(f"select * from guarded.{gone}")


def test_notes_go_with_the_file(guarded: Workbench, reader: Workbench, tmp_path: Path) -> None:
    guarded.query('grant usage on schema guarded to "Reader 1"')
    guarded.query('grant select on guarded.orders to "Reader 1"')
    file = reader.dump(tmp_path / "guarded.sql", schema="guarded")
    with workbench.shadow(file) as shadow:
        assert 'grant select on all tables in schema guarded to "Reader 1"' in shadow.notes[0]
        assert "guarded.customers" in repr(shadow)


@pytest.fixture
def inspected(guarded: Workbench) -> Iterator[Workbench]:
    """pageinspect in a schema that no search path has."""
    guarded.query("create schema inspecting")
    guarded.query("create extension pageinspect schema inspecting")
    yield guarded
    guarded.query("drop schema inspecting cascade")


DEEP = """
create table guarded.deep (id int, path text);
alter table guarded.deep alter path set storage plain;
insert into guarded.deep select g, repeat(md5(g::text), 60) from generate_series(1, 600) g;
create index deep_key on guarded.deep (id, path);
create table guarded.emptied (id int, path text);
alter table guarded.emptied alter path set storage plain;
insert into guarded.emptied select g, repeat(md5(g::text), 60) from generate_series(1, 600) g;
create index emptied_path on guarded.emptied (path, id);
delete from guarded.emptied where id > 2;
"""
PROBES = ("select * from guarded.deep where id = 77", "select * from guarded.emptied where path = 'x'")


def test_heights_are_read_by_pageinspect_wherever_it_is(guarded: Workbench, inspected: Workbench) -> None:
    """Where an inner page holds the first column alone, a tree is lower than its keys' width tells; one that rows were deleted
    from is entered at a lower level."""
    for statement in (*DEEP.strip().split(";\n"), "vacuum analyze guarded.deep, guarded.emptied"):
        inspected.query(statement.rstrip(";\n"))
    inspected.query("set enable_seqscan = off")
    wanted = [planned(inspected._connection, Statement.of(text).bind({})).root.total_cost for text in PROBES]

    def costs() -> list[float]:
        with inspected.shadow(schema="guarded") as shadow:
            return [shadow.explain(text).root.total_cost for text in PROBES]

    assert costs() == pytest.approx(wanted, rel=0.001)
    inspected.query("drop extension pageinspect")
    assert costs()[0] > wanted[0] * 1.001  # as if its inner pages held whole keys
