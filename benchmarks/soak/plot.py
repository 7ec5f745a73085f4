"""Draws what processes used over time as an SVG, with a line for each fault. Pure: samples in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from benchmarks.soak.sampling import Sample

PANELS = {"memory_mb": "memory, MB", "descriptors": "file descriptors", "tasks": "asyncio tasks"}
COLOURS = ("#1b6ca8", "#c8553d", "#588157", "#7b5ea7", "#b08900")

_WIDTH, _PANEL_HEIGHT, _GAP = 960, 190, 46
_LEFT, _RIGHT, _TOP = 60, 16, 56


def draw(samples: Sequence[Sample], faults: Sequence[tuple[float, str]], title: str) -> str:
    """The plot. `faults`: when each came, in seconds since the run began, and its name."""
    length_s = max([sample.at_s for sample in samples] + [at for at, _ in faults] + [1.0])
    names = list(dict.fromkeys(sample.process for sample in samples))
    height = _TOP + len(PANELS) * (_PANEL_HEIGHT + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans" font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="16" font-size="15">{escape(title)}</text>',
    ]
    for number, name in enumerate(names):
        x = _LEFT + number * 150
        parts.append(f'<rect x="{x}" y="24" width="12" height="12" fill="{COLOURS[number % len(COLOURS)]}"/>')
        parts.append(f'<text x="{x + 18}" y="35">{escape(name)}</text>')
    for number, (measure, label) in enumerate(PANELS.items()):
        top = _TOP + number * (_PANEL_HEIGHT + _GAP)
        parts += _panel(samples, names, faults, measure, label, top, length_s)
    return "\n".join([*parts, "</svg>", ""])


def _panel(
    samples: Sequence[Sample],
    names: Sequence[str],
    faults: Sequence[tuple[float, str]],
    measure: str,
    label: str,
    top: float,
    length_s: float,
) -> list[str]:
    most = max([getattr(sample, measure) for sample in samples] + [1.0]) * 1.1
    bottom, width = top + _PANEL_HEIGHT, _WIDTH - _LEFT - _RIGHT

    def at(seconds: float, value: float) -> tuple[float, float]:
        return _LEFT + width * seconds / length_s, bottom - _PANEL_HEIGHT * value / most

    parts = [f'<text x="{_LEFT}" y="{top - 6}">{escape(label)}</text>']
    for quarter in range(5):
        value = most * quarter / 4
        _, y = at(0, value)
        parts.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#e3e3e3"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{value:.0f}</text>')
    for seconds, name in faults:
        x, _ = at(seconds, 0)
        parts.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" stroke="#f0c9c0">')
        parts.append(f"<title>{escape(name)}</title></line>")
    for minute in range(0, int(length_s // 60) + 1, max(1, int(length_s // 600))):
        x, _ = at(minute * 60, 0)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle" fill="#555">{minute} min</text>')
    for number, name in enumerate(names):
        for life in _lives([sample for sample in samples if sample.process == name]):
            points = " ".join("{:.1f},{:.1f}".format(*at(one.at_s, getattr(one, measure))) for one in life)
            colour = COLOURS[number % len(COLOURS)]
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    return parts


def _lives(samples: Sequence[Sample]) -> list[list[Sample]]:
    """The samples in stretches: where a process gave no answer for a while, its line is broken."""
    lives: list[list[Sample]] = []
    for sample in samples:
        if not lives or sample.at_s - lives[-1][-1].at_s > 10:
            lives.append([])
        lives[-1].append(sample)
    return lives
