"""What an operator's tools ask: is it alive, is it ready, and what has it done?"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from kalends.jobs.pulse import Pulse
from kalends.web.http import Response, response, text

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    from kalends.jobs import Publication

ALIVE, READY, METRICS = "/healthz", "/readyz", "/metrics"
PATHS = frozenset({ALIVE, READY, METRICS})
_KEPT = ("cache-control", "no-store")
_FAMILIES = {
    "api": "api",
    "assets": "asset",
    "feeds": "feed",
    "mail": "mail",
    **dict.fromkeys(("healthz", "readyz", "metrics"), "operation"),
}
_COUNTED_FOR = timedelta(minutes=1)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

log = logging.getLogger("kalends.web")


class Meter:
    """Counts since the start of the process.

    Attributes:
        answers: By family of paths, method and status.
        feeds: Feeds made, by form.
    """

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str, int]] = Counter()
        self.feeds: Counter[str] = Counter()

    def answered(self, path: str, method: str, status: int) -> None:
        """Count an answer; paths and methods that clients invent make no new names."""
        self.answers[family(path), method if method in _METHODS else "other", status] += 1


class Health:
    """Answers to `/healthz`, `/readyz` and `/metrics`.

    Args:
        meter: What was counted.
        pulse: Looks into the ledger; None where the site sends no mail.
    """

    def __init__(self, meter: Meter, pulse: Pulse | None = None) -> None:
        self.meter = meter
        self._pulse = pulse
        self._states: Mapping[str, int] | None = None
        self._counted = datetime.min.replace(tzinfo=UTC)

    def answer(self, path: str, publication: Publication, public: int, now: datetime) -> Response:
        """Return the answer; it may wait for the database.

        Args:
            path: One of `PATHS`.
            publication: What is served.
            public: How many events of it are public.
            now: Aware.
        """
        if path == ALIVE:
            return text(HTTPStatus.OK, "ok")
        if path == READY:
            return self._ready()
        return self._metrics(publication, public, now)

    def _ready(self) -> Response:
        if self._pulse is not None:
            try:
                self._pulse.check()
            except Exception as error:  # noqa: BLE001 - whatever it is, mail cannot be sent
                log.warning("not ready: %s", error)
                message = "not ready: the database of subscribers cannot be used; see the log"
                return text(HTTPStatus.SERVICE_UNAVAILABLE, message)
        return text(HTTPStatus.OK, "ready")

    def _metrics(self, publication: Publication, public: int, now: datetime) -> Response:
        from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest

        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collector(lambda: self._families(publication, public, now)))
        media = CONTENT_TYPE_PLAIN_0_0_4
        return response(HTTPStatus.OK, generate_latest(registry), media, _KEPT)

    def _families(self, publication: Publication, public: int, now: datetime) -> Iterator[Metric]:
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        answers = CounterMetricFamily(
            "kalends_http_responses",
            "Responses since the start, by family of paths, method and status.",
            labels=("family", "method", "status"),
        )
        for (name, method, status), count in sorted(self.meter.answers.copy().items()):
            answers.add_metric((name, method, str(status)), count)
        yield answers
        feeds = CounterMetricFamily(
            "kalends_feed_builds", "Feeds made since the start, by form.", labels=("form",)
        )
        for form, count in sorted(self.meter.feeds.copy().items()):
            feeds.add_metric((form,), count)
        yield feeds
        yield GaugeMetricFamily("kalends_events_public", "Events that are public.", public)
        age = (now - publication.at).total_seconds()
        yield GaugeMetricFamily(
            "kalends_publication_age_seconds", "Since what is served was published.", age
        )
        if self._pulse is not None:
            yield from self._deliveries(self._count(self._pulse, now))

    def _count(self, pulse: Pulse, now: datetime) -> Mapping[str, int] | None:
        """Return the deliveries by state, counted once a minute; None while nobody can."""
        if self._states is None or not timedelta() <= now - self._counted < _COUNTED_FOR:
            self._counted = now
            try:
                self._states = pulse.deliveries()
            except Exception as error:  # noqa: BLE001 - the other figures are told all the same
                log.warning("deliveries cannot be counted: %s", error)
                self._states = None
        return self._states

    def _deliveries(self, states: Mapping[str, int] | None) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        yield GaugeMetricFamily(
            "kalends_database_up", "1 while the database can be used.", int(states is not None)
        )
        if states is not None:
            found = GaugeMetricFamily(
                "kalends_deliveries", "Deliveries in the ledger, by state.", labels=("state",)
            )
            for state, count in sorted(states.items()):
                found.add_metric((state,), count)
            yield found


class _Collector:
    """What prometheus-client asks for the families."""

    def __init__(self, families: Callable[[], Iterator[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        return self._families()


def family(path: str) -> str:
    """Return the family that a path is counted in; there are seven."""
    first = path.split("/", 2)[1:2]
    name = first[0] if first else ""
    if name.startswith("events."):
        return "feed"
    return _FAMILIES.get(name) or ("file" if "." in name else "page")
