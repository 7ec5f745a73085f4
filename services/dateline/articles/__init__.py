"""What a fetched page says: canonical URL, text, metadata, kind, language, versions.

Pure functions over bytes and strings: no network, no Kafka, no clock. Calls that meet hostile pages are
made in a worker process, whose deadline and memory limit are the last word.
"""
