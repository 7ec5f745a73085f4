"""Brokers to run on, and what is asked of any broker: the connection, the topics.

Three ways to a broker: a cluster of the user's; the embedded broker (embedded.py) for `dateline demo` and
a small `dateline up`; Apache Kafka by Maven (apache/) for developers and tests. Nothing here knows a stage
or news.
"""
