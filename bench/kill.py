"""Kill the worker that delivers, again and again: `./dev bench kill [KILLS] [READERS]`.

20 × kill -9 over 10,000 readers, resending what is in doubt and holding it, through a server
of the tests that counts every copy. Prints who got nothing, who got more than one copy, and
how many may by the design: connections × window for each kill.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.integration.killing import CONNECTIONS, WINDOW, deliver_and_kill


def main(kills: int, readers: int) -> None:
    """Print what each way costs."""
    for on_doubt in ("resend", "hold"):
        with TemporaryDirectory() as folder:
            toll = deliver_and_kill(Path(folder), on_doubt, kills, readers)
        most = kills * CONNECTIONS * WINDOW
        print(
            f"{on_doubt}: {kills} kills over {readers:,} readers in {toll.seconds:.0f} s: "
            f"{toll.lost} lost, {toll.duplicates} copies too many, {toll.held} held "
            f"(at most {most} in doubt; {toll.duplicates / kills:.1f} copies too many a kill)"
        )


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:3]]
    main(*asked, *[20, 10_000][len(asked) :])
