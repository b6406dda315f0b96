"""Names that we make."""

from __future__ import annotations

from workbench.sql.names import statistics_name


def test_statistics_are_named_after_their_columns() -> None:
    assert statistics_name("orders", ["city", "country"]) == "orders_city_country_stats"


def test_long_names_of_statistics_that_begin_alike_differ() -> None:
    columns = ["hd_income_band_sk", "hd_buy_potential", "hd_dep_count"]
    found = {statistics_name("household_demographics", [*columns, kind]) for kind in ("dependencies", "mcv")}
    assert len(found) == 2
    assert all(name.endswith("_stats") and len(name) == 63 for name in found)


def test_a_letter_of_several_bytes_is_never_cut_in_two() -> None:
    name = statistics_name("ä" * 40, ["mcv"])
    assert len(name.encode()) <= 63
    assert name.startswith("ä" * 24 + "_")
