"""A Postfix of the test's own: its configuration, queue and mailboxes in one temporary folder.

No other instance on the machine is touched. It needs root, as Postfix does.
"""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SBIN = Path("/usr/sbin")
_MASTER = Path("/usr/lib/postfix/sbin/master")
_PATIENCE = 20
_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
alternate_config_directories = {folder}/etc
alias_maps =
alias_database =
mail_owner = postfix
myhostname = mx.example.org
myorigin = example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
recipient_delimiter = +
smtpd_tls_security_level = none
smtp_tls_security_level = none
smtpd_relay_restrictions = permit_mynetworks, reject
disable_dns_lookups = yes
message_size_limit = {size}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
transport_maps = inline:{{ {routes} }}
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {mailboxes} }}
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
virtual_minimum_uid = 1
bounce_queue_lifetime = 0
"""
_SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{silent} inet n - n - - smtpd
  -o smtpd_discard_ehlo_keywords=size,pipelining
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running server.

    Attributes:
        port: Where it announces all it can.
        silent: Where it announces neither SIZE nor PIPELINING.
    """

    folder: Path
    port: int
    silent: int

    def mails(self, mailbox: str, number: int) -> list[bytes]:
        """Return what a mailbox got, in the order it came, once there is so much."""
        new = self.folder / "mail" / mailbox / "new"
        until = time.monotonic() + _PATIENCE
        while (
            len(found := sorted(new.glob("*"), key=lambda path: path.stat().st_mtime_ns)) < number
        ):
            assert time.monotonic() < until, f"{found}\n{self.log()}"
            time.sleep(0.05)
        return [path.read_bytes() for path in found]

    def wait_for(self, words: str) -> None:
        """Return once its log has these words."""
        until = time.monotonic() + _PATIENCE
        while words not in self.log():
            assert time.monotonic() < until, self.log()
            time.sleep(0.05)

    def log(self) -> str:
        """Return what it wrote."""
        return (self.folder / "log").read_text(errors="replace")


def is_installed() -> bool:
    """Tell whether the machine has what is needed, root included."""
    return os.geteuid() == 0 and _MASTER.exists() and (_SBIN / "postfix").exists()


@contextmanager
def running(
    addresses: Mapping[str, str], routes: Mapping[str, str], size: int = 60_000, services: str = ""
) -> Iterator[Postfix]:
    """Run a server for a `with` block.

    Args:
        addresses: The mailbox of each address at example.org; every other one is refused.
        routes: The transport of a domain or an address.
        size: The longest message, in octets.
        services: Further lines of master.cf.
    """
    with tempfile.TemporaryDirectory(prefix="kalends-postfix-") as name:
        folder = Path(name)
        server = Postfix(folder, *_free_ports())
        _configure(server, addresses, routes, size, services)
        _command(folder, "check")
        with (folder / "master").open("wb") as output:
            master = subprocess.Popen(
                [_MASTER, "-c", folder / "etc", "-d"], stdout=output, stderr=output
            )
            try:
                _wait(server, master)
                yield server
            finally:
                master.terminate()
                master.wait(_PATIENCE)


def _configure(
    server: Postfix, addresses: Mapping[str, str], routes: Mapping[str, str], size: int, more: str
) -> None:
    folder, postfix, nobody = server.folder, pwd.getpwnam("postfix"), pwd.getpwnam("nobody")
    folder.chmod(0o755)  # its programs give up root and have to come through
    for part in ("etc", "queue", "data", "mail"):
        (folder / part).mkdir()
    os.chown(folder / "data", postfix.pw_uid, postfix.pw_gid)
    os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    main = _MAIN.format(
        folder=folder,
        size=size,
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        routes=_table(routes),
        mailboxes=_table({f"{user}@example.org": f"{box}/" for user, box in addresses.items()}),
    )
    (folder / "etc" / "main.cf").write_text(main, encoding="utf-8")
    services = _SERVICES.format(port=server.port, silent=server.silent) + more
    (folder / "etc" / "master.cf").write_text(services, encoding="utf-8")


def _table(pairs: Mapping[str, str]) -> str:
    return ", ".join(f"{{ {key} = {value} }}" for key, value in pairs.items())


def _free_ports() -> tuple[int, int]:
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
    ):
        return one.getsockname()[1], two.getsockname()[1]


def _command(folder: Path, *words: str) -> None:
    command: list[str | Path] = [_SBIN / "postfix", "-c", folder / "etc", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _wait(server: Postfix, master: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with socket.create_connection(("127.0.0.1", server.silent), 1) as link:
                link.settimeout(_PATIENCE)
                assert link.recv(4) == b"220 ", server.log()
        except OSError:
            told = (server.folder / "master").read_text(errors="replace")
            assert master.poll() is None, told
            assert time.monotonic() < until, told
            time.sleep(0.05)
        else:
            return
