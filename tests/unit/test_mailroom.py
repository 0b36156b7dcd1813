"""The parts of mail as a command puts them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalends.cli.desk import Desk
from kalends.cli.mailroom import studios
from kalends.digest import confirmation
from kalends.errors import SettingsError
from kalends.model import Cadence


def test_a_mended_template_is_taken_up_by_itself(tmp_path: Path) -> None:
    """One that ships is replaced, mended and given back without a restart."""
    (tmp_path / "events").mkdir()
    own = tmp_path / "templates" / "mail"
    own.mkdir(parents=True)
    studio_of = studios(Desk.at(tmp_path))
    shipped = confirmation(Cadence.WEEKLY, studio_of("en")).text
    assert studio_of("en") is studio_of("en")
    (own / "confirm.txt").write_text("{% if %}")
    with pytest.raises(SettingsError):
        confirmation(Cadence.WEEKLY, studio_of("en"))
    (own / "confirm.txt").write_text("Is it you?\n")
    assert confirmation(Cadence.WEEKLY, studio_of("en")).text == "Is it you?\n"
    (own / "confirm.txt").unlink()
    assert confirmation(Cadence.WEEKLY, studio_of("en")).text == shipped


def test_templates_that_a_site_gets_later_are_taken_up_by_themselves(tmp_path: Path) -> None:
    """The folder itself need not be there when the service starts."""
    (tmp_path / "events").mkdir()
    studio_of = studios(Desk.at(tmp_path))
    shipped = confirmation(Cadence.WEEKLY, studio_of("en")).text
    own = tmp_path / "templates" / "mail"
    own.mkdir(parents=True)
    (own / "confirm.txt").write_text("Is it you?\n")

    assert shipped != confirmation(Cadence.WEEKLY, studio_of("en")).text == "Is it you?\n"
