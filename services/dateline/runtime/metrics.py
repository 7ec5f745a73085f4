"""The runtime's Prometheus metrics. Labels come from bounded lists only."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

ITEMS = Counter("dateline_items", "Messages and due items by what became of them.", ["stage", "kind", "disposition"])
COUNTS = Counter("dateline_counts", "What stages count beside items: entries and mentions by kind.", ["stage", "name"])
PUBLISHED = Counter("dateline_published", "Records published, committed ones only.", ["stage", "topic"])
DEAD_LETTERS = Counter("dateline_dead_letters", "Dead letters by error.", ["stage", "error"])
BURSTS = Counter("dateline_transactions", "Committed transactions.", ["stage"])
DOUBTS = Counter("dateline_transaction_doubts", "Transactions without a clear answer, and fencings.", ["stage"])
BURST_SECONDS = Histogram(
    "dateline_transaction_seconds",
    "Time of a transaction, from begin to commit.",
    ["stage"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
PARTITIONS = Gauge("dateline_partitions", "Partitions held, by whether they are ready.", ["stage", "state"])
UNDONE = Gauge("dateline_messages_undone", "Messages read and not yet done.", ["stage"])
DUE_BACKLOG = Gauge("dateline_due_backlog", "Items whose due time has passed.", ["stage"])
STATES = Gauge("dateline_states", "States held in memory.", ["stage"])
LAG = Gauge("dateline_lag_messages", "Messages between the position and the end of the input.", ["stage", "topic"])
POSITIONS_LOST = Counter(
    "dateline_positions_lost", "Times that retention had deleted messages before they were read.", ["stage"]
)
