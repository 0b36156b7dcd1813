"""Builds the static site of 2,000 events in three languages: whole, unchanged, after an edit.

Run by hand: `./dev bench build [EVENTS]`. Each is `kalends build` as a process of its own, as
cron starts it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

EVENTS = 2_000
TOML = """\
[site]
id = "bench"
title = {en = "Dates", ru = "Даты", kk = "Даталар"}
languages = ["en", "ru", "kk"]
base_url = "https://dates.example.org"
[kinds]
treaty = {title = {en = "Treaties", ru = "Договоры", kk = "Шарттар"}}
visit = {title = {en = "Visits", ru = "Визиты", kk = "Сапарлар"}}
"""
ENTRY = """\
  - id: event-{n:04}
    date: {day}
    title: {{en: Treaty no. {n} on trade, ru: Договор № {n} о торговле, kk: № {n} сауда шарты}}
    summary:
      en: "Signed in Almaty, it set out how both sides trade, travel and settle disputes."
      ru: "Подписан в Алма-Ате: определил порядок торговли, поездок и разрешения споров."
      kk: "Алматыда қол қойылған: сауда, сапар және дауларды шешу тәртібін белгіледі."
    kind: {kind}
    weight: {weight}
    sources:
      - {{title: "Treaties, volume {volume}", url: "https://treaties.example/{n}"}}
"""


def write_list(site: Path, count: int) -> None:
    """Write the settings and the list."""
    (site / "events").mkdir()
    (site / "kalends.toml").write_text(TOML, encoding="utf-8")
    entries = (
        ENTRY.format(
            n=n,
            day=date(1900, 1, 2) + timedelta(days=n * 23),
            kind="visit" if n % 3 else "treaty",
            weight=n % 6,
            volume=n // 100,
        )
        for n in range(count)
    )
    (site / "events" / "list.yaml").write_text("events:\n" + "".join(entries), encoding="utf-8")


def build(site: Path) -> tuple[float, str]:
    """Build the site; return the seconds it took and what it said."""
    words = [sys.executable, "-m", "kalends", "build", "out", "--site", "."]
    start = time.perf_counter()
    done = subprocess.run(words, cwd=site, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stdout.strip()


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        write_list(site, count)
        for name in ("whole", "unchanged", "unchanged"):
            print(f"{name:<12}{'{:6.2f} s  {}'.format(*build(site))}")
        path = site / "events" / "list.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Treaty no. 7 on", "Treaty no. 7 about"), encoding="utf-8")
        print(f"{'one edit':<12}{'{:6.2f} s  {}'.format(*build(site))}")
        size = sum(each.stat().st_size for each in (site / "out").rglob("*") if each.is_file())
        print(f"{count:,} events, 3 languages: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
