"""Which pages of a site are looked at: some of each family, and every state of a subscription."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.browser.sites import Place, confirm, leave, pause

from kalends.jobs.links import Purpose
from kalends.timeline.page import Route
from kalends.timeline.routes import ROUTES


class Job(NamedTuple):
    """A page to look at.

    Attributes:
        path: Below its language.
        send: Values of a form on the page, which is sent to see what comes then.
        status: Of what is looked at.
    """

    path: str
    send: dict[str, str] | None = None
    status: int = 200

    def at(self, place: Place, language: str, **settings: object) -> dict[str, Any]:
        """Return the job as checks take it."""
        url = f"{place.url}/{language}/{self.path}"
        return {"url": url, "send": self.send, "path": self.path, **settings}


def family(route: Route, place: Place) -> list[str]:
    """Return the first page of a family, the one in the middle and the fullest."""
    paths = list(dict.fromkeys(route.paths(place.view)))
    if len(paths) <= 3:
        return paths
    fullest = max(paths, key=lambda path: len(place.get(f"/ru/{path}").body))
    return list(dict.fromkeys([paths[0], paths[len(paths) // 2], fullest]))


def families(place: Place) -> list[Job]:
    """Return some pages of each family."""
    return [Job(path) for route in ROUTES for path in family(route, place)]


def states(place: Place) -> Iterator[Job]:
    """Yield the pages around mail, and what is shown when something is wrong."""
    pending = place.person("pending@example.org")
    active = place.person("active@example.org", confirm)
    paused = place.person("paused@example.org", confirm, pause)
    left = place.person("left@example.org", confirm, leave)
    yield Job("timeline/?tag=space&kind=visit")
    yield Job("timeline/?tag=nonsense", status=400)
    yield Job("search/")
    yield Job("search/?q=2025")
    yield Job("search/?q=nonsense")
    yield Job("subscribe/?tag=space")
    yield Job("subscribe/", {"email": "nobody", "zone": "Nowhere"}, 422)
    yield Job("mail/sent/")
    yield Job(place.step(Purpose.CONFIRM, pending))
    for person in (active, paused, left):
        yield Job(place.step(Purpose.PREFERENCES, person))
    yield Job(f"{place.step(Purpose.PREFERENCES, active)}?saved")
    for purpose in (Purpose.CONFIRM, Purpose.PAUSE, Purpose.UNSUBSCRIBE):
        yield Job(place.step(purpose, active))
    yield Job(place.step(Purpose.PAUSE, paused))
    yield Job(place.step(Purpose.UNSUBSCRIBE, left))
    yield Job(place.step(Purpose.PREFERENCES, active, "/erase"))
    yield Job(f"mail/{Purpose.CONFIRM}/nonsense", status=404)
    yield Job("no/such/page/", status=404)
