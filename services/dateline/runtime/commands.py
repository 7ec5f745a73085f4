"""Headers by which the runtime talks to itself through inboxes."""

MOVED_HEADER = "dateline-moved"
"""On a record that was in the wrong partition: it has been moved, once."""
REARM_HEADER = "dateline-rearm"
"""On a replayed dead letter of a state: the record's key is the state's key, which is due now."""

REPLAYED_HEADER = "dateline-replayed"
"""On a replayed dead letter: a person wants this done again, also where the stage knows it already."""
