"""From the form to the welcome with the keyboard alone, and what looking at a link does."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from tests.browser.chromium import Browser
from tests.browser.sites import Place, confirm, free_port
from tests.integration.test_serve_mail import LIST, mail_number
from tests.smtp_server import FaultServer

from kalends.jobs.links import Purpose
from kalends.store.schema import metadata

BUTTON = "main form[method=post] [type=submit]"


@contextmanager
def kalends(folder: Path, mail_port: int) -> Iterator[str]:
    """Run `kalends serve` in a folder until the end of the block; its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    (folder / "kalends.toml").write_text(
        f'[site]\nid = "test"\ntitle = "Dates"\nbase_url = "{address}"\n'
    )
    (folder / "events").mkdir()
    (folder / "events" / "list.yaml").write_text(LIST)
    command = [sys.executable, "-m", "kalends", "serve", "--port", str(port)]
    environ = {**os.environ, "KALENDS_SMTP": f"smtp://127.0.0.1:{mail_port}"}
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environ
    ) as serving:
        assert serving.stdout is not None
        assert address in serving.stdout.readline()
        yield address
        serving.send_signal(signal.SIGTERM)
    assert serving.returncode == 0


def test_reader_subscribes_with_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    """From the first page to the welcome, over a real mail server, without a mouse."""
    with FaultServer() as server, kalends(tmp_path, server.port) as address:
        steps = [
            ["to", 'nav a[href$="/subscribe/"]'], ["follow", "Enter"],
            ["to", "[name=email]"], ["type", "aida@example.org"],
            ["to", BUTTON], ["follow", "Enter"],
        ]  # fmt: skip
        told = browser.ask("keys", url=f"{address}/en/", steps=steps)
        assert told == {
            "url": f"{address}/en/mail/sent/", "heading": "Check your mail", "faults": [],
        }  # fmt: skip

        (link,) = re.findall(r"http://\S+/mail/confirm/\S+", mail_number(server, 1))
        told = browser.ask("keys", url=link, steps=[["to", BUTTON], ["follow", "Enter"]])
        assert (told["heading"], told["faults"]) == ("You are subscribed", [])

        assert "/feeds/all.en.ics" in mail_number(server, 2)
        assert server.recipients() == ["aida@example.org"] * 2


def rows(place: Place) -> dict[str, list[object]]:
    """Return everything in the ledger."""
    with place.service.store.reading() as tx:
        return {table.name: list(tx.execute(sa.select(table))) for table in metadata.sorted_tables}


def test_looking_at_a_link_changes_nothing(browser: Browser, place: Place) -> None:
    """A scanner that opens what is mailed neither confirms nor unsubscribes; a button does."""
    curious = place.person("curious@example.org")
    loyal = place.person("loyal@example.org", confirm)
    links = [
        f"{place.url}/ru/{place.step(purpose, person)}"
        for purpose, person in ((Purpose.CONFIRM, curious), (Purpose.UNSUBSCRIBE, loyal))
    ]
    before = rows(place)
    for link in links:
        browser.ask("keys", url=link, steps=[])
    assert rows(place) == before

    press = [["to", BUTTON], ["follow", "Enter"]]
    told = [browser.ask("keys", url=link, steps=press)["heading"] for link in links]
    assert told == ["Вы подписаны", "Вы отписались"]
    after = rows(place)
    assert after != before
    again = [browser.ask("keys", url=link, steps=[])["heading"] for link in links]
    assert again == told
    assert rows(place) == after


def test_way_back_to_a_mistake_has_what_was_typed(browser: Browser, place: Place) -> None:
    """After a form was put right, the button to go back shows it, and no page of the browser's."""
    press = [["to", BUTTON], ["follow", "Enter"]]
    steps = [
        ["to", "[name=email]"], ["type", "nobody"], *press,
        ["to", "[name=email]"], ["type", "back@example.org"], *press,
        ["back"],
    ]  # fmt: skip
    told = browser.ask(
        "keys", url=f"{place.url}/ru/subscribe/", steps=steps, read=["[name=email]"], zone="UTC"
    )

    assert told["heading"] == "Подписаться"
    assert told["values"] in (["nobody"], ["back@example.org"])
    assert told["faults"] == []


def test_zone_of_the_reader_is_proposed_in_words(browser: Browser, place: Place) -> None:
    """A script finds the zone, and the list shows it as the site names all others."""
    told = {
        zone: browser.ask(
            "keys", url=f"{place.url}/kk/subscribe/", steps=[], read=["#zone"], zone=zone
        )
        for zone in ("Europe/Berlin", "America/Indiana/Indianapolis", "Asia/Qyzylorda", "UTC")
    }

    assert {zone: facts["values"][0] for zone, facts in told.items()} == {
        "Europe/Berlin": "Берлин, UTC+1",
        "America/Indiana/Indianapolis": "Индианаполис, UTC−5",
        "Asia/Qyzylorda": "Қызылорда, UTC+5",
        "UTC": "Алматы, UTC+5",
    }
    assert [facts["faults"] for facts in told.values()] == [[]] * 4
