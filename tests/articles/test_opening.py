"""Datelines at the head of texts."""

from __future__ import annotations

import pytest

from dateline.articles.opening import dateline_of


@pytest.mark.parametrize(
    ("opening", "place", "day"),
    [
        ("KYIV, Ukraine (AP) — Two drones struck", "KYIV, Ukraine", None),
        ("MOSCOW, March 2 (Reuters) - Two drones struck", "MOSCOW", "2026-03-02"),
        ("GAZA/CAIRO, Dec 30 (Reuters) -- Two drones", "GAZA/CAIRO", "2025-12-30"),
        ("NEW YORK — Two drones struck", "NEW YORK", None),
        ("Dekalb, Ill. — Two drones struck", "Dekalb, Ill.", None),
        ("Beirut, Lebanon – Two drones struck", "Beirut, Lebanon", None),
        ("Berlin (dpa) - Zwei Drohnen", "Berlin", None),
        ("Frankfurt am Main (dpa) – Zwei Drohnen", "Frankfurt am Main", None),
        ("Paris, 2 mars 2026 (AFP) - Deux drones", "Paris", "2026-03-02"),
        ("March 2, 2026 — Two drones struck", None, None),
        ("SEOUL, March 2, 2026 (Yonhap) -- Two drones", "SEOUL", "2026-03-02"),
        ("МОСКВА, 2 мар - РИА Новости. Два беспилотника", "МОСКВА", "2026-03-02"),
        ("КИЕВ, 2 марта. /ТАСС/. Два беспилотника", "КИЕВ", "2026-03-02"),
        ("Москва. 2 марта. INTERFAX.RU - Два беспилотника", "Москва", "2026-03-02"),
        ("新华社基辅3月2日电（记者林晓雨）两架无人机", "基辅", "2026-03-02"),
        ("EXCLUSIVE — Two drones struck", None, None),
        ("Two drones struck a store — the third this week", None, None),
        ("The mayor – a former engineer – said", None, None),
        ("Drones struck the port, the mayor said - again", None, None),
        ("Two drones struck the river port.", None, None),
        ("", None, None),
    ],
)
def test_a_dateline_gives_the_place_and_the_day(opening: str, place: str | None, day: str | None) -> None:
    found = dateline_of(
        f"{opening} the grain store.\nThe fire - put out by nine - was large.", published_at="2026-03-02"
    )
    assert (found and found.place, found and found.day) == (place, day)


@pytest.mark.parametrize(
    ("published_at", "opening", "day"),
    [
        ("2026-03-02", "December 20", "2025-12-20"),
        ("2026-01-31", "November 3", "2025-11-03"),
        ("2025-12-31T22:00:00Z", "January 1", "2026-01-01"),
        ("2025-12-20", "May 20", "2025-05-20"),
        ("2026-03-02", "March 5", "2026-03-05"),
    ],
)
def test_a_day_without_a_year_is_the_last_that_is_not_long_after_the_publication(
    published_at: str, opening: str, day: str
) -> None:
    found = dateline_of(f"KYIV, {opening} (AP) — Two drones struck.", published_at=published_at)
    assert found is not None
    assert found.day == day


def test_without_a_publication_date_a_day_without_a_year_is_none() -> None:
    found = dateline_of("KYIV, March 2 (AP) — Two drones struck.", published_at=None)
    assert found is not None
    assert found.day is None
