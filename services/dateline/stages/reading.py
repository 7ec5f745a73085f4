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
        raise BadInput("bad-message", f"a {model.__name__} message without a value: {message.topic} has no tombstones")
    try:
        return model.model_validate_json(message.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the message"
        raise BadInput("bad-message", f"not a {model.__name__}: {where}: {first['msg']}") from error
