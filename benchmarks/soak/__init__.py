"""A long run under random faults: `uv run python -m benchmarks.soak`."""
