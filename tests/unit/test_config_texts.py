"""Texts of kalends.toml hold no signs that steer a screen or a file, as those of lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalends.config import settings
from kalends.errors import SettingsError


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (r'title = "a\u0007b"', "the control character U+0007"),
        (r'title = "\u001b[31m"', "the control character U+001B"),
        (r'title = "a\rb"', "a line break"),
        (r'title = "a\u2028b"', "a line break"),
        (r'description = {en = "a\u0085b"}', "a line break"),
        (r'title = "\u200b"', "empty"),
        ('title = {"" = "A", en = "B"}', "a language without a name"),
    ],
)
def test_signs_that_are_no_text_are_refused(tmp_path: Path, written: str, told: str) -> None:
    """TOML can write them as escapes; feeds, pages and mails would carry them on."""
    (tmp_path / "events").mkdir()
    (tmp_path / "kalends.toml").write_text(f"[site]\n{written}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=told.replace("+", r"\+")):
        settings(tmp_path)
