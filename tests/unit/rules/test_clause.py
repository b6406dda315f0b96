"""The clause of the statement from which a finding comes: as written, and only where it can be told."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.rules.plans import Tree, join, node, plan, scan
from workbench.findings import Finding, Severity
from workbench.rules.plan.clause import MOST, WIDEST, with_clauses
from workbench.sql.outline import outline


def clause(statement: str, tree: Tree, at: int = 0, rule: str = "row-estimate-off") -> str | None:
    finding = Finding(rule, Severity.INFO, "", "", "", at=at)
    return with_clauses(plan(tree, Query_Text=statement), (finding,))[0].clause


def filtered(condition: str, table: str = "orders", **given: Any) -> Tree:
    return scan(table, Filter=condition, **given)


@pytest.mark.parametrize(
    ("statement", "condition", "expected"),
    [
        ("select * from orders where user_id = 7", "(user_id = 7)", "user_id = 7"),
        ("select * from orders where a = 1 and b = 2", "((a = 1) AND (b = 2))", "a = 1 and b = 2"),
        ("select * from orders where a = 1 and c = 3 and b = 2", "((orders.a = 1) AND (orders.b = 2))", "a = 1 … b = 2"),
        ("select * from orders where a = :a", "(a = $1)", "a = :a"),
        ("select * from orders where a between 1 and 2 and b = 3", "((a >= 1) AND (a <= 2))", "a between 1 and 2"),
        ("select * from orders where a = 1 or b = 2 and c = 3", "(c = 3)", "a = 1 or b = 2 and c = 3"),
        ("select * from orders where case when x and y then a end = 1", "(a = 1)", "case when x and y then a end = 1"),
        ("select * from orders -- all\nwhere\n  a >\n  5 /* x */ + 1;", "(a > 6)", "a > 5   + 1"),
        ('select * from orders where "My Col" = \'a  b\'', "(\"My Col\" = 'a  b'::text)", "\"My Col\" = 'a  b'"),
        ("update orders set b = 1 where a = 1 returning a", "(a = 1)", "a = 1"),
        ("delete from orders using users where users.id = 1 and orders.a = 1", "(a = 1)", "orders.a = 1"),
        ("select * from users u left join orders on orders.a = 2 where u.a = 1", "(a = 2)", "orders.a = 2"),
        ("select * from users u cross join (shop.orders join c on orders.a = 2) where u.a = 1", "(a = 2)", "orders.a = 2"),
        ("with x as (select * from orders where a = 1) select * from x where a is distinct from 3", "(a = 1)", "a = 1"),
        ("select 1 where exists (select from orders where a = 1)", "(a = 1)", "a = 1"),
        ("select * from orders where b in (select a from c)", "(a = 1)", None),
        ("select * from orders where a = 1", "(lower(b) = 'a')", None),
        ("select * from orders_view where a = 1", "(a = 1)", None),
        ("select * from orders where a::time = '1' and (b at time zone 'x') > date '2024-01-01'", '("time" = 1)', None),
        ("select * from (select * from orders where a = 1) x, (select * from orders where a = 1) y", "(a = 1)", None),
        ("select * from orders where a = 1 union all select * from orders where a = 2", "(a = 2)", "a = 2"),
    ],
)  # fmt: skip
def test_a_scan_comes_from_the_terms_that_name_what_it_tests(statement: str, condition: str, expected: str | None) -> None:
    assert clause(statement, filtered(condition)) == expected


@pytest.mark.parametrize(
    ("alias", "statement", "expected"),
    [
        ("o", "select * from orders o, users u where u.a = 3 and o.a = 1", "o.a = 1"),
        ("o_17", "select * from orders o where o.a = 1", "o.a = 1"),
        ("orders_1", "select * from orders where a = 1", "a = 1"),
        ("elsewhere", "select * from orders where a = 1", None),
    ],
    ids=["an alias", "a partition", "numbered by the planner", "of a view"],
)
def test_a_table_is_found_by_what_the_statement_calls_it(alias: str, statement: str, expected: str | None) -> None:
    assert clause(statement, filtered(f"({alias}.a = 1)", Alias=alias)) == expected


def test_a_bitmap_comes_from_what_the_scan_above_it_tests() -> None:
    tree = scan(kind="Bitmap Heap Scan", **{"Recheck Cond": "(a = 1)"})
    tree["Plans"] = [node("BitmapOr", node("Bitmap Index Scan"))]
    assert clause("select * from orders where a = 1", tree, at=2) == "a = 1"


COND = {"Hash Cond": "(o.user_id = c.id)"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("select * from orders o join users c on c.id = o.user_id and o.a = 1 where c.b = 2", "c.id = o.user_id"),
        ("select * from orders o, users c where c.b = 2 and c.id = user_id", "c.id = user_id"),
        ("select * from orders o join users c using (id)", "using (id)"),
        ("select * from orders o natural join users c", None),
        ("select * from orders o where id in (select id from users c)", None),
    ],
)
@pytest.mark.parametrize("at", [0, 2])
def test_a_join_comes_from_the_terms_that_name_both_sides(statement: str, expected: str | None, at: int) -> None:
    given = {"Hash Cond": "(o.id = c.id)"} if "using" in statement or "natural" in statement else COND
    assert clause(statement, join(scan(Alias="o"), node("Hash", scan("users", Alias="c")), **given), at=at) == expected


def test_a_nested_loop_joins_by_what_its_inner_side_looks_up() -> None:
    inner = node("Memoize", scan("users", kind="Index Scan", Alias="c", **{"Index Cond": "(id = o.user_id)"}))
    tree = join(scan(Alias="o"), inner, "Nested Loop")
    assert clause("select * from orders o join users c on c.id = o.user_id", tree) == "c.id = o.user_id"


SORT = node("Sort", scan(), **{"Sort Key": ["orders.a DESC", "orders.b"]})
WINDOW = node("WindowAgg", SORT)
GROUP = node("Aggregate", SORT, **{"Group Key": ["orders.a"]})


@pytest.mark.parametrize(
    ("tree", "at", "statement", "expected"),
    [
        (SORT, 0, "select a from orders order by a desc, b limit 3", "order by a desc, b"),
        (SORT, 0, "select count(*) from orders order by 1", "order by 1"),
        (SORT, 0, "select * from (select a from orders order by a, b) x", "order by a, b"),
        (join(scan(), node("Limit", SORT)), 3, "select * from c, lateral (select a from orders order by a, b limit 3) x",
         "order by a, b"),
        (node("Unique", SORT), 1, "select distinct on (a, b) c from orders", "distinct on (a, b) c"),
        (SORT, 0, "(select a from x order by a) union all (select a from y order by a, b)", None),
        (node("Limit", node("Gather Merge", SORT)), 2, "select a from orders order by a", "order by a"),
        (node("Merge Join", SORT, scan("b")), 1, "select a from orders order by a, b", None),
        (WINDOW, 1, "select rank() over (partition by a order by b) from orders order by c",
         "over (partition by a order by b)"),
        (WINDOW, 0, "select rank() over w from orders window w as (order by a, b)", "as (order by a, b)"),
        (GROUP, 0, "select a from orders group by a order by b", "group by a"),
        (GROUP, 1, "select a from orders group by b, a", "group by b, a"),
        (GROUP, 1, "select b, array_agg(c order by a, b) from orders group by c", "order by a, b"),
        (GROUP, 0, "select distinct a from orders", "distinct a"),
        (GROUP, 0, "select a, count(*) from orders group by 1", "group by 1"),
        (GROUP, 0, "select a from x group by a union select a from y group by a, b", None),
        (node("Subquery Scan", SORT), 1, "select * from (select a from orders order by a, b limit 2) x", "order by a, b"),
    ],
)  # fmt: skip
def test_a_sort_comes_from_what_asked_for_its_order(tree: Tree, at: int, statement: str, expected: str | None) -> None:
    assert clause(statement, tree, at) == expected


LIMIT = node("Limit", SORT)


@pytest.mark.parametrize(
    ("tree", "at", "statement", "expected"),
    [
        (LIMIT, 0, "select a from orders order by a limit 10 offset 5", "limit 10 offset 5"),
        (LIMIT, 1, "select a from orders order by a fetch first 3 rows only", "fetch first 3 rows only"),
        (LIMIT, 0, "select a from (select a from orders limit 3) x limit 10", "limit 10"),
        (node("Aggregate", LIMIT), 1, "select count(*) from (select a from orders limit 3) x", "limit 3"),
        (node("Aggregate", LIMIT), 1, "select a from (select a from orders limit 3) x limit 10", None),
        (LIMIT, 0, "select max(a) from orders", None),
    ],
)
def test_a_limit_is_the_statements_own_or_the_only_one(tree: Tree, at: int, statement: str, expected: str | None) -> None:
    assert clause(statement, tree, at, "late-limit") == expected


def test_a_kept_cte_is_its_with_item() -> None:
    tree = node("CTE Scan", **{"CTE Name": "recent", "Alias": "r"})
    statement = "with a as (select 1), recent(x) as materialized (select 2 union all (select 3)) select * from recent r"
    assert clause(statement, tree, 0, "spilled-cte") == "recent(x) as materialized (select 2 union all (select 3))"
    assert clause("select 1", tree, 0, "spilled-cte") is None


def test_a_sub_plan_is_the_only_sub_select_that_reads_its_table() -> None:
    sub = node("Aggregate", scan("orders", Alias="o"), **{"Parent Relationship": "SubPlan"})
    tree = {**scan("users", Alias="c"), "Plans": [sub]}
    one = "(select max(a) from orders o where o.b = c.id)"
    assert clause(f"select {one} from users c", tree, 1, "sub-plan-per-row") == one[1:-1]
    assert clause(f"select {one}, {one} from users c", tree, 1, "sub-plan-per-row") is None


def test_what_is_long_is_cut_and_marked() -> None:
    found = clause(f"select * from orders where a in ({', '.join(['1'] * 500)})", filtered("(a = ANY (...))")) or ""
    assert len(found) == WIDEST
    assert found.endswith("…")


def test_no_statement_or_one_made_by_a_program_has_no_clause() -> None:
    condition = filtered("(a = 1)")
    assert clause("", condition) is None
    assert clause("select * from orders where a = 1 " + " " * 50_000, condition) is None
    assert with_clauses(plan(condition), ()) == ()


def test_a_rule_about_the_machine_has_no_clause() -> None:
    assert clause("select * from orders where a = 1", filtered("(a = 1)"), rule="jit-share") is None


def test_nobody_waits_for_the_clauses_of_thousands_of_findings() -> None:
    terms = " and ".join(f"c{i} = {i}" for i in range(2_000))
    subject = plan(filtered("(c5 = 5)"), Query_Text=f"select * from orders where {terms}")
    finding = Finding("row-estimate-off", Severity.INFO, "", "", "", at=0)
    start = time.perf_counter()
    found = with_clauses(subject, (finding,) * 10_000)
    assert time.perf_counter() - start < 5
    assert [f.clause for f in found[MOST - 1 : MOST + 1]] == ["c5 = 5", None]


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "select from where and or on having group by order limit offset fetch with as ( ) , ; join left using case end between "
        "union all distinct over window update set delete insert into values orders a b o.a 'x' \" ' $$ -- /* . :: in",
    )
)
TREES = [filtered("(a = 1)"), SORT, WINDOW, GROUP, LIMIT, join(scan(), scan("b"), **COND)]


@settings(max_examples=200)
@example("over (", WINDOW)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=60), st.sampled_from(TREES))
def test_no_text_is_ever_an_error(statement: str, tree: Tree) -> None:
    found = [clause(statement, tree, at, rule) for at in (0,) for rule in ("row-estimate-off", "late-limit", "spilled-cte")]
    assert all(text is None or 0 < len(text) <= WIDEST for text in found)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_clauses_stand_inside_of_their_statement(statement: str) -> None:
    found = outline(statement)
    assert all(0 <= each.start <= each.end <= len(found.tokens) for each in found.clauses)
    assert len(found.owners) == len(found.tokens)
