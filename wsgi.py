"""For WSGI servers: `wsgi:app`, with the settings of the environment."""

from __future__ import annotations

from certflow.app import create_app
from certflow.config import read_config

app = create_app(read_config())
