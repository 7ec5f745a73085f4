"""Measurements, each with the command that repeats it. Speed is a ratio to a named rival in the same run."""
