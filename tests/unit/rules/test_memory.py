"""What the memory rules share: the setting to try, and what a spill costs."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import node, plan, untimed
from workbench.rules.plan.memory import advice, set_work_mem, spill_ms, work_mem_mb


@pytest.mark.parametrize(
    ("settings", "kilobytes", "megabytes"),
    [
        ({}, 40_000, 40), ({}, 10, 8), ({"work_mem": "64kB"}, 10, 1), ({"work_mem": "16MB"}, 10, 32),
        ({"work_mem": "1GB"}, 0, 2048), ({"work_mem": "512"}, 0, 1), ({"work_mem": "a lot"}, 0, 8), ({"work_mem": None}, 0, 8),
    ],
)  # fmt: skip
def test_the_suggestion_is_at_least_twice_what_there_was(settings: dict[str, str], kilobytes: float, megabytes: int) -> None:
    assert work_mem_mb(plan(node("Sort"), Settings=settings), kilobytes) == megabytes


def test_no_statement_is_given_more_than_a_gigabyte_unseen() -> None:
    assert set_work_mem(1024) == "set work_mem = '1024MB'"
    assert set_work_mem(1025) is None
    assert "2.0 GB; rather sort less" in advice(2048, "sort less")


def test_a_spill_costs_what_its_files_took_if_that_was_measured() -> None:
    fields = {"Temp Read Blocks": 100, "Temp Written Blocks": 100, "Temp I/O Read Time": 3.0, "Temp I/O Write Time": 4.0}
    subject = plan(node("Sort", ms=50, **fields))
    assert spill_ms(subject, subject.nodes) == pytest.approx(7.0)


def test_a_spill_without_measured_times_is_reckoned_from_its_blocks() -> None:
    subject = plan(node("Sort", ms=50, **{"Temp Read Blocks": 100, "Temp Written Blocks": 100}))
    assert spill_ms(subject, subject.nodes) == pytest.approx(2.0)


def test_a_spill_without_blocks_is_reckoned_from_the_disk_it_used() -> None:
    subject = plan(node("Sort", ms=50))
    assert spill_ms(subject, subject.nodes, disk_kb=800) == pytest.approx(2.0)


def test_a_spill_never_costs_more_than_its_node() -> None:
    subject = plan(node("Sort", ms=1.5, **{"Temp Written Blocks": 100_000}))
    assert spill_ms(subject, subject.nodes) == pytest.approx(1.5)


def test_nothing_is_said_of_milliseconds_in_a_plan_without_times() -> None:
    subject = plan(untimed(node("Sort", **{"Temp Written Blocks": 100_000})))
    assert spill_ms(subject, subject.nodes) is None
