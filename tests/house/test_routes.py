"""Every address says who may come in."""

from __future__ import annotations

from pathlib import Path

from certflow.app import create_app
from certflow.cli.migrate import prepare
from certflow.config import read_config
from certflow.web.guards import guard_of


def test_every_route_is_guarded_or_open_to_all(tmp_path: Path) -> None:
    config = read_config({"CERTFLOW_DATA": str(tmp_path)})
    prepare(config)
    app = create_app(config)

    silent = [rule.rule for rule in app.url_map.iter_rules() if guard_of(app.view_functions[rule.endpoint]) is None]

    assert len(app.view_functions) > 10
    assert silent == []
