"""What tests over the network share."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tls(
    tmp_path_factory: pytest.TempPathFactory, require: Callable[[object, str], None]
) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return contexts for a server with a certificate of its own and a client that trusts it."""
    require(shutil.which("openssl"), "no openssl to make a certificate with")
    folder: Path = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mine.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return mine, ssl.create_default_context(cafile=folder / "cert.pem")
