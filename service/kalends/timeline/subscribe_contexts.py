"""What the template of the page to subscribe sees; an interface like those beside it."""

from __future__ import annotations

from dataclasses import dataclass

from kalends.model import Phrase
from kalends.timeline.contexts import Frame, Subscription
from kalends.timeline.mail_contexts import Fields


@dataclass(frozen=True, slots=True)
class Code:
    """The address of the page as a QR code (ISO/IEC 18004).

    Attributes:
        size: Modules of a side, with the quiet zone of four on each.
        path: The dark modules, as the `d` of an SVG path drawn with a line one wide.
    """

    size: int
    path: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named feed.

    Attributes:
        page: The path of the page to subscribe to it, "" where it has none.
    """

    page: str
    calendar: Subscription


@dataclass(frozen=True, slots=True)
class Told:
    """Something that an issue would tell.

    Attributes:
        title: With the number: "Victory Day (1945): 80th anniversary".
        path: Of the event's page.
        when: "Sunday, 9 May 2027".
        distance: "in 181 days", "" where it has no day.
    """

    title: Phrase
    path: str
    when: str
    distance: str


@dataclass(frozen=True, slots=True)
class NextIssue:
    """The next issue of a weekly digest that has something to tell.

    Attributes:
        day: It would come on: "Monday, 30 November 2026".
        soon: It is the very next.
        subject: "" where nothing is to be told within a year; then there are no lines.
        more: How many lines are left out.
    """

    day: str
    soon: bool
    subject: str
    lines: tuple[Told, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SubscribeContext:
    """`pages/subscribe.html`.

    Attributes:
        only: What the page is narrowed to, in words; "" for everything.
        everything: The path of the page for everything.
        calendar: How to subscribe to it.
        download: The path of the same as a file.
        code: The address of this page.
        feeds: The other named ones.
        action: The path that the form is sent to.
        fields: None where the site sends no mail, or takes no forms.
        issue: None where the site sends no mail.
    """

    frame: Frame
    only: str
    everything: str
    calendar: Subscription
    download: str
    code: Code
    feeds: tuple[Part, ...]
    action: str
    fields: Fields | None
    issue: NextIssue | None
