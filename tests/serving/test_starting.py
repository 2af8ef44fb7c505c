"""The first page waits for nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

from certflow.config import ROOT

#: what changes a schema, signs and draws records, reads checklists and draws workbooks
LATER = {"alembic", "pyhanko", "weasyprint", "pikepdf", "pydantic", "cel_expr_python", "xlsxwriter"}


def test_the_site_is_built_without_what_only_later_pages_need() -> None:
    loading = (
        "import certflow.app, certflow.actions.demo, sys; print(*{each.partition('.')[0] for each in sys.modules})"
    )

    done = subprocess.run([sys.executable, "-c", loading], cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert "flask" in loaded
    assert LATER & loaded == set()
