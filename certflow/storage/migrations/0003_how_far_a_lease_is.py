"""Let whoever holds a lease say how far the work is.

Why: people who wait for a long record see it move; it is a hint beside the facts, and nothing goes by it.
Check: `SELECT done, parts FROM lease` answers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("lease", sa.Column("done", sa.Integer(), nullable=True))
    op.add_column("lease", sa.Column("parts", sa.Integer(), nullable=True))
