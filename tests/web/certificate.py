"""TLS on loopback: a certificate of the tests' own (for secure.example and proxy.example), and who believes it."""

from __future__ import annotations

import ssl
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("loopback.pem")


def tls_server() -> ssl.SSLContext:
    """Shows it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def tls_client() -> ssl.SSLContext:
    """Believes it."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))
