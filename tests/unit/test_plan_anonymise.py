"""No name and no literal of an anonymised plan's owner is left; structure and figures are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import names, stored
from workbench import Plan, read_plan
from workbench.plan.pseudonyms import Pseudonyms

GOLDEN = [stored(name) for name in names(18)]
NODE: dict[str, Any] = {
    "Node Type": "Index Scan", "Schema": "hospital", "Relation Name": "Patients", "Alias": "p",
    "Index Name": "patients by name",     "Actual Rows": 3, "Actual Loops": 1, "Actual Total Time": 2.5, "Plan Rows": 4,
    "Index Cond": '((p."Last Name" = \'Smith\'::text) AND (age > 65))', "Output": ['p."Last Name"', "lower(p.ward)", "p.age"],
}  # fmt: skip
STATEMENT = """select p."Last Name", lower(ward) -- Smith's ward
from hospital."Patients" p where "Last Name" = 'Smith' and age > 65"""


def figures(plan: Plan) -> list[Any]:
    return [
        (n.kind, n.parent, n.rows, n.exclusive_ms, n.error_ms, n.usage, n.total_cost, n.estimate_factor) for n in plan.nodes
    ]


def test_names_and_literals_are_replaced_each_by_the_same() -> None:
    plan = read_plan({"Plan": NODE, "Query Text": STATEMENT, "Settings": {"work_mem": "8MB", "search_path": "hospital"}})
    made = plan.anonymise()
    assert made.root.label == "Index Scan using index_1 on table_1 alias_1"
    assert made.root.relation == "schema_1.table_1"
    assert made.root.conditions["Index Cond"] == "((alias_1.column_1 = 'text_1'::text) AND (column_3 > 1001))"
    assert made.root.fields["Output"] == ["alias_1.column_1", "lower(alias_1.column_2)", "alias_1.column_3"]
    assert made.statement is not None
    assert " ".join(made.statement.split()) == (
        "select alias_1.column_1, lower(column_2) from schema_1.table_1 alias_1 where column_1 = 'text_1' and column_3 > 1001"
    )
    assert made.settings == {"work_mem": "8MB", "search_path": "schema_1"}


def test_an_alias_that_is_its_tables_name_stays_so() -> None:
    root = read_plan({"Plan": {**NODE, "Alias": "Patients"}}).anonymise().root
    assert root.alias == root.table == "table_1"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("(hashed SubPlan 1)", "(hashed SubPlan 1)"),
        ("((a = $0) AND (b = (InitPlan 1).col1))", "((column_1 = $0) AND (column_2 = (InitPlan 1).col1))"),
        ("(a)::timestamp(3) without time zone", "(column_1)::timestamp(1001) without time zone"),
        ("(x)::character varying(20) = 'it''s'::text", "(column_1)::character varying(1001) = 'text_1'::text"),
        ('(m)::"Mood" = (n)::public.mood', "(column_1)::type_1 = (column_2)::type_2.column_3"),
        ("count(*) FILTER (WHERE (paid IS NOT NULL))", "count(*) FILTER (WHERE (column_1 IS NOT NULL))"),
        ("hospital.risk_of(p.age, 3)", "table_1.function_1(table_2.column_1, 1001)"),
        ("pg_catalog.lower(name)", "pg_catalog.lower(column_1)"),
        ('"*VALUES*".column1', '"*VALUES*".column_1'),
        ("w AS (PARTITION BY p.ward ROWS 3 PRECEDING)", "column_1 AS (PARTITION BY table_1.column_2 ROWS 1001 PRECEDING)"),
        ("created DESC NULLS LAST", "column_1 DESC NULLS LAST"),
        ("(doc @> '{\"secret\": 1}'::jsonb)", "(column_1 @> 'text_1'::jsonb)"),
        ("/etc/secret/file.csv", "/column_1/column_2/table_1.column_3"),
    ],
)
def test_an_expression_keeps_what_is_postgresqls_own(expression: str, expected: str) -> None:
    assert Pseudonyms().expression(expression) == expected


def test_no_replacement_is_a_name_that_somebody_has() -> None:
    known = Pseudonyms()
    assert [known.name(name, "table") for name in ("table_1", "table_3", "t")] == ["table_2", "table_4", "table_5"]


def test_lines_that_were_not_understood_are_only_counted() -> None:
    plan = read_plan("Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)\nPlanning Time: 0.1 ms\nthe secret of Patients\n")
    assert plan.unread
    assert len(plan.anonymise().unread) == len(plan.unread)
    assert "secret" not in repr(plan.anonymise())


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_figures_stay(path: Path) -> None:
    plan = read_plan(path)
    made = plan.anonymise()
    assert figures(made) == figures(plan)
    assert read_plan(made.to_json()).nodes == made.nodes


# Words that PostgreSQL doesn't know, and that are in no replacement.
SECRETS = st.text("bcdfghjklmpqrvxz", min_size=6, max_size=12).map(lambda word: f"q{word}")
NUMBERS = st.integers(min_value=10**7, max_value=10**12)
FIELDS = [
    "Relation Name",
    "Alias",
    "Schema",
    "Index Name",
    "CTE Name",
    "Function Name",
    "Trigger Name",
    "Remote SQL",
    "Foreign File",
]


@given(
    SECRETS,
    SECRETS,
    SECRETS,
    NUMBERS,
    st.sampled_from([*FIELDS, "Advice", "Filter", "Sort Key", "Subplan Name"]),
    st.booleans(),
)
def test_nothing_of_the_owner_is_left(name: str, column: str, text: str, number: int, field: str, quoted: bool) -> None:
    seen = f'"{column.title()}"' if quoted else column
    condition = f"(({name}.{seen} = '{text}''s'::{text}) AND ({seen} > {number}) AND {name}({seen}, $${text}$$))"
    tree = {**NODE, field: name, "Filter": condition, "Extension": {name[::-1]: 1, "Deep": [[condition]]}}
    document = {"Plan": {**tree, "Plans": [{**NODE, "Node Type": "CTE Scan", "Subplan Name": f"CTE {name}"}]}}
    if field == "Subplan Name":
        tree[field] = f"CTE {name}"
    said = read_plan({**document, "Query Text": f"select {seen} /* {text} */ from {name} where {seen} = {number}"}).anonymise()
    shown = (said.to_json() + said.to_text()).lower()
    assert not [secret for secret in (name, column, text, str(number)) if secret in shown]


@given(st.text(max_size=40))
def test_any_text_can_be_rewritten(text: str) -> None:
    known = Pseudonyms()
    assert known.expression(text) == known.expression(text)
    assert known.statement(text) == known.statement(text)


def test_a_deep_plan_is_no_problem() -> None:
    tree: dict[str, Any] = dict(NODE)
    for _ in range(5000):
        tree = {"Node Type": "Materialize", "Actual Loops": 1, "Plans": [tree]}
    assert len(read_plan(tree).anonymise().nodes) == 5001
