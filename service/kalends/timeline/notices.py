"""The steps of a subscriber's life, each as the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kalends.timeline.fields import Entered, facts, often
from kalends.timeline.mail_contexts import Button, Choice, Fact, NoticeContext, Way
from kalends.timeline.view import View, frame
from kalends.wording import Words


class Paths(NamedTuple):
    """Where a person's own pages are; "" for those of nobody."""

    home: str
    subscribe: str
    confirm: str = ""
    preferences: str = ""
    pause: str = ""
    unsubscribe: str = ""
    export: str = ""
    erase: str = ""


class Who(NamedTuple):
    """Of whom a page tells.

    Attributes:
        address: As `masked` leaves it, "" where it is not kept any more.
        entered: What the person gets; None for nothing.
        next_issue: In words, "" where nothing is due.
        paused_until: In words, "" for a pause without an end.
        several: The person has more than one subscription.
    """

    address: str
    entered: Entered | None
    next_issue: str = ""
    paused_until: str = ""
    several: bool = False


class Setting(NamedTuple):
    """What every step is shown with.

    Attributes:
        path_in: Returns the page's path in a language.
    """

    view: View
    words: Words
    paths: Paths
    path_in: Callable[[str], str]


def masked(address: str) -> str:
    """Return an address that its owner knows and others hardly: "a…@example.org"."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def sent(at: Setting) -> NoticeContext:
    """Return the answer to every sign-up."""
    words = at.words
    return _notice(
        at,
        words.text("Check your mail"),
        words.text("If the address is right, a message is on its way. Open the link in it."),
        words.text("Nothing else is sent until you do."),
        words.text(
            "Not there in a few minutes? Look among the spam. An address gets one such message "
            "in 24 hours at most."
        ),
        ways=(Way(words.text("To the first page"), at.paths.home),),
    )


def confirming(at: Setting, who: Who) -> NoticeContext:
    """Return the page that the mailed link opens."""
    words = at.words
    return _notice(
        at,
        words.text("Confirm the subscription"),
        words.text("The dates will come to {address}.", address=who.address),
        words.text(
            "If it was not you, do nothing: no other mail will come, and the request is "
            "forgotten in 7 days."
        ),
        facts=_facts(at, who),
        buttons=(Button(words.text("Yes, confirm"), at.paths.confirm),),
    )


def confirmed(at: Setting, who: Who) -> NoticeContext:
    """Return the page after that, and whenever the link is opened again."""
    words = at.words
    first = words.text("The next mail is due on {day}.", day=who.next_issue)
    return _notice(
        at,
        words.text("You are subscribed"),
        _coming(at, who),
        *([first] if who.next_issue else []),
        facts=_facts(at, who),
        ways=(
            Way(words.text("Change what you get"), at.paths.preferences),
            Way(words.text("To the first page"), at.paths.home),
        ),
    )


def pausing(at: Setting) -> NoticeContext:
    """Return the page to pause on."""
    words = at.words
    return _notice(
        at,
        words.text("Pause"),
        words.text("Nothing is sent meanwhile, and what you chose is kept."),
        question=words.text("For how long?"),
        choices=(
            Choice("7", words.text("A week"), chosen=False),
            Choice("30", words.text("A month"), chosen=True),
            Choice("90", words.text("Three months"), chosen=False),
            Choice("", words.text("Until I come back"), chosen=False),
        ),
        buttons=(Button(words.text("Pause"), at.paths.pause, "do", "pause"),),
        ways=(Way(words.text("Change how often instead"), at.paths.preferences),),
    )


def paused(at: Setting, who: Who) -> NoticeContext:
    """Return the page of somebody who pauses."""
    words = at.words
    lead = words.text("Nothing is sent until you come back.")
    if who.paused_until:
        lead = words.text("Nothing is sent before {day}.", day=who.paused_until)
    return _notice(
        at,
        words.text("Your subscription is paused"),
        lead,
        buttons=(Button(words.text("Come back now"), at.paths.pause, "do", "resume"),),
        ways=(Way(words.text("Change what you get"), at.paths.preferences),),
    )


def resumed(at: Setting, who: Who) -> NoticeContext:
    """Return the page of somebody who is back."""
    words = at.words
    return _notice(
        at,
        words.text("Welcome back"),
        _coming(at, who),
        ways=(Way(words.text("Change what you get"), at.paths.preferences),),
    )


def leaving(at: Setting, who: Who) -> NoticeContext:
    """Return the page to leave on: one button, no questions."""
    words = at.words
    lead = words.text("No more mails will come to {address}.", address=who.address)
    buttons = [Button(words.text("Unsubscribe"), at.paths.unsubscribe)]
    if who.several and who.entered is not None:
        how = often(who.entered.cadence, words)
        lead = words.text(
            "The mails that come to {address} {often} will end.", address=who.address, often=how
        )
        everything = words.text("Unsubscribe from everything")
        buttons.append(Button(everything, at.paths.unsubscribe, "all", "yes", quiet=True))
    return _notice(
        at,
        words.text("Unsubscribe"),
        lead,
        buttons=buttons,
        ways=(Way(words.text("Change how often instead"), at.paths.preferences),),
    )


def left(at: Setting, who: Who) -> NoticeContext:
    """Return the page of somebody who left."""
    words = at.words
    return _notice(
        at,
        words.text("You are unsubscribed"),
        words.text("No more mails will come. One that is on its way already may still arrive."),
        words.text("Your address is deleted in 28 days.") if who.address else "",
        ways=(
            Way(words.text("Have everything deleted now"), at.paths.erase),
            Way(words.text("Subscribe again"), at.paths.subscribe),
        ),
    )


def ended(at: Setting) -> NoticeContext:
    """Return the page of somebody who left one subscription and has others."""
    words = at.words
    everything = words.text("Unsubscribe from everything")
    return _notice(
        at,
        words.text("You are unsubscribed"),
        words.text("These mails will not come any more. Your other subscriptions go on."),
        buttons=(Button(everything, at.paths.unsubscribe, "all", "yes", quiet=True),),
        ways=(Way(words.text("Change what you get"), at.paths.preferences),),
    )


def absent(at: Setting, who: Who) -> NoticeContext:
    """Return the page of somebody who gets nothing, and about whom something is kept."""
    words = at.words
    lead = words.text("You get no mails from here.")
    if who.address:
        lead = words.text("No mails go to {address}.", address=who.address)
    download = words.text("Download what is kept about you")
    return _notice(
        at,
        words.text("You are not subscribed"),
        lead,
        buttons=(Button(download, at.paths.export, quiet=True),),
        ways=(
            Way(words.text("Have everything deleted"), at.paths.erase),
            Way(words.text("Subscribe by e-mail"), at.paths.subscribe),
        ),
    )


def erasing(at: Setting, who: Who) -> NoticeContext:
    """Return the page that asks whether everything is to be erased."""
    words = at.words
    lead = words.text("Everything kept about you is deleted at once.")
    if who.address:
        lead = words.text(
            "Everything kept about {address} is deleted at once.", address=who.address
        )
    return _notice(
        at,
        words.text("Delete everything?"),
        lead,
        words.text(
            "What stays is a code from which the address cannot be read. It makes sure that no "
            "mail goes to the address unless you sign up anew."
        ),
        buttons=(Button(words.text("Delete everything"), at.paths.erase),),
        ways=(Way(words.text("No, go back"), at.paths.preferences),),
    )


def erased(at: Setting) -> NoticeContext:
    """Return the page of somebody of whom nothing is left."""
    words = at.words
    return _notice(
        at,
        words.text("Everything is deleted"),
        words.text("No mail will come from here to this address any more."),
        ways=(Way(words.text("To the first page"), at.paths.home),),
    )


def expired(at: Setting) -> NoticeContext:
    """Return the page of a link whose person is gone."""
    words = at.words
    return _notice(
        at,
        words.text("This link has expired"),
        words.text("It was not used within 7 days, or what it led to has been deleted since."),
        ways=(
            Way(words.text("Subscribe by e-mail"), at.paths.subscribe),
            Way(words.text("To the first page"), at.paths.home),
        ),
    )


def broken(at: Setting) -> NoticeContext:
    """Return the page of a link that is not ours."""
    words = at.words
    return _notice(
        at,
        words.text("This link does not work"),
        words.text("Perhaps the mail program cut it in two: copy the whole of it from the mail."),
        ways=(Way(words.text("To the first page"), at.paths.home),),
    )


def _coming(at: Setting, who: Who) -> str:
    if who.entered is None:
        return ""
    return at.words.text(
        "The dates will come to you {often}, whenever there is something to tell.",
        often=often(who.entered.cadence, at.words),
    )


def _facts(at: Setting, who: Who) -> tuple[Fact, ...]:
    return () if who.entered is None else facts(who.entered, at.view, at.words)


def _notice(
    at: Setting,
    title: str,
    lead: str,
    *texts: str,
    facts: tuple[Fact, ...] = (),
    question: str = "",
    choices: tuple[Choice, ...] = (),
    buttons: Sequence[Button] = (),
    ways: tuple[Way, ...] = (),
) -> NoticeContext:
    return NoticeContext(
        frame=frame(at.view, at.words, at.path_in, title, private=True),
        title=title,
        lead=lead,
        texts=tuple(text for text in texts if text),
        facts=facts,
        question=question,
        choices=choices,
        buttons=tuple(buttons),
        ways=ways,
    )
