"""What the errors of the object store's library mean.

They quote requests and answers with what these were signed by, so that none of them may be shown or chained. What a
person needs is the store's own code for what is wrong, and which setting that is.
"""

from __future__ import annotations

import re

_EXPLAINED = {
    "AccessDenied": "the credentials may not do this there",
    "AuthorizationHeaderMalformed": "the bucket is in another region than AWS_REGION",
    "ExpiredToken": "AWS_SESSION_TOKEN has expired",
    "InvalidAccessKeyId": "the store does not know the key in AWS_ACCESS_KEY_ID",
    "InvalidToken": "AWS_SESSION_TOKEN is not valid",
    "NoSuchBucket": "there is no such bucket",
    "NoSuchKey": "there is no such file",
    "PermanentRedirect": "the bucket is in another region than AWS_REGION",
    "RequestTimeTooSkewed": "the clock of this machine is wrong",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY does not belong to the key in AWS_ACCESS_KEY_ID",
    "XAdminUserNotFound": "the store does not know the key in AWS_ACCESS_KEY_ID",
}
"""https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and one that another store has made up."""
_UNEXPLAINED = "it says no more"
_NO_CREDENTIALS = "there are no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set, or a role"
_NO_TRUST = "its certificate is not to be trusted; SSL_CERT_FILE names an authority of your own"
_BROKEN = {"Connect": "nobody answers there", "Timeout": "it does not answer in time"}

_CODE = re.compile(r"<Code>([A-Za-z0-9.]{1,64})</Code>")
_STATUS = re.compile(r"status code: (\d{3})")
_BREAK = re.compile(r"HttpError \{\s{0,80}kind: (\w{1,40})")
_ASKED_THE_MACHINE = re.compile(r"/latest/(?:api/token|meta-data)|Missing ?(?:Access|Secret)")
"""There are no credentials in the environment, or only half of them; so the machine was asked, and had none."""
_MAY_PASS = (408, 429)


class StoreError(Exception):
    """The store refused, or gave no answer. `code`: its own word for it, if it said one.

    `is_final`: it will say the same again until someone changes a setting, here or there.
    """

    def __init__(self, reason: str, code: str | None = None, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.is_final = is_final


def told_by(error: Exception) -> StoreError:
    """What one of the library's errors says, without what it quotes."""
    text = str(error)
    if _ASKED_THE_MACHINE.search(text):
        return StoreError(_NO_CREDENTIALS, is_final=True)
    if "InvalidCertificate" in text:
        return StoreError(_NO_TRUST, is_final=True)
    status = int(answered[1]) if (answered := _STATUS.search(text)) else None
    is_final = status is not None and status < 500 and status not in _MAY_PASS
    if said := _CODE.search(text):
        return StoreError(f"{said[1]}: {_EXPLAINED.get(said[1], _UNEXPLAINED)}", said[1], is_final=is_final)
    if status is not None:
        return StoreError(f"it answers with status {status}", is_final=is_final)
    if broken := _BREAK.search(text):
        return StoreError(_BROKEN.get(broken[1], "the connection broke"))
    return StoreError(f"it can't be used ({type(error).__name__})")
