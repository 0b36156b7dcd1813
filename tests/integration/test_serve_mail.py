"""`kalends serve` with a mail server in one setting: from the sign-up to the welcome."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.smtp_server import FaultServer

TOML = '[site]\nid = "test"\ntitle = "Dates"\nbase_url = "http://127.0.0.1:9"\n'
LIST = """\
events:
  - id: victory-day
    date: 1945-05-09
    title: Victory Day
    sources: [{title: Source, url: https://example.org/}]
"""


def body_of(raw: bytes) -> str:
    """Return the text part of a mail."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return f"{mail['Subject']}\n{text}"


def post(address: str, path: str, **fields: str) -> int:
    """Send a form as a browser does, and return the status after redirects."""
    data = urlencode(fields).encode()
    headers = {"Origin": "http://127.0.0.1:9"}
    with urlopen(Request(address + path, data, headers), timeout=20) as answer:  # noqa: S310 - ours
        status: int = answer.status
        return status


def mail_number(server: FaultServer, number: int) -> str:
    """Return the text of a mail once it has come."""
    for _ in range(300):
        if len(server.taken) >= number:
            return body_of(server.taken[number - 1].content)
        time.sleep(0.1)
    raise AssertionError(f"mail {number} did not come")


def test_a_sign_up_becomes_a_subscription(tmp_path: Path) -> None:
    """Nothing but the confirmation is sent before the owner of the address confirms."""
    (tmp_path / "kalends.toml").write_text(TOML)
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "list.yaml").write_text(LIST)
    with FaultServer() as server:
        environ = {**os.environ, "KALENDS_SMTP": f"smtp://127.0.0.1:{server.port}"}
        command = [sys.executable, "-m", "kalends", "serve", "--port", "0"]
        with subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=environ
        ) as kalends:
            assert kalends.stdout is not None
            (address,) = re.findall(r"http://[\d.:]+", kalends.stdout.readline())
            form = {"email": "a@example.org", "cadence": "weekly", "language": "en", "zone": "UTC"}
            assert post(address, "/en/subscribe/", **form) == 200
            asked = mail_number(server, 1)
            (link,) = re.findall(r"http://127\.0\.0\.1:9(/en/mail/confirm/\S+)", asked)
            with urlopen(address + link, timeout=20) as page:  # noqa: S310 - a scanner looks
                assert page.status == 200
            time.sleep(6)
            assert len(server.taken) == 1
            assert post(address, link) == 200
            welcome = mail_number(server, 2)
            assert "subscribed" in welcome
            assert "/feeds/all.en.ics" in welcome
            kalends.send_signal(signal.SIGTERM)
        assert kalends.returncode == 0
    assert server.recipients() == ["a@example.org", "a@example.org"]
