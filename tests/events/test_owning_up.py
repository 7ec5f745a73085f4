"""Those who did it say so, after others told of it."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread


@each(
    (
        Report(
            "army-had-hit-it",
            "Strike on village in south Lebanon kills five",
            "An Israeli air strike killed five shepherds in the town of Nabatieh in southern Lebanon on Monday, "
            "the Lebanese health ministry said.\n\nThe Israeli army said it had struck a store of Hezbollah's rockets.",
            (Told("air_drone_strike", "Nabatieh", 5, status="confirmed"),),
        ),
        Report(
            "army-says-nothing-of-it",
            "Strike on village in south Lebanon kills five",
            "An Israeli air strike killed five shepherds in the town of Nabatieh in southern Lebanon on Monday, "
            "the Lebanese health ministry said.\n\nThe Israeli army said that its forces were on alert.",
            (Told("air_drone_strike", "Nabatieh", 5, status="fact"),),
        ),
        Report(
            "drone-of-the-army",
            "Drone kills three in Kharkiv",
            "A Russian drone strike killed three people in Kharkiv on Monday, the mayor said.\n\n"
            "The Russian army said it had hit a workshop.",
            (Told("air_drone_strike", "Kharkiv", 3, status="confirmed"),),
        ),
    )
)
def test_a_side_confirms_what_was_told_of_it(report: Report) -> None:
    assert misread(report) == []
