"""Every address says who may come in."""

from __future__ import annotations

from pathlib import Path


def test_every_route_is_guarded_or_open_to_all(tmp_path: Path) -> None:
    from certflow.app import create_app
    from certflow.config import read_config
    from certflow.web.guards import guard_of

    app = create_app(read_config({"CERTFLOW_DATA": str(tmp_path)}))
    silent = [rule.rule for rule in app.url_map.iter_rules() if guard_of(app.view_functions[rule.endpoint]) is None]

    assert len(app.view_functions) > 10
    assert silent == []
