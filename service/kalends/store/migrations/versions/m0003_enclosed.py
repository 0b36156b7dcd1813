"""The file that comes with a reminder is frozen with its edition.

Editions made before have none, and their file is made when they are sent.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("edition", sa.Column("calendar", sa.Text))
