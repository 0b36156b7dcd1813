"""What is logged names nobody: not while somebody subscribes, and not when they are forgotten."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from tests.asgi import post
from tests.unit.desks import AIDA, served
from tests.unit.mailings import DAY

from kalends.delivery import Memory, Outcome
from kalends.jobs.deliver import deliver
from kalends.jobs.links import Purpose, Target
from kalends.jobs.plan import plan
from kalends.store import subscribers


def test_a_life_of_a_subscriber_leaves_no_address_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Signed up, confirmed, mailed, refused by a server and erased, at the finest level."""
    caplog.set_level(logging.DEBUG)
    with served(tmp_path) as desk:
        service = desk.service
        desk.sign_up(cadence="daily")
        with service.store.reading() as tx:
            found = subscribers.find(tx, service.store.address(AIDA).hash)
        assert found is not None
        target = Target(found.ref, None)
        post(desk.app, desk.path(Purpose.CONFIRM, target))
        assert deliver(service.mailing, service.clock, "one").counts == {Outcome.SENT: 2}
        service.clock.at += DAY
        assert plan(service.mailing, service.clock.at).planned == 1
        refusing = service.through(Memory({AIDA: Outcome.BOUNCED}, service.clock.seconds))
        assert deliver(refusing, service.clock, "one").counts == {Outcome.BOUNCED: 1}
        post(desk.app, desk.path(Purpose.PREFERENCES, target, "/erase"))
        assert desk.member(target).is_erased
    logging.getLogger("kalends").warning("the log is watched")
    assert "the log is watched" in caplog.text
    assert AIDA.partition("@")[0] not in caplog.text.lower()
