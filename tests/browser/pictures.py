"""Take pictures of every kind of page, to look at: `python -m tests.browser.pictures FOLDER`.

One of each page wide and narrow, light and dark, in every language. Paths below the language after
the folder take those pages only: `… FOLDER timeline/ subscribe/`.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.choice import Job, families, states
from tests.browser.chromium import program, running
from tests.browser.sites import served, shipped


def main(folder: Path, wanted: list[str]) -> None:
    """Write the pictures."""
    chromium = program()
    if chromium is None:
        raise SystemExit("chromium is missing; install it: apt install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as ledger, served(shipped(), Path(ledger)) as place:
        found = [Job(path) for path in wanted] or [*families(place), *states(place)]
        views = product(enumerate(found), place.view.site.languages, (390, 1280), ("light", "dark"))
        pages = [
            job.at(
                place,
                language,
                width=width,
                scheme=scheme,
                file=str(folder / f"{_name(number, job)}-{language}-{width}-{scheme}.png"),
            )
            for (number, job), language, width, scheme in views
        ]
        with running(chromium) as browser:
            browser.ask("picture", pages=pages)
    print(f"{len(pages)} pictures in {folder}")


def _name(number: int, job: Job) -> str:
    """Return a name for files, without the token of somebody's page."""
    words = ["-".join(job.path.split("/")[:2]) or "home", *(["sent"] if job.send else [])]
    return f"{number:02}-{'-'.join(words).strip('-')}".replace("?", "-").replace("&", "-")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
