"""The markup of every kind of page in every language, as two validators see it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.asgi import Answer, post
from tests.browser.choice import Job, families, states
from tests.browser.chromium import NODE
from tests.browser.faults import assert_none
from tests.browser.sites import Place

VNU = NODE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="module")
def folder(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of pages."""
    found = tmp_path_factory.mktemp("pages")
    for number, (path, page) in enumerate(_pages(place)):
        name = path.partition("/mail/")[0].strip("/").replace("/", "-").replace("?", "-")
        (found / f"{number:03}-{name}.html").write_bytes(page)
    return found


def _pages(place: Place) -> Iterator[tuple[str, bytes]]:
    for job in (*families(place), *states(place)):
        for language in place.view.site.languages:
            path = f"/{language}/{job.path}"
            answer = place.get(path) if job.send is None else _sent(place, path, job)
            assert answer.status == job.status, path
            yield path, answer.body


def _sent(place: Place, path: str, job: Job) -> Answer:
    return post(place.app, path, job.send or {}, origin=place.url)


def test_html_validate_finds_nothing(folder: Path, require: Callable[[object, str], None]) -> None:
    """No rule that html-validate recommends is broken, save those that `validate.mjs` names."""
    require(shutil.which("node"), "node is not installed")
    require((NODE / "node_modules").is_dir(), "npm ci was not run in tests/node")
    command = ["node", str(NODE / "validate.mjs"), str(folder)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)

    assert_none(found)


def test_the_nu_checker_finds_nothing(folder: Path, require: Callable[[object, str], None]) -> None:
    """The checker of the HTML standard has neither an error nor a warning."""
    require(shutil.which("java"), "java is not installed")
    require(VNU.is_file(), "npm ci was not run in tests/node")
    command = ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always",
               "--skip-non-html", str(folder)]  # fmt: skip
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    found = {
        f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']}: {each.get('extract')}"
        for each in told["messages"]
    }

    assert_none(found)
