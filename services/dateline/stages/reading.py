"""How stages read messages: a contract model from a record's value, or a clear refusal."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from dateline.errors import BadInput
from dateline.messages import MessageModel
from dateline.runtime.stage import Message

M = TypeVar("M", bound=MessageModel)


def read(model: type[M], message: Message) -> M:
    """The message's value as `model`. Raises BadInput("bad-message"), naming the first field that is wrong."""
    if message.value is None:
        reason = f"no {model.__name__}: the message has no value, and {message.topic} has no tombstones"
        raise BadInput("bad-message", reason)
    try:
        return model.model_validate_json(message.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the message"
        raise BadInput("bad-message", f"no {model.__name__}: {where}: {first['msg']}") from error
