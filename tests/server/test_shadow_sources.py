"""Servers of each major as a shadow's source: what they wrote and planned is in tests/golden/shadow, by regenerate.py there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import workbench
from tests.golden.shadow.statements import DIFFERENCES, MAJORS, NOT_AS_18, STATEMENTS, WITH_TRIGRAMS
from tests.golden.shadow.stored import Compared, compared, dump_file, stored
from workbench import Plan, Shadow
from workbench.postgres.whatif.shadow import ShadowEngine
from workbench.postgres.whatif.source import Locale, from_files

ALL = STATEMENTS | WITH_TRIGRAMS


@pytest.fixture(scope="module", params=MAJORS)
def opened(request: pytest.FixtureRequest) -> Iterator[tuple[int, Shadow]]:
    with workbench.shadow(dump_file(request.param)) as shadow:
        yield request.param, shadow


def differing(wanted: dict[str, Plan], shadow: Shadow) -> dict[str, Compared]:
    assert len(wanted) >= len(STATEMENTS)
    found = {name: shadow.explain(ALL[name]) for name in wanted}
    return {one.statement: one for one in compared(wanted, found) if not one.same}


def test_it_plans_as_18_would_with_the_sources_rows(opened: tuple[int, Shadow]) -> None:
    major, shadow = opened
    expected = {name for name, majors in NOT_AS_18.items() if major in majors}
    found = differing(stored(major, "copy_on_18"), shadow)
    assert set(found) == expected
    assert all(one.same_shape and abs(one.cost) < 0.002 for one in found.values())


def test_it_plans_as_its_source_but_where_the_planner_has_changed(opened: tuple[int, Shadow]) -> None:
    major, shadow = opened
    expected = {one.statement for one in DIFFERENCES if major in one.majors}
    assert set(differing(stored(major, "source"), shadow)) == expected


def test_it_says_which_version_it_is_of_and_which_one_plans(opened: tuple[int, Shadow]) -> None:
    major, shadow = opened
    assert shadow.version.startswith(f"{major}.")
    assert repr(shadow).startswith(f"<Shadow of PostgreSQL {major}, planned as 18 does")
    assert shadow.notes == ()
    said = () if major == 18 else (f"the costs are those of PostgreSQL 18's planner, in a shadow of {major}",)
    assert shadow.advise(["select * from pages where hits = 7 and url > 'x'"]).notes == said


def test_what_an_older_planner_cant_do_is_switched_off_unless_asked_for() -> None:
    """Memoize came with 14, the elimination of self-joins with 18."""
    asked = {"enable_memoize": "on", "enable_self_join_elimination": "on"}
    with workbench.shadow(dump_file(13)) as before, workbench.shadow(dump_file(13), settings=asked) as upgraded:
        probes = [[node.kind for node in shadow.explain(ALL["few_keys_often"]).nodes] for shadow in (before, upgraded)]
        assert ["Memoize" in kinds for kinds in probes] == [False, True]
        joins = [[node.kind for node in shadow.explain(ALL["self_join"]).nodes] for shadow in (before, upgraded)]
        assert [any(kind in ("Nested Loop", "Hash Join", "Merge Join") for kind in kinds) for kinds in joins] == [True, False]


OURS = re.compile(r"^-- workbench: .*\n|^SELECT .*'range_empty_frac', '0'::real, 'range_bounds_histogram', .*\n", re.MULTILINE)


@pytest.mark.parametrize("major", MAJORS)
def test_a_plain_dump_plans_the_same_but_for_what_it_doesnt_tell(major: int, tmp_path: Path) -> None:
    """No sizes, heights, settings, and no data of extended statistics; of servers before 17 no histograms of ranges."""
    file, old = tmp_path / "plain.sql", major < 17
    file.write_text(OURS.sub("", dump_file(major).read_text(encoding="utf-8")), encoding="utf-8")
    with workbench.shadow(file) as shadow:
        assert shadow.version.startswith(f"{major}.")
        assert shadow.notes == (
            "sizes are as of the last VACUUM or ANALYZE",
            "statistics Orders: both have no data: pg_dump doesn't write it, wb.dump() does",
            "statistics customers_place have no data: pg_dump doesn't write it, wb.dump() does",
            *(
                ["of bookings.during, a range, there is no histogram: pg_dump writes it from 17 on, wb.dump() as a superuser"]
                * old
            ),
        )
        unlike = {"columns_that_depend", "combinations", "common_combination", "correlated_in", "never_analyzed"}
        found = set(differing(stored(major, "copy_on_18"), shadow))
        assert found - {"trigrams"} == (unlike | {"range"} if old else unlike)


def test_a_database_sorted_by_icu_is_so_here_or_it_is_said() -> None:
    source = replace(from_files(dump_file(18)), locale=Locale("i", "C", "C", "de-AT"))
    engine = ShadowEngine(source)
    try:
        (database,) = engine.connection.rows("shadow_database")
        said = "text is sorted by bytes here, there by de-AT, which this machine hasn't: ranges of text may be off"
        assert (database["provider"], engine.notes) in (("i", ()), ("b", (said,)))
    finally:
        engine.close()


def test_each_difference_has_its_reason() -> None:
    assert all(one.reason and one.statement in ALL and 18 not in one.majors for one in DIFFERENCES)
    listed = [(one.statement, major) for one in DIFFERENCES for major in one.majors]
    assert len(set(listed)) == len(listed)
