"""Apache Kafka on this machine without containers: for developers, tests and benchmarks."""

from dateline.broker.apache.jars import KAFKA_VERSION, fetch_jars, java_command, missing_tools
from dateline.broker.apache.node import ApacheKafka

__all__ = ["KAFKA_VERSION", "ApacheKafka", "fetch_jars", "java_command", "missing_tools"]
