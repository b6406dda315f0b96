"""Whatever a workload holds: each statement is advised on or set aside with a reason, nothing runs, and nothing stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from workbench.session import Workbench, connect
from workbench.sql.names import quoted
from workbench.verbs.shadow import Shadow

_SETUP = r"""
create schema "Odd.One";
create table big (id bigint primary key, a int, b int, note text, j jsonb, tags text[], made timestamptz);
insert into big select g, g % 5000, g % 900, 'note ' || g, jsonb_build_object('k', g % 700), array['t' || g % 50],
                       timestamptz '2025-01-01' + g * interval '1 minute' from generate_series(1, 30000) g;
create table "Odd.One"."My ""Tab"" le" as select g as "Key""x", g % 777 as "select", 'v' || g as "order by"
    from generate_series(1, 20000) g;
create table signs as select g % 3000 as "a%b", g % 5000 as "c?d", g % 4000 as "e:f", g % 6000 as "g{h}", g % 7000 as "i$1",
    g % 8000 as "j'k", g % 4500 as "l--m", g % 9000 as "n/*o", g % 5500 as "p;q",
    g % 6500 as "clé" from generate_series(1, 30000) g;
create table empty (id int primary key, x int);
create table kept (id int, who name default current_user);
insert into kept select g from generate_series(1, 20000) g;
alter table kept enable row level security;
create view seen as select id, a, note from big where b < 500;
create sequence touched;
create function side(i int) returns int language plpgsql volatile as
    $$ begin perform setval('touched', 99); insert into empty values (i, i); return i; end $$;
create function folded(i int) returns int language plpgsql immutable as
    $$ begin perform setval('touched', 98); return i; end $$;
create extension file_fdw;
create server files foreign data wrapper file_fdw;
create foreign table outside (line text) server files options (filename '/etc/hostname', format 'text');
"""
_BIG = "x" * 300_000
# Of each the column that an index was found for, alone; None where there is nothing to find.
ADVISED: dict[str, str | None] = {
    "select id from big where a = 5 and note = 'semi;colon -- dash /* star :name $1 %s {} ?'": "note",
    "select id from big where a = 5 -- and; 'more": "a",
    "select id from big where a = 5 /* nested /* comment; ' */ still */": "a",
    "select id from big where note = $tag$ $$ ; ' :name $tag$": "note",
    r"select id from big where note = E'a\'b;c\\'": "note",
    r"select id from big where note = U&'d\0061t\+000061'": "note",
    "select id from big where note = 'con'\n 'cat'": "note",
    'select * from "Odd.One"."My ""Tab"" le" where "Key""x" = 5': '"Key""x"',
    'select * from "Odd.One"."My ""Tab"" le" where "select" = 5 order by "order by"': '"select"',
    'select 1 from signs where "a%b" = 5': '"a%b"',
    'select 1 from signs where "c?d" = 5': '"c?d"',
    'select 1 from signs where "e:f" = 5': '"e:f"',
    'select 1 from signs where "g{h}" = 5': '"g{h}"',
    'select 1 from signs where "i$1" = 5': "i$1",
    'select 1 from signs where "j\'k" = 5': '"j\'k"',
    'select 1 from signs where "l--m" = 5': '"l--m"',
    'select 1 from signs where "n/*o" = 5': '"n/*o"',
    'select 1 from signs where "p;q" = 5': '"p;q"',
    'select 1 from signs where "clé" = 5': '"clé"',
    "select * from big where a in (" + ", ".join(map(str, range(5_000))) + ") and b = 7": "b",
    " union all ".join(f"select id from big where a = {n}" for n in range(60)): "a",
    "select * from seen where a = 5": "a",
    "select id from big b, lateral (select 1 from signs where \"a%b\" = b.a limit 3) l where b.a = 5": "a",
    "select a, b, count(*) from big where a < 9 group by grouping sets ((a), (b), ())": "a",
    "with recursive r (n) as (values (1) union all select n + 1 from r where n < 9) select * from r join big on a = n": "a",
    "with gone as (delete from big where a = 5 returning *) select * from gone": "a",
    "update big b set a = 1 from empty e where e.id = b.a and b.note = 'x'": "note",
    "merge into big t using (select 5 as k) s on t.a = s.k when matched then delete": "a",
    "create table made as select * from big where a = 6": "a",
    "select * into made from big where a = 6": "a",
    "select id from big where j @> '{\"k\": 5}'": "j jsonb_path_ops",
    "select id from big where tags @> array['t5']": "tags",
    "select * from big where a = 5 for update": "a",
    "select side(1) from big where a = 5": "a",
    "select nextval('touched') from big where a = 5": "a",
    "select made::date from big where a = 5 and b::text = '5'": "a",
    f"select '{_BIG}' from big where a = 5": None,
    "select pg_terminate_backend(pid), pg_sleep(1000) from pg_stat_activity": None,
    "select side(1), lo_create(4711), pg_advisory_lock(1)": None,
    "select * from kept where id = 5": "id",
    "insert into big (id) values (1) on conflict do nothing": None,
    "values (1, ';')": None,
    "table empty": None,
}  # fmt: skip
# And what is set aside, with words of the reason or of what to do.
ASIDE = {
    "selec broken": "no plan",
    "select (": "syntax error",
    "select 'open": "unterminated",
    "select * from nowhere": "does not exist",
    "select nope from big": "does not exist",
    "select * from big where a = :unset": "No value for :unset",
    "select * from big where a = ?": "syntax error",
    "select * from big where a = 1\0 or true": "code zero",
    "select * from big where note = '\ud83d'": "can't be sent",
    "select * from big limit $70000": "65535",
    "do $$ begin perform setval('touched', 97); end $$": "DO has no plan",
    "call nothing()": "no plan",
    "copy big to program 'touch /tmp/outside'": "no plan",
    "explain analyze delete from big": "no plan",
    "set work_mem = '1GB'": "no plan",
    "begin": "no plan",
    "commit": "no plan",
    "vacuum big": "transaction",
    "create index on big (a)": "no plan",
    "select 1/0 from big": "division by zero",
    "select * from big where a = folded(5)": "read-only",
    "select * from outside where line = 'x'": "foreign table outside is missing",
    "select * from mine where x = 5": "mine is temporary",
}
_STATE = """
    select string_agg(told, '|' order by told) from (
        select format('%s.%s %s %s', relnamespace::regnamespace, relname, relpages, reltuples) as told
          from pg_class where relnamespace::regnamespace::text !~ '^pg_(toast|temp)'
        union all select format('%s %s', last_value, is_called) from touched
        union all select format('%s %s', count(*), sum(a)) from big union all select count(*)::text from empty
        union all select oid::text from pg_largeobject_metadata
        union all select name from pg_prepared_statements union all select name from pg_cursors
        union all select format('%s=%s', name, setting) from pg_settings
        union all select 'advisory' from pg_locks where locktype = 'advisory') s"""


@pytest.fixture(scope="module")
def hostile(server: None) -> Iterator[Workbench]:
    """A database with odd names in it."""
    with connect() as outer, outer.clone() as wb:
        wb.script(_SETUP)
        wb.query("vacuum analyze")
        wb.query("create temp table mine as select 1 as x")
        yield wb


@pytest.fixture(scope="module")
def shadow(hostile: Workbench) -> Iterator[Shadow]:
    """One for all statements that are asked about alone."""
    with hostile.shadow() as shadow:
        yield shadow


def test_a_hostile_batch_is_advised_on_or_set_aside_and_nothing_happens(hostile: Workbench) -> None:
    before = hostile.query(_STATE).rows
    advice = hostile.advise([*ADVISED, *ASIDE])
    assert hostile.query(_STATE).rows == before
    told = [f"{one.reason} {one.hint}" for one in advice.set_aside]
    assert len(told) == len(ASIDE)
    for words in ASIDE.values():
        assert any(words in one for one in told), (words, told)
    assert any("foreign table outside is missing" in note for note in advice.notes)


@pytest.mark.parametrize("text", ADVISED, ids=lambda text: text[:40])
def test_alone_it_gets_its_index(shadow: Shadow, text: str) -> None:
    advice = shadow.advise([text])
    assert advice.set_aside == ()
    keys = [key for one in advice.chosen for key in one.candidate.keys or ()]
    told = {f"{quoted(key.column or key.text)} {key.opclass}".strip() for key in keys}
    assert told >= {ADVISED[text]} if ADVISED[text] else not told
