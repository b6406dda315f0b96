"""Whatever is tried, as a statement or as a change: it is refused, or it is undone. Nothing ever persists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import workbench
from workbench import errors

STATEMENTS = """
    commit
    commit and chain
    rollback
    rollback and chain
    end
    abort
    begin
    start transaction read only
    savepoint s
    release savepoint s
    rollback to savepoint _pg3_1
    prepare transaction 'leak'
    commit prepared 'leak'
    select 1; commit
    select count(*) from hostile; commit; select 1
    insert into hostile (a) values (1); commit
    do $$ begin commit; end $$
    do $$ begin insert into hostile (a) values (1); commit; end $$
    call hostile_commit()
    select hostile_call()
    insert into hostile (a) values (7)
    insert into hostile (a) select generate_series(1, 5) returning id
    update hostile set a = 99
    delete from hostile
    truncate hostile
    merge into hostile h using (values (1)) v (a) on h.a = v.a when matched then delete
    with gone as (delete from hostile returning *) select count(*) from gone
    with new as (insert into hostile (a) values (5) returning *) select * from new
    select * into leaked from hostile
    create table leaked as select 1 as a
    create temp table leaked as select 1 as a
    create materialized view leaked as select 1 as a
    create table leaked (a int)
    create view leaked as select 1
    create function leaked() returns int language sql as 'select 1'
    create role leaked
    create schema leaked
    create database leaked
    create extension dblink
    create sequence leaked
    create type leaked as (a int)
    create rule leaked as on insert to hostile do nothing
    drop table hostile
    drop schema public cascade
    drop database workbench
    alter table hostile rename to leaked
    alter system set work_mem = '1GB'
    alter role postgres set work_mem = '1GB'
    alter database workbench set work_mem = '1GB'
    set work_mem = '1GB'
    set session characteristics as transaction read only
    set role pg_monitor
    set session authorization postgres
    reset all
    discard all
    deallocate all
    listen leaked
    notify leaked
    unlisten *
    select nextval('hostile_own')
    select setval('hostile_own', 1000)
    select set_config('work_mem', '1GB', false)
    select set_config('search_path', 'pg_catalog', false)
    select pg_advisory_lock(4711)
    select pg_try_advisory_lock(4711)
    select pg_advisory_lock_shared(4711)
    select lo_create(4711)
    select lo_from_bytea(4711, 'x')
    select pg_notify('leaked', 'x')
    select pg_reload_conf()
    select pg_switch_wal()
    select pg_create_restore_point('leaked')
    select pg_create_physical_replication_slot('leaked')
    select pg_logical_emit_message(false, 'leaked', 'x')
    select pg_stat_reset()
    select pg_stat_statements_reset()
    select pg_terminate_backend(pid) from pg_stat_activity
    select pg_cancel_backend(pid) from pg_stat_activity
    select pg_export_snapshot()
    copy hostile to program 'touch /tmp/leaked'
    copy hostile from program 'echo 1'
    copy (select 1) to '/tmp/leaked'
    lock table hostile in access exclusive mode
    declare leaked cursor with hold for select 1
    declare leaked cursor for select 1
    fetch all from leaked
    explain analyze delete from hostile
    vacuum full hostile
    reindex table hostile
    cluster hostile
    checkpoint
    refresh materialized view leaked
    grant all on hostile to public
    comment on table hostile is 'leaked'
    security label on table hostile is 'leaked'
    load 'auto_explain'
    import foreign schema leaked from server leaked into public
    execute leaked
    prepare leaked as select 1
    create index leaked on hostile (a); commit
    create index concurrently leaked on hostile (a)
    create index leaked on hostile (hostile_bad(a))
    create unique index leaked on hostile ((1))
    drop index concurrently hostile_pkey
    create statistics leaked on a, b from hostile; commit
    alter table hostile add column leaked int
    alter table hostile drop column b
    alter table hostile set (autovacuum_enabled = false)
    alter table hostile disable trigger all
""".strip().splitlines()
DISGUISES = ("{}", "/* a /* b */ */ -- c\n {} ;;")
CASES = [(disguise.format(line.strip()), line.strip()) for line in STATEMENTS for disguise in DISGUISES]

SETUP = """
    drop table if exists public.hostile cascade;
    create table public.hostile (id serial primary key, a int, b text);
    create sequence public.hostile_own owned by public.hostile.id;
    insert into public.hostile (a, b) select g, g::text from generate_series(1, 500) g;
    create or replace procedure public.hostile_commit() language plpgsql
        as $$ begin insert into public.hostile (a) values (1); commit; end $$;
    create or replace function public.hostile_call() returns int language plpgsql
        as $$ begin call public.hostile_commit(); return 1; end $$;
    create or replace function public.hostile_bad(a int) returns int language plpgsql immutable
        as $$ begin insert into public.hostile (a) values (1); return a; end $$;
"""
# Everything that could have changed: objects, rows, settings, roles, databases, locks, large objects, slots, channels. Not the
# sequence behind a column's default: an INSERT that is undone leaves a gap in it, by PostgreSQL's own law.
STATE = """
    select (select md5(string_agg(format('%s %s %s %s', relname, relkind, relfilenode, reloptions), ',' order by oid))
              from pg_class where relnamespace not in (select oid from pg_namespace where nspname like 'pg_%')) as classes,
           (select md5(string_agg(h::text, ',' order by id)) from public.hostile h) as rows,
           (select last_value from public.hostile_own) as sequence,
           (select count(*) from pg_proc) as functions,
           (select count(*) from pg_type where typrelid = 0) as types,
           (select count(*) from pg_namespace where nspname not like 'pg_t%') as schemas,
           (select count(*) from pg_statistic_ext) as statistics,
           (select count(*) from pg_extension) as extensions,
           (select string_agg(rolname, ',' order by 1) from pg_roles) as roles,
           (select string_agg(datname, ',' order by 1) from pg_database) as databases,
           (select count(*) from pg_db_role_setting) as role_settings,
           (select count(*) from pg_largeobject_metadata) as large_objects,
           (select count(*) from pg_prepared_xacts) as prepared,
           (select count(*) from pg_replication_slots) as slots,
           (select count(*) from pg_locks where locktype = 'advisory') as advisory,
           (select count(*) from pg_description d join pg_class c on c.oid = d.objoid where c.relname = 'hostile') as comments,
           (select count(*) from pg_file_settings) as files
"""
OWN = """
    select current_user::text, session_user::text,
           (select count(*) from pg_cursors), (select count(*) from pg_listening_channels()),
           (select string_agg(name || '=' || setting, ',' order by name) from pg_settings where source = 'session')
"""


@pytest.fixture(scope="module")
def prepared(server: None) -> Iterator[tuple[workbench.Workbench, workbench.Workbench]]:
    """A session that tries, and a witness."""
    with pytest.MonkeyPatch.context() as patch, workbench.connect() as tries, workbench.connect() as witness:
        patch.setattr("workbench.postgres.trial.write_costs", lambda *_: ())  # it takes time, and has tests of its own
        for statement in workbench.Statement.several(SETUP):
            witness.query(statement.text)
        yield tries, witness
        witness.query("drop table public.hostile cascade")
        for routine in ("procedure hostile_commit()", "function hostile_call()", "function hostile_bad(int)"):
            witness.query(f"drop {routine}")


def test_there_are_enough_of_them() -> None:
    assert 2 * len(CASES) >= 400
    assert len({line for _, line in CASES}) == len(STATEMENTS)


@pytest.mark.parametrize("role", ["statement", "change"])
@pytest.mark.parametrize("text", [text for text, _ in CASES], ids=[line[:50] for _, line in CASES])
def test_nothing_persists(prepared, role: str, text: str) -> None:
    tries, witness = prepared
    before, own = witness.query(STATE).rows, tries.query(OWN).rows
    index, count = "create index on public.hostile (a)", "select count(*) from public.hostile"
    told = None
    try:
        tries.trial(*((text, index) if role == "statement" else (count, text)), budget_s=0.02)
    except errors.WorkbenchError as error:
        told = error
    assert told is None or 2 <= len(str(told).splitlines()) <= 5
    assert tries.query(OWN).rows == own
    assert not tries._connection.in_transaction
    assert witness.query(STATE).rows == before
    assert not witness.leftovers()
