# The habits. `uv run just` lists them; `uv run just check test` is what a change must pass.

_list:
    @just --list --unsorted

# Everything that development needs, in .venv
setup:
    uv sync

# Style, types, and that schemas/ is what the models say
check:
    uv run ruff check
    uv run ruff format --check
    uv run mypy
    uv run dateline schemas export --check

# The tests; arguments go to pytest
test *arguments:
    uv run pytest {{ arguments }}

# A measurement that the documents quote, by its module below benchmarks/, of the compiled build
bench name *arguments:
    scripts/compiled --group bench python -m benchmarks.{{ name }} {{ arguments }}

# The whole pipeline against a sample newsroom
demo *arguments:
    uv run dateline demo {{ arguments }}

# Apache Kafka on this machine, without containers
kafka *arguments:
    uv run dateline kafka run {{ arguments }}
