"""What each page around mail does: GET shows, POST acts, and twice is the same as once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from types import MappingProxyType

from kalends.dates import zone, zone_names, zones_by_country
from kalends.errors import SelectionError
from kalends.jobs import signup
from kalends.jobs.links import Purpose
from kalends.jobs.mailing import Mailing
from kalends.jobs.members import Member
from kalends.jobs.preview import next_told
from kalends.model import Cadence, Selection
from kalends.schedule import following
from kalends.timeline import (
    Entered,
    asked_selection,
    fields,
    notices,
    preferences_page,
    refusal,
    subscribe_page,
    zone_label,
)
from kalends.timeline.notices import Who, masked
from kalends.web import forms
from kalends.web.callers import network
from kalends.web.http import Response, response, text
from kalends.web.issues import next_issue
from kalends.web.languages import regions
from kalends.web.visit import PRIVATE, Visit

_LONGEST_PAUSE = 366
_MOMENT = timedelta(microseconds=1)
_NEAR = timedelta(days=92)
_DATA = "application/json; charset=utf-8"


def subscribe(mailing: Mailing, visit: Visit) -> Response:
    """Show the form, or take it; its answer is the same for every address."""
    site, events = visit.view.site, visit.view.events
    proposed = _proposal(mailing, visit)
    try:
        selection = asked_selection(visit.request.query, visit.view)
    except SelectionError as error:
        return visit.error(HTTPStatus.BAD_REQUEST, refusal(error, visit.words))
    if not visit.is_post:
        entered = proposed._replace(selection=tuple(selection.pairs()))
        return _form(mailing, visit, selection, entered, {})
    entered = forms.entered_in(visit.pairs, proposed)
    found = forms.read(entered, visit.words, site, events, with_address=True)
    trap = forms.value(visit.pairs, forms.TRAP)
    if found.wanted is None and not trap:
        return _form(mailing, visit, selection, entered, found.faults)
    if found.wanted is not None:
        asked_for = signup.Asked(found.address, found.wanted, network(visit.request), trap)
        signup.sign_up(mailing, asked_for, visit.now)
    return visit.go(f"/{visit.language}/mail/sent/")


def zone_found(visit: Visit) -> Response:
    """Tell the script that found a reader's zone what to show it as, if it is one."""
    name = forms.value(forms.queried(visit.request.query), "name")
    if name not in zone_names():
        return text(HTTPStatus.NOT_FOUND, "there is no such time zone")
    return text(HTTPStatus.OK, zone_label(name, visit.words, visit.now))


def sent(visit: Visit) -> Response:
    """Show what follows a sign-up."""
    return visit.show(notices.sent(visit.setting))


def confirm(mailing: Mailing, visit: Visit, member: Member) -> Response:
    """Ask whether the subscription was meant, or begin it."""
    if visit.is_post:
        member = signup.confirm(mailing, member.target, visit.now) or member
    if member.is_pending:
        return visit.show(notices.confirming(visit.setting, _who(visit, member)))
    if member.is_paused:
        return visit.show(notices.paused(visit.setting, _who(visit, member)))
    if member.is_subscribed:
        who = _who(visit, member, _next_issue(mailing, visit, member))
        return visit.show(notices.confirmed(visit.setting, who))
    return visit.show(notices.expired(visit.setting), HTTPStatus.GONE)


def preferences(mailing: Mailing, visit: Visit, member: Member) -> Response:
    """Show what a person gets, or change it."""
    wanted = member.wanted
    if wanted is None or not member.is_subscribed:
        return visit.show(notices.absent(visit.setting, _who(visit, member)))
    entered, faults = forms.entered_of(wanted), dict[str, str]()
    if visit.is_post:
        site, events = visit.view.site, visit.view.events
        entered = forms.entered_in(visit.pairs, entered)
        found = forms.read(entered, visit.words, site, events, with_address=False)
        if found.wanted is not None:
            signup.change(mailing, member.target, found.wanted, visit.now)
            return visit.go(f"/{found.wanted.language}/{visit.page}?saved")
        faults = dict(found.faults)
    context = preferences_page(
        visit.setting,
        _who(visit, member, _next_issue(mailing, visit, member)),
        fields(entered, visit.view, visit.words, visit.now, _countries(visit), faults),
        saved=visit.request.query == "saved" and not faults,
        paused=member.is_paused,
    )
    return visit.show(context, HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK)


def pause(mailing: Mailing, visit: Visit, member: Member) -> Response:
    """Ask how long, and begin or end a pause."""
    setting = visit.setting
    if not member.is_subscribed:
        return visit.show(notices.absent(setting, _who(visit, member)))
    if visit.is_post and forms.value(visit.pairs, "do") == "resume":
        member = signup.resume(mailing, member.target, visit.now) or member
        return visit.show(notices.resumed(setting, _who(visit, member)))
    if visit.is_post:
        today = visit.now.astimezone(zone(member.zone)).date()
        days = forms.value(visit.pairs, "days")
        known = days.isascii() and days.isdigit() and 0 < int(days) <= _LONGEST_PAUSE
        until = today + timedelta(int(days)) if known else None
        member = signup.pause(mailing, member.target, until, visit.now) or member
    if member.is_paused:
        return visit.show(notices.paused(setting, _who(visit, member)))
    return visit.show(notices.pausing(setting))


def unsubscribe(mailing: Mailing, visit: Visit, member: Member) -> Response:
    """Ask for one press of a button, and end what the link names."""
    if visit.is_post:
        everything = forms.value(visit.pairs, "all") == "yes"
        member = (
            signup.unsubscribe(mailing, member.target, visit.now, everything=everything) or member
        )
    who = _who(visit, member)
    if not member.is_subscribed and not member.is_pending:
        return visit.show(notices.left(visit.setting, who))
    if not member.is_named:
        return visit.show(notices.ended(visit.setting))
    return visit.show(notices.leaving(visit.setting, who))


def export(mailing: Mailing, visit: Visit, member: Member) -> Response:
    """Hand over everything that is kept of a person."""
    if not visit.is_post:
        return visit.go(f"/{visit.language}/{visit.page.removesuffix('/export')}")
    body = json.dumps(signup.export(mailing, member.target), ensure_ascii=False, indent=2)
    name = f'attachment; filename="{visit.view.site.id}-my-data.json"'
    return response(
        HTTPStatus.OK, f"{body}\n".encode(), _DATA, *PRIVATE, ("content-disposition", name)
    )


def erase(mailing: Mailing, visit: Visit, member: Member) -> Response:
    """Ask once more, and forget a person."""
    if visit.is_post:
        member = signup.erase(mailing, member.target, visit.now) or member
        return visit.show(notices.erased(visit.setting))
    return visit.show(notices.erasing(visit.setting, _who(visit, member)))


Step = Callable[[Mailing, Visit, Member], Response]
STEPS: Mapping[str, Step] = MappingProxyType(
    {
        Purpose.CONFIRM.value: confirm,
        Purpose.PREFERENCES.value: preferences,
        Purpose.PAUSE.value: pause,
        Purpose.UNSUBSCRIBE.value: unsubscribe,
        "export": export,
        "erase": erase,
    }
)


def _form(
    mailing: Mailing,
    visit: Visit,
    selection: Selection,
    entered: Entered,
    faults: Mapping[str, str],
) -> Response:
    view, words = visit.view, visit.words
    shown = fields(entered, view, words, visit.now, _countries(visit), faults)
    issue = next_issue(mailing, view, words, selection, visit.now)
    context = subscribe_page(view, words, selection, shown, issue)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return visit.show(context, status)


def _proposal(mailing: Mailing, visit: Visit) -> Entered:
    """Return what the form proposes: weekly, in the page's language, where the reader may be."""
    zones = [name for country in _countries(visit) for name in zones_by_country().get(country, ())]
    return Entered(
        address="",
        cadence=Cadence.WEEKLY.value,
        language=visit.language,
        zone=zones[0] if len(zones) == 1 else visit.view.site.timezone,
        at=f"{mailing.at:%H:%M}",
        weekday="0",
    )


def _countries(visit: Visit) -> list[str]:
    return regions(visit.request.header(b"accept-language"))


def _next_issue(mailing: Mailing, visit: Visit, member: Member) -> str:
    """Return the day of the first issue with something to tell, "" where none is near."""
    wanted, due = member.wanted, member.next_due_at
    if wanted is None or due is None or due <= visit.now or not member.is_subscribed:
        return ""
    first = following(wanted.rhythm, due - _MOMENT)
    found = next_told(
        mailing.publication(),
        wanted.rhythm,
        first,
        wanted.selection,
        wanted.language,
        visit.now,
        far=_NEAR,
    )
    if found is None:
        return ""
    return visit.words.weekday_day(found[0].at.astimezone(zone(wanted.zone)).date())


def _who(visit: Visit, member: Member, next_issue: str = "") -> Who:
    until = member.paused_until
    local, words = zone(member.zone) if member.zone else None, visit.words
    return Who(
        address=masked(member.address) if member.address else "",
        entered=None if member.wanted is None else forms.entered_of(member.wanted),
        next_issue=next_issue,
        paused_until=words.day(until.astimezone(local).date()) if until else "",
        several=member.count > 1,
    )
