"""Kinds of parties by their part in a conflict: who fights, for whom, and who does not."""

from __future__ import annotations

from dateline.messages import ActorKind

KINDS = {kind.value: kind for kind in ActorKind}
"""By their names, as the word lists give them."""

FORCES = frozenset({ActorKind.STATE_FORCES, ActorKind.POLICE})
"""Who fights for a state."""

GROUPS = frozenset({ActorKind.REBEL_GROUP, ActorKind.MILITIA, ActorKind.TERRORIST_GROUP, ActorKind.PRIVATE_MILITARY})
"""Who fights for none, or not openly."""

INSURGENTS = GROUPS | {ActorKind.UNKNOWN}
"""Whom forces fight: groups, and gunmen of whom nobody says whose they are."""

ARMED = FORCES | GROUPS
"""Who carries arms, and is known."""

FIGHTERS = FORCES | INSURGENTS
"""Who carries arms, known or not."""

CROWD = frozenset({ActorKind.PROTESTERS, ActorKind.RIOTERS})

UNARMED = frozenset({ActorKind.CIVILIANS, ActorKind.JOURNALISTS, ActorKind.AID_WORKERS})

IN_PUBLIC = frozenset({ActorKind.POLITICIANS, ActorKind.JOURNALISTS, ActorKind.AID_WORKERS})
"""Whom a killing or an arrest seldom strikes in private."""
