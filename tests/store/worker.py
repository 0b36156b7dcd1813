"""A worker for `test_recovery`: what it sends is a line in a file, at the given time."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

from tests.store.builders import KEY

from kalends import store
from kalends.store.recovery import recover
from kalends.store.sending import Claim, Result, advance, claim
from kalends.store.states import DeliveryState, OnDoubt

WINDOW = 8


def main(url: str, path: str, now: datetime) -> None:
    """Send everything that is due."""
    wire = os.open(path, os.O_WRONLY | os.O_APPEND)
    hold = Claim("worker", now + timedelta(minutes=10))
    with store.open(url, KEY) as opened:
        with opened.transaction() as tx:
            recover(tx, now, OnDoubt.RESEND)
        results: list[Result] = []
        while True:
            with opened.transaction() as tx:
                mails = claim(tx, now, hold, 100)
            for start in range(0, len(mails), WINDOW):
                window = {mail.id: mail for mail in mails[start : start + WINDOW]}
                with opened.transaction() as tx:
                    allowed = advance(tx, now, results, list(window), hold)
                results = []
                for number in sorted(allowed):
                    os.write(wire, f"{number}\n".encode())
                    attempt = window[number].attempt
                    results.append(Result(number, attempt, DeliveryState.SENT, now))
            with opened.transaction() as tx:
                advance(tx, now, results, [], hold)
            results = []
            if not mails:
                return


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3]))
