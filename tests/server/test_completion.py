"""The words of completion, asked of the server itself."""

from __future__ import annotations

from workbench.completion import words


def test_every_function_that_is_offered_exists(wb: object) -> None:
    found = wb.query("select distinct proname::text from pg_proc where proname = any(:names)", names=list(words.FUNCTIONS))  # type: ignore[attr-defined]
    assert set(words.FUNCTIONS) - {row[0] for row in found.rows} == set()


def test_the_reserved_words_are_those_of_the_server(wb: object) -> None:
    found = wb.query("select word from pg_get_keywords() where catcode in ('R', 'T')")  # type: ignore[attr-defined]
    assert {row[0] for row in found.rows} == words.RESERVED


def test_every_type_that_is_offered_exists(wb: object) -> None:
    for name in words.TYPES:
        assert len(wb.query("select to_regtype(:name)::text as name", name=name).rows[0][0]) > 0  # type: ignore[attr-defined]
