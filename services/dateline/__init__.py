"""Dateline: feeds in, clean articles and conflict events out, on Kafka, exactly once."""

from importlib.metadata import version

__version__ = version("dateline")
