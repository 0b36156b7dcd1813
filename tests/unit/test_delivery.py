"""Delivery without a network: what replies mean, rates, rests, folders and lists."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalends.delivery import (
    CannotDeliver,
    Delivery,
    Fault,
    Folder,
    Letter,
    Memory,
    Outcome,
    RecordingFailed,
    Result,
)
from kalends.delivery.rate import Rate
from kalends.delivery.replies import Reply, Stage, Verdict, judge
from kalends.delivery.servers import Health

MAIL, RCPT, DATA, BODY = Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY
SENT, DEFERRED, UNTRIED = Outcome.SENT, Outcome.DEFERRED, Outcome.UNTRIED
HARD = Verdict(Outcome.BOUNCED, hard=True)
SOFT = Verdict(Outcome.BOUNCED)
BLAMED = Verdict(DEFERRED, Fault.BLAME)
BROKEN = Verdict(UNTRIED, Fault.BREAK)


@pytest.mark.parametrize(
    ("stage", "reply", "verdict"),
    [
        (BODY, "250 2.0.0 ok", Verdict(SENT)),
        (BODY, "251 forwarded", Verdict(SENT)),
        (RCPT, "450 4.2.1 greylisted", Verdict(DEFERRED)),
        (RCPT, "452 4.2.2 full", Verdict(DEFERRED)),
        (MAIL, "451 4.3.0 later", Verdict(DEFERRED, Fault.SLIP)),
        (DATA, "451 later", Verdict(DEFERRED, Fault.SLIP)),
        (BODY, "452 4.3.1 disk full", Verdict(DEFERRED, Fault.SLIP)),
        (MAIL, "421 too many", Verdict(UNTRIED, Fault.CROWDED)),
        (BODY, "421 4.7.0 closing", Verdict(UNTRIED, Fault.SLIP)),
        (MAIL, "454 4.7.0 not now", Verdict(UNTRIED, Fault.PAUSE)),
        (RCPT, "454 4.7.0 not now", Verdict(UNTRIED, Fault.PAUSE)),
        (RCPT, "550 5.1.1 no such user", HARD),
        (RCPT, "550 no such user", HARD),
        (RCPT, "553 5.1.3 bad syntax", HARD),
        (RCPT, "501 bad address", HARD),
        (RCPT, "556 5.1.10 takes no mail", HARD),
        (RCPT, "552 5.2.2 full", SOFT),
        (RCPT, "550 5.2.2 full", SOFT),
        (RCPT, "552 full", SOFT),
        (RCPT, "550 5.7.1 relaying denied", BLAMED),
        (RCPT, "550 see 5.7.1", HARD),  # no status where one would stand
        (RCPT, "503 5.5.1 MAIL first", BLAMED),
        (RCPT, "530 5.7.0 log in first", BLAMED),
        (BODY, "550 5.1.1 no such user", HARD),  # told late
        (BODY, "552 5.2.2 full", SOFT),
        (BODY, "552 5.3.4 too large", Verdict(Outcome.FAILED)),
        (BODY, "554 rejected", BLAMED),
        (BODY, "554 5.6.0 content", BLAMED),
        (BODY, "550 5.7.1 spam", BLAMED),
        (DATA, "554 5.5.1 no", BLAMED),
        (MAIL, "550 5.7.515 access denied", BROKEN),
        (MAIL, "553 5.1.8 unknown sender domain", BROKEN),
        (MAIL, "503 5.5.1 nested", BROKEN),
    ],
)
def test_a_reply_says_something_of_the_letter_and_of_the_server(
    stage: Stage, reply: str, verdict: Verdict
) -> None:
    """Each reply is the recipient's, the letter's or the server's, never two at once."""
    assert judge(stage, Reply(int(reply[:3]), reply[4:])) == verdict


@pytest.mark.parametrize(
    ("stage", "code", "fault"),
    [
        (MAIL, 421, Fault.RECYCLE),
        (RCPT, 421, Fault.RECYCLE),
        (MAIL, 503, Fault.RECYCLE),
        (MAIL, 550, Fault.BREAK),
    ],
)
def test_a_session_that_has_worked_may_end(stage: Stage, code: int, fault: Fault) -> None:
    """After letters were taken, 421 and a mix-up of transactions only end the connection."""
    assert judge(stage, Reply(code, ""), fresh=False) == Verdict(UNTRIED, fault)


@given(
    st.integers(1, 6),
    st.lists(st.tuples(st.floats(0, 20), st.integers(1, 4), st.floats(0, 5))),
)
def test_no_window_has_more_than_the_limit(
    limit: int, steps: list[tuple[float, int, float]]
) -> None:
    """However letters come and however long each takes, the server sees at most the limit."""
    rate = Rate(limit)
    now, seen = 0.0, []
    for pause, wanted, took in steps:
        now += pause
        count = rate.free(now, wanted)
        rate.hold(count)
        seen += [now + took * (n % 2) for n in range(count)]  # at once, or only at the end
        now += took
        for _ in range(count):
            rate.spend(now)
    seen.sort()
    assert all(b - a >= 60 for a, b in zip(seen, seen[limit:], strict=False))


def test_a_rate_goes_on_after_a_restart() -> None:
    """What the last process sent counts, and what the clock put into the future counts as now."""
    before = Rate(3)
    before.hold(3)
    for at in (100.0, 110.0, 120.0):
        before.spend(at)
    after = Rate(3, before.past(130), now=130)
    assert after.free(159.9, 8) == 0
    assert after.wait(130) == 30
    assert [after.free(now, 8) for now in (160, 170, 180)] == [1, 2, 3]
    back = Rate(3, before.past(130), now=50)
    assert [back.free(now, 8) for now in (109, 110)] == [0, 3]


def test_places_not_used_are_given_back() -> None:
    """A letter that did not go out leaves its place to another."""
    rate = Rate(3)
    rate.hold(3)
    assert rate.free(0, 1) == 0
    rate.release(2)
    assert rate.free(0, 8) == 2
    rate.spend(0)
    assert (rate.free(59, 8), rate.free(60, 8)) == (2, 3)


def test_no_limit_is_no_limit() -> None:
    """Without a limit all may go, and nothing is kept."""
    rate = Rate(0)
    rate.hold(9)
    rate.spend(1)
    assert (rate.free(1, 99), rate.past(1), rate.wait(1)) == (99, (), 0)


def result(fault: Fault) -> Result:
    """Return a result with a fault."""
    outcome = Outcome.SENT if fault is Fault.NONE else Outcome.DEFERRED
    return Result(1, outcome, 0, "x", 550, "5.7.1 no", fault=fault)


@pytest.mark.parametrize(
    ("faults", "seconds"),
    [
        ([], 0),
        ([Fault.NONE, Fault.RECYCLE], 0),
        ([Fault.SLIP, Fault.SLIP], 0),
        ([Fault.SLIP, Fault.SLIP, Fault.NONE, Fault.SLIP], 0),
        ([Fault.SLIP, Fault.SLIP, Fault.SLIP], 60),
        ([Fault.BLAME, Fault.BLAME, Fault.NONE, Fault.BLAME], 0),
        ([Fault.BLAME, Fault.BLAME, Fault.BLAME], 1800),
        ([Fault.PAUSE], 60),
        ([Fault.PAUSE] * 4, 60),  # four connections, one pause
        ([Fault.CROWDED], 60),
        ([Fault.PAUSE, Fault.BREAK], 1800),
        ([Fault.BREAK, Fault.PAUSE, Fault.NONE], 1800),
    ],
)
def test_a_server_rests_as_long_as_its_faults_ask(faults: list[Fault], seconds: float) -> None:
    """One slip is none, three in a row are a pause; refusals open the breaker."""
    health = Health()
    for fault in faults:
        health.learn(result(fault), 1000)
    assert health.wait(1000) == seconds
    assert health.rests(1000) == bool(seconds)
    assert health.reason == ("550 5.7.1 no" if seconds else "")


def test_pauses_grow_until_a_letter_is_taken() -> None:
    """Each pause after a pause is twice as long, up to 16 minutes, for however many days."""
    health = Health()
    now, waits = 0.0, []
    for _ in range(2000):
        health.learn(result(Fault.PAUSE), now)
        waits.append(health.wait(now))
        now += waits[-1]
    assert waits[:6] == [60, 120, 240, 480, 960, 960]
    assert waits[-1] == 960
    health.learn(result(Fault.NONE), now)
    health.learn(result(Fault.PAUSE), now)
    assert health.wait(now) == 60


@pytest.mark.parametrize("bad", ["a b@x.org", "a@x.org\r\nRCPT TO:<eve@x.org", "a@x.org> SIZE=1"])
@pytest.mark.parametrize("place", ["sender", "recipient"])
def test_an_envelope_cannot_smuggle_commands(place: str, bad: str) -> None:
    """No letter can be made whose addresses would end their command."""
    envelope = {"sender": "b@x.org", "recipient": "a@x.org", place: bad}
    with pytest.raises(CannotDeliver, match="SMTP command"):
        Letter(1, envelope["sender"], envelope["recipient"], b"")


def letters(count: int) -> list[Letter]:
    """Return letters with numbers for content."""
    return [Letter(n, "", f"r{n}@example.org", b"%d\r\n" % n) for n in range(1, count + 1)]


@pytest.mark.parametrize("kind", ["folder", "memory"])
def test_windows_are_committed_before_they_are_sent(kind: str, tmp_path: Path) -> None:
    """Folder and list keep the same order as servers: attempts first, results with the next."""
    memory, folder = Memory(), tmp_path / "mail"
    delivery: Delivery = memory if kind == "memory" else Folder(folder, lambda: 5.0)
    log = []

    def commit(results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        there = len(memory.letters) + len(list(folder.glob("*.eml")))
        log.append((there, [each.id for each in results], [each.id for each in starting]))
        return {each.id for each in starting} - {3}

    summary = delivery.send(letters(10), commit)
    assert log == [
        (0, [], [1, 2, 3, 4, 5, 6, 7, 8]),
        (7, [1, 2, 4, 5, 6, 7, 8], [9, 10]),
        (9, [9, 10], []),
    ]
    assert summary.counts == {Outcome.SENT: 9}
    assert summary.withdrawn == 1


def test_a_folder_has_a_file_for_each_letter(tmp_path: Path) -> None:
    """Files are named by delivery and recipient, safely; a retry is the same file."""
    batch = [*letters(1), Letter(2, "", "әсел/../x@example.org", b"x\r\n"), *letters(1)]
    Folder(tmp_path, lambda: 5.0).send(batch, lambda _, starting: {each.id for each in starting})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "00000001-r1@example.org.eml": b"1\r\n",
        "00000002-әсел_.._x@example.org.eml": b"x\r\n",
    }


def test_a_folder_that_cannot_be_written_defers(tmp_path: Path) -> None:
    """The reason is in the result."""
    (tmp_path / "mail").write_text("a file")
    seen: list[Result] = []

    def commit(results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        seen.extend(results)
        return {each.id for each in starting}

    Folder(tmp_path / "mail", lambda: 5.0).send(letters(1), commit)
    assert [(each.outcome, each.at) for each in seen] == [(Outcome.DEFERRED, 5.0)]
    assert "cannot write to" in seen[0].text


def test_a_list_answers_as_told() -> None:
    """Other outcomes can be had of chosen recipients; those letters are not kept."""
    memory = Memory({"r2@example.org": Outcome.BOUNCED})
    summary = memory.send(letters(3), lambda _, starting: {each.id for each in starting})
    assert [each.id for each in memory.letters] == [1, 3]
    assert summary.counts == {Outcome.SENT: 2, Outcome.BOUNCED: 1}


def test_a_failing_recorder_stops_a_list_too() -> None:
    """Nothing goes out after a commit that failed, and what was not recorded is told."""
    memory = Memory()

    def commit(results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        if results:
            raise OSError
        return {each.id for each in starting}

    with pytest.raises(RecordingFailed) as failed:
        memory.send(letters(20), commit)
    assert [each.id for each in failed.value.unrecorded] == list(range(1, 9))
    assert all(b.id > a.id for a, b in pairwise(memory.letters))
    assert len(memory.letters) == 8


def test_a_list_stops_when_told_to() -> None:
    """No window is begun after that."""
    memory = Memory()
    memory.send(
        letters(20),
        lambda _, starting: {each.id for each in starting},
        stop=lambda: len(memory.letters) > 0,
    )
    assert len(memory.letters) == 8
