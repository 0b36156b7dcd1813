"""Lists are read without mercy for faults and without losing a good entry."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalends.dates import Day, MonthDay
from kalends.errors import Severity
from kalends.loading import Loaded, Value, load, restore
from kalends.model import Kind, Site, Source, Status, Tier

BAD = Path(__file__).parent.parent / "data" / "bad"
SITE = Site(
    id="test",
    title={"en": "Dates"},
    languages=("en", "ru"),
    timezone="Asia/Almaty",
    kinds={
        **{name: Kind(name) for name in ("treaty", "visit")},
        "observance": Kind("observance", observance=True),
    },
    tags={"space": {"en": "Space"}, "border": {"en": "Border"}},
)
HEAD = "events:\n"
SOURCES = "    sources: [{title: Source, url: https://example.org/}]\n"
GOOD = f"  - id: good\n    date: 2005-01-18\n    title: Good\n    kind: treaty\n{SOURCES}"

Read = Callable[[str], Loaded]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return `read(yaml)`, which loads one list."""

    def read(text: str) -> Loaded:
        (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
        return load(tmp_path, SITE, tmp_path)

    return read


def entry(**fields: str) -> str:
    """Return the YAML of an entry with these fields beside the ones it must have."""
    given = {"id": "it", "date": "2005-01-18", "title": "It", "kind": "treaty", **fields}
    lines = "\n    ".join(f"{name}: {value}" for name, value in given.items())
    return f"{HEAD}  - {lines}\n{SOURCES}"


def messages(loaded: Loaded) -> list[str]:
    """Return what the errors say."""
    return [problem.message for problem in loaded.errors]


def test_every_fault_of_every_broken_file_is_named_with_its_place_and_remedy(
    golden: Callable[[str, str], None],
) -> None:
    """Each file of tests/data/bad gives the errors of tests/golden/bad.txt, in one run."""
    loaded = load(BAD, SITE, BAD)
    golden("bad.txt", "".join(f"{problem}\n" for problem in loaded.errors))


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_broken_file_has_an_error_with_a_line(path: Path) -> None:
    """There is no broken file that passes, and no fault without a place."""
    loaded = load(path, SITE, BAD)
    assert loaded.errors
    assert all(problem.line and problem.column for problem in loaded.errors)
    assert {problem.path.name for problem in loaded.errors} == {path.name}


def test_a_faulty_entry_leaves_the_others_standing() -> None:
    """The good first event of each broken file whose YAML can be read at all is there."""
    ids = set(load(BAD, SITE).catalogue.events)
    lost = {"file-control-character", "file-line-separator", "file-nul", "file-cp1251"}
    lost |= {"file-utf-16", "file-no-events", "file-empty", "file-text", "file-events-mapping"}
    lost |= {"yaml-billion-laughs", "file-utf-16-no-mark", "file-next-line"}
    assert {f"good-{path.stem}" for path in BAD.glob("*.yaml") if path.stem not in lost} <= ids


def test_a_syntax_error_costs_one_entry(read: Read) -> None:
    """An open quotation mark swallows its own entry, not those before and after it."""
    text = HEAD + GOOD + '\n  - id: open\n    title: "Open\n\n' + GOOD.replace("good", "last")
    loaded = read(text)
    assert set(loaded.catalogue.events) == {"good", "last"}
    assert [(p.line, p.entry) for p in loaded.errors] == [(9, "open")]
    assert loaded.broken == {"open"}


def test_every_field_arrives_in_the_event(read: Read) -> None:
    """A full entry keeps all that it says."""
    loaded = read(
        """\
events:
  - id: full
    date: 1731-10-10
    calendar: julian
    title: {en: Oath, ru: Присяга}
    short: {en: Oath}
    summary: In the steppe.
    note: {en: Disputed.}
    kind: treaty
    tags: [border, space, border]
    place: {name: {en: Steppe}, country: [KZ, RU], lat: 50.5, lon: -60}
    observed: 10-21
    counts_from: 1732
    leap: mar1
    milestones: {jubilee: 35, five: [7, 8]}
    weight: 5
    alternatives:
      - {date: 1731-10-11, note: Another day}
    formerly: [older, old]
    status: disputed
    unreviewed: [ru]
    image: {url: "https://example.org/a.png", alt: A tent, credit: A. Painter}
    publish_after: 2027-01-01
    draft: true
    sources:
      - {title: Source, url: "https://example.org/?a=1#b", publisher: Library}
"""
    )
    assert not loaded.errors
    event = loaded.catalogue["full"]
    assert event.date.earliest == Day(1731, 10, 21)
    assert str(event.written) == "1731-10-10"
    assert event.old_style
    assert event.title == {"en": "Oath", "ru": "Присяга"}
    assert event.summary == {"en": "In the steppe."}
    assert event.tags == ("border", "space")
    assert event.place is not None
    assert (event.place.countries, event.place.lat, event.place.lon) == (("KZ", "RU"), 50.5, -60)
    assert event.periods[0].observed == MonthDay(10, 21)
    assert event.milestones == {Tier.JUBILEE: (35,), Tier.FIVE: (7, 8)}
    assert event.status is Status.DISPUTED
    assert event.formerly == ("older", "old")
    assert str(event.alternatives[0].date) == "1731-10-11"
    assert event.sources == (Source("Source", "https://example.org/?a=1#b", "Library"),)
    assert event.publish_after == datetime(2026, 12, 31, 19, tzinfo=UTC)  # midnight in Almaty
    assert event.origin is not None
    assert event.origin.line == 2
    assert not event.observance


@pytest.mark.parametrize(
    ("fields", "observance"),
    [
        ({}, False),
        ({"observed": "04-12"}, False),  # the day kept of one event
        ({"until": "2030"}, False),
        ({"observed": "04-12", "since": "1962"}, True),
        ({"rule": "FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU"}, True),
        ({"rules": "[{observed: 10-25}]"}, True),
        ({"dates": "[2027-05-16]"}, True),
    ],
)
def test_what_has_its_own_days_is_a_custom(
    read: Read, fields: dict[str, str], observance: bool
) -> None:
    """A rule, a list of dates or a first year makes an entry an observance."""
    loaded = read(entry(**fields))
    assert not loaded.errors
    assert loaded.catalogue["it"].observance is observance


def test_bare_years_and_words_that_yaml_would_turn_stay_text(read: Read) -> None:
    """`1594`, `no` and `1992-05-25` are what they look like."""
    loaded = read(entry(date="1594", title="no", counts_from="1600", since="1601"))
    event = loaded.catalogue["it"]
    assert (str(event.date), event.title["en"]) == ("1594", "no")


@pytest.mark.parametrize(
    ("fields", "place", "remedy"),
    [
        ({"kind": "treety"}, "kind", "did you mean 'treaty'?"),
        ({"tags": "[spase]"}, "tags.0", "did you mean 'space'?"),
        ({"tags": "[zebra]"}, "tags.0", "declare it under [tags] in kalends.toml"),
        ({"timezone": "Asia/Almaty"}, "timezone", "delete `timezone`"),
        ({"title": "{en: It, de: Es}"}, "title.de", "one of en, ru"),
    ],
)
def test_what_means_nothing_on_this_site_is_a_warning(
    read: Read, fields: dict[str, str], place: str, remedy: str
) -> None:
    """They are named with a suggestion, and the event stands."""
    loaded = read(entry(**fields))
    found = {problem.field: problem for problem in loaded.problems}
    assert found[place].remedy == remedy
    assert found[place].severity is Severity.WARNING
    assert "it" in loaded.catalogue.events


def test_a_site_that_declares_nothing_takes_any_kind_and_tag(tmp_path: Path) -> None:
    """Without a vocabulary there is nothing to warn of."""
    (tmp_path / "list.yaml").write_text(entry(kind="whatever", tags="[anything]"))
    assert not load(tmp_path, Site(id="x", title={"en": "X"})).problems


def test_a_former_id_that_lives_is_taken_from_who_claims_it(read: Read) -> None:
    """Or two events would come under one identity into one calendar."""
    loaded = read(entry(formerly="good") + GOOD)
    assert messages(loaded) == ["the id of another event"]
    assert loaded.catalogue["it"].formerly == ()


def test_a_missing_translation_is_a_warning(read: Read) -> None:
    """The languages that lack a title are named."""
    (problem,) = read(entry()).problems
    assert (problem.field, problem.message) == ("title", "no translation into ru")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{a: " * 200_000,
        HEAD + "  - " + "- " * 200_000,
        HEAD + "  - " + "? " * 200_000,
        "\n".join(" " * depth + "a:" for depth in range(2000)),
        "[\n" * 200_000,
    ],
    ids=["flow", "flow mappings", "block", "block keys", "indentation", "lines"],
)
def test_a_nesting_bomb_is_one_problem(read: Read, text: str) -> None:
    """However it is written, it neither crashes the parser nor takes long."""
    loaded = read(text)
    assert [problem.message for problem in loaded.errors] == ["nested more than 50 deep"]


def test_many_brackets_in_texts_are_no_nesting(read: Read) -> None:
    """A hundred unclosed brackets in prose are prose."""
    assert not read(entry(summary='"' + "[sic " * 100 + '"')).errors


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    """They are what some editors write."""
    text = entry().replace("\n", "\r\n")
    (tmp_path / "list.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    loaded = load(tmp_path, SITE)
    assert not loaded.errors
    assert loaded.catalogue["it"].title == {"en": "It"}


def test_an_empty_list_is_fine(read: Read) -> None:
    """`events:` alone is a list that has not begun."""
    assert not read(HEAD).problems


def test_what_follows_an_event_that_is_broken_goes_on_following_it(read: Read) -> None:
    """A slip in one event is no change of another, and its id is not said to be missing."""
    text = entry(id="later", follows="[it]") + entry(date="1990-05-0").removeprefix(HEAD)
    loaded = read(text)
    assert loaded.catalogue["later"].follows == ("it",)
    assert [problem.field for problem in loaded.errors] == ["date"]


def test_an_id_of_a_broken_entry_is_taken(read: Read) -> None:
    """The second entry of that id does not step into its place: both count as broken."""
    loaded = read(entry(date="1990-05-0") + entry().removeprefix(HEAD))
    assert [problem.field for problem in loaded.errors] == ["date", "id"]
    assert "list.yaml:2" in loaded.errors[1].message
    assert not loaded.catalogue.events
    assert loaded.broken == {"it"}


def test_a_broken_entry_with_the_id_of_a_sound_one_leaves_that_standing(read: Read) -> None:
    """Its own faults are named, and that its id is another's."""
    loaded = read(entry() + entry(date="1990-05-0").removeprefix(HEAD))
    assert [problem.field for problem in loaded.errors] == ["id", "date"]
    assert list(loaded.catalogue.events) == ["it"]


def test_prose_may_have_lines_and_letters_of_every_script(read: Read) -> None:
    """Only signs that steer a screen or a file are refused, not what writing needs."""
    texts = '"two\n lines\t\u200fעברית\u200e می\u200cخواهم 👩\u200d🚀"'
    assert not read(entry(summary=texts)).errors


def test_the_place_of_a_fault_is_fit_to_be_printed(read: Read) -> None:
    """A key that would steer the screen is spelled out."""
    (problem,) = read(entry(**{'"a\\e[31m"': "1"})).errors
    assert problem.field == "a\\x1b[31m"


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "XXXX-03-21", "days": "3"},
        {"date": "2010-03-21", "since": "2010", "days": "3"},
        {"date": "2010-03-21", "kind": "observance", "days": "3"},
        {"date": "2010-03", "observed": "03-21", "days": "3"},
        {"rule": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21", "days": "3"},
        {"date": "2010-03-21", "days": "1"},
        {"date": "2010-03-21", "until": "2010"},
    ],
)
def test_a_custom_has_a_length_and_a_last_year(read: Read, fields: dict[str, str]) -> None:
    """`days` is for what is kept on days of its own; the year of the date may be the last."""
    assert not read(entry(**fields)).errors


ENDLESS = {
    "control characters": HEAD + "\x07 text" * 40_000,
    "merge conflicts": HEAD + "<<<<<<< HEAD\n" * 40_000,
    "tabs": entry() + "\tweight: 3\n" * 40_000,
    "stray lines": entry() + "stray\n" * 40_000,
    "unknown fields": entry() + "".join(f"    f{i}: 1\n" for i in range(40_000)),
    "fields twice": entry() + "    id: it\n" * 40_000,
    "aliases": HEAD + "  - &a x\n  - [" + "*a, " * 40_000 + "]\n",
    "blanks": HEAD + "  " * 40_000 + "x\n",
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_a_file_full_of_faults_names_the_first_of_them(read: Read, text: str) -> None:
    """Twenty are enough to go on with, the others are counted; all of it takes seconds at most."""
    begin = time.process_time()
    loaded = read(text)
    assert time.process_time() - begin < 10
    assert 1 <= len(loaded.errors) <= 24


def test_the_faults_that_are_not_named_are_counted(read: Read) -> None:
    """Their number stands at the place of the first that is left out."""
    problems = read(HEAD + "\x07\n" * 1_020).errors
    assert problems[-1].message == "and 1,000 more"
    assert (problems[-1].line, problems[-1].column) == (22, 1)


def test_the_last_good_version_is_read_again_from_its_plain_values(read: Read) -> None:
    """What was kept gives the same event; what no longer validates is left out."""
    loaded = read(entry(tags="[space]"))
    kept: dict[str, dict[str, Value]] = {**loaded.entries, "broken": {"id": "broken"}}
    assert list(restore(kept, SITE)) == [loaded.catalogue["it"]]


def test_faults_of_one_entry_are_all_named_at_once(read: Read) -> None:
    """Nobody has to run the check twice to see the second fault."""
    loaded = read(entry(date="2016-13-08", weight="9", sorces="[]"))
    assert len(loaded.errors) == 3


YAML_LIKE = st.text(
    alphabet=st.sampled_from(list("ab:-[]{}'\"\n #&*!|>%@`?,\t0123\\éЖ\u2028\x00")), max_size=80
)


@given(YAML_LIKE)
def test_no_text_makes_the_loader_raise(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Whatever stands in a list, the answer is events and problems."""
    path = tmp_path_factory.mktemp("list") / "list.yaml"
    path.write_bytes((HEAD + "  - id: x\n    " + text).encode())
    load(path, SITE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
FIELDS = st.sampled_from(["id", "date", "title", "tags", "place", "sources", "rules", "dates"])


@given(st.dictionaries(FIELDS, JSON, min_size=1))
def test_no_value_of_a_field_makes_the_loader_raise(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, object]
) -> None:
    """A list where a text belongs, a number, a mapping: a problem at most."""
    import json

    path = tmp_path_factory.mktemp("list") / "list.yaml"
    path.write_text(json.dumps({"events": [fields]}))
    assert load(path, SITE).problems
