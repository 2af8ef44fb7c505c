"""Settings: read once, typed, all problems told together."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from certflow.config import Misconfigured, read_config


def problems(**environment: str) -> tuple[str, ...]:
    with pytest.raises(Misconfigured) as wrong:
        read_config({f"CERTFLOW_{name}": value for name, value in environment.items()})
    return wrong.value.problems


def test_without_any_setting_everything_has_a_safe_default() -> None:
    config = read_config({})

    assert config.data.is_absolute()
    assert config.data.name == "var"
    assert config.database_url == f"sqlite:///{config.data}/certflow.sqlite"
    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.session_idle == timedelta(minutes=30)
    assert not config.secure


def test_reading_the_settings_touches_nothing(tmp_path: Path) -> None:
    read_config({"CERTFLOW_DATA": str(tmp_path / "data")})

    assert list(tmp_path.iterdir()) == []


def test_every_problem_is_told_at_once() -> None:
    told = problems(PORT="http", WORKERS="0", PUBLIC_URL="example.org", SECRET_KEY="short", INSTANCE="two words")

    assert [problem.split()[0] for problem in told] == [
        "CERTFLOW_PORT",
        "CERTFLOW_SECRET_KEY",
        "CERTFLOW_PUBLIC_URL",
        "CERTFLOW_WORKERS",
        "CERTFLOW_INSTANCE",
    ]


def test_a_slip_in_a_name_is_told_with_the_nearest_setting() -> None:
    assert problems(DATABSE_URL="sqlite:///x") == (
        "CERTFLOW_DATABSE_URL is no setting. Nearest: CERTFLOW_DATABASE_URL.",
    )


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s" * 40 + "\n")

    assert read_config({"CERTFLOW_SECRET_KEY_FILE": str(file)}).secret_key == "s" * 40


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s" * 40)

    assert "both set" in problems(SECRET_KEY="t" * 40, SECRET_KEY_FILE=str(file))[0]


def test_a_secret_never_shows() -> None:
    config = read_config(
        {
            "CERTFLOW_SECRET_KEY": "s" * 40,
            "CERTFLOW_SEAL_PASSPHRASE": "open sesame",
            "CERTFLOW_DATABASE_URL": "postgresql://anna:hunter2@db/certflow",
        }
    )

    assert not any(secret in repr(config) for secret in ("s" * 40, "sesame", "hunter2"))


def test_a_wrong_database_address_is_told_without_its_password() -> None:
    (told,) = problems(DATABASE_URL="mysql://anna:hunter2@db/certflow")

    assert "hunter2" not in told
    assert "PostgreSQL" in told


def test_any_way_to_write_postgresql_leads_to_the_one_driver() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        config = read_config({"CERTFLOW_DATABASE_URL": f"{scheme}://db/certflow"})
        assert config.database_url == "postgresql+psycopg://db/certflow"


def test_a_missing_seal_file_is_told() -> None:
    assert problems(SEAL_PKCS12_FILE="/nowhere/seal.p12") == (
        "CERTFLOW_SEAL_PKCS12_FILE names /nowhere/seal.p12, where no file is.",
    )


def test_the_secret_key_is_made_once_and_for_our_eyes_only(tmp_path: Path) -> None:
    config = read_config({"CERTFLOW_DATA": str(tmp_path / "data")})

    assert config.secret_key == config.secret_key
    assert len(config.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()] == [0o600]
