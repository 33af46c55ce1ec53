"""docker-compose.yml: a pinned PostgreSQL that we support, a password that must be given, a health check, a named volume at the right place."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from etl.load.database import OLDEST

yaml = pytest.importorskip("yaml", reason="PyYAML (the test extra) reads the file")
FILE = Path(__file__).resolve().parents[2] / "docker-compose.yml"


@pytest.fixture(scope="module")
def postgres() -> dict[str, Any]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert set(found) <= {"name", "services", "volumes", "networks", "configs", "secrets", "include"}
    return dict(found["services"]["postgres"])


def test_the_image_is_pinned_to_a_major_that_we_support(postgres: dict[str, Any]) -> None:
    pinned = re.fullmatch(r"postgres:(\d+)(\.\d+)?(-\w+)?", postgres["image"])
    assert pinned
    assert int(pinned[1]) >= OLDEST


def test_the_password_comes_from_the_environment_and_has_no_default(postgres: dict[str, Any]) -> None:
    assert re.fullmatch(r"\$\{JIXIAO_POSTGRES_PASSWORD:\?[^}]+\}", postgres["environment"]["POSTGRES_PASSWORD"])
    assert "POSTGRES_HOST_AUTH_METHOD" not in postgres["environment"]


def test_health_volume_and_loopback(postgres: dict[str, Any]) -> None:
    assert "pg_isready" in postgres["healthcheck"]["test"]
    volume, _, place = postgres["volumes"][0].partition(":")
    assert volume in yaml.safe_load(FILE.read_text(encoding="utf-8"))["volumes"]
    # Since 18 the image keeps its data in a folder of the version's own below this one; before, in /data.
    assert place == ("/var/lib/postgresql" if int(re.findall(r"\d+", postgres["image"])[0]) >= 18 else "/var/lib/postgresql/data")
    assert all(port.startswith("127.0.0.1:") for port in postgres["ports"])


def test_compose_itself_accepts_it() -> None:
    if shutil.which("docker") is None:
        pytest.skip("no docker here")
    command = ["docker", "compose", "--file", str(FILE), "config", "--quiet"]
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("no docker compose here")
    environment = {name: value for name, value in os.environ.items() if name != "JIXIAO_POSTGRES_PASSWORD"}
    assert subprocess.run(command, capture_output=True, check=False, env={**environment, "JIXIAO_POSTGRES_PASSWORD": "x"}).returncode == 0
    missing = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert missing.returncode != 0
    assert "JIXIAO_POSTGRES_PASSWORD" in missing.stderr
