"""List what waits for a decision beside the steps: waivers, other means, issues.

Why: an inbox must find them without reading every dossier.
Check: `SELECT count(*) FROM matter` answers; `certflow rebuild` fills it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "matter",
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("since_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.dossier"], name=op.f("fk_matter_dossier")),
        sa.PrimaryKeyConstraint("matter", name=op.f("pk_matter")),
    )
    op.create_index("ix_matter_waiting_since_seq", "matter", ["waiting", "since_seq"], unique=False)
