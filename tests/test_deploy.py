"""``deploy/``: each file is what its reader takes, as far as that can be told here, and asks for nothing that jixiao does not have."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from etl.messages import catalogue
from etl.settings import PREFIX, Settings
from tests.cli import ROOT, jixiao

DEPLOY = ROOT / "deploy"
FILES = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()]
OF_NIGHTLY = {"JIXIAO_PROMETHEUS", "JIXIAO_INBOX", "JIXIAO_POSTGRES_PASSWORD", "JIXIAO_POSTGRES_PORT"}


def loaded(path: Path) -> Any:
    yaml = pytest.importorskip("yaml", reason="PyYAML (the test extra) reads the file")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_every_setting_that_is_named_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | OF_NIGHTLY
    named = {name for path in FILES for name in re.findall(r"\bJIXIAO_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert len(named) >= 5
    assert sorted(named - known) == []


def test_every_command_that_is_named_exists() -> None:
    named = {word for path in FILES for word in re.findall(r"\bjixiao (load|status|doctor|db \w+)\b", path.read_text(encoding="utf-8"))}
    assert named >= {"load", "status"}
    for command in named:
        assert f"{command.replace(' ', '.')}.help" in catalogue() or command.replace(" ", ".") in catalogue()


def test_the_night_ends_with_the_code_of_the_load(tmp_path: Path) -> None:
    command = tmp_path / "jixiao"
    command.write_text('#!/bin/sh\necho "$@" >> "$HERE/said"\n[ "$1" = load ] && exit 3\nexit 0\n')
    command.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HERE": str(tmp_path), "JIXIAO_PROMETHEUS": "/x/j.prom"}
    done = subprocess.run(["/bin/sh", str(DEPLOY / "nightly.sh"), "in box", "--year", "2024"], env=environment, check=False)
    assert done.returncode == 3
    assert (tmp_path / "said").read_text() == "load in box --year 2024 --log json\nstatus --prometheus /x/j.prom\n"
    assert (DEPLOY / "nightly.sh").stat().st_mode & 0o111


def test_the_cron_line() -> None:
    lines = [line for line in (DEPLOY / "cron/jixiao").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    jobs = [line for line in lines if not re.match(r"[A-Z]+=", line)]
    assert len(jobs) == 1
    minute, hour, day, month, weekday, user, command = jobs[0].split(maxsplit=6)
    assert 0 <= int(minute) < 60 and 0 <= int(hour) < 24 and (day, month, weekday, user) == ("*", "*", "*", "jixiao")
    assert "%" not in command  # a percent sign ends a line of cron
    assert shlex.split(command)
    assert subprocess.run(["/bin/sh", "-n", "-c", command], check=False).returncode == 0


def test_the_systemd_units(tmp_path: Path) -> None:
    service = (DEPLOY / "systemd/jixiao-load.service").read_text(encoding="utf-8")
    timer = (DEPLOY / "systemd/jixiao-load.timer").read_text(encoding="utf-8")
    for line in (service + timer).splitlines():
        assert not line or line.startswith("#") or re.fullmatch(r"\[\w+\]", line) or re.fullmatch(r"[A-Z]\w+=.+", line), line
    assert "Type=oneshot" in service and "NoNewPrivileges=yes" in service and "SuccessExitStatus=1" in service
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here: only the form of the lines was checked")
    for name, text in (("jixiao-load.service", service.replace("/opt/jixiao/nightly.sh", "/bin/true").replace("User=jixiao", "User=root")),
                       ("jixiao-load.timer", timer)):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "jixiao-load.timer"), str(tmp_path / "jixiao-load.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "jixiao-load" in line]
    assert (done.returncode, ours) == (0, []), done.stderr
    calendar = re.findall(r"OnCalendar=(.+)", timer)[0]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0


def test_the_cronjob() -> None:
    job = loaded(DEPLOY / "kubernetes/cronjob.yaml")
    assert (job["apiVersion"], job["kind"], job["spec"]["concurrencyPolicy"]) == ("batch/v1", "CronJob", "Forbid")
    assert re.fullmatch(r"\d+ \d+ \* \* \*", job["spec"]["schedule"]) and job["spec"]["timeZone"] == "Asia/Shanghai"
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["restartPolicy"] == "Never" and pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    rule = job["spec"]["jobTemplate"]["spec"]["podFailurePolicy"]["rules"][0]["onExitCodes"]
    assert rule["containerName"] == container["name"] and rule["values"] == sorted(rule["values"])
    secrets = [entry for entry in container["env"] if "URL" in entry["name"]]
    assert secrets and all("value" not in entry for entry in secrets)


def test_the_compose_service_fits_the_database_of_docker_compose() -> None:
    service, base = loaded(DEPLOY / "compose.yml")["services"]["load"], loaded(ROOT / "docker-compose.yml")
    assert set(service["depends_on"]) <= set(base["services"])
    assert (ROOT / service["build"]["dockerfile"]).is_file()
    assert re.search(r"\$\{JIXIAO_POSTGRES_PASSWORD:\?", service["environment"]["JIXIAO_DATABASE_URL"])
    assert base["services"]["postgres"]["environment"]["POSTGRES_USER"] in service["environment"]["JIXIAO_DATABASE_URL"]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]


def test_the_image_copies_what_there_is() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert (ROOT / "deploy/nightly.sh").is_file() and "deploy/nightly.sh" in text
    assert re.search(r"^USER \d+$", text, re.M) and re.search(r"^FROM python:3\.1[1-4]", text, re.M)


def test_the_image_s_health_is_a_command_that_tells_the_truth(tmp_path: Path) -> None:
    """What the image runs to ask for its health ends with 1 where the database is away, and says so."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    found = re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", text, re.M)
    assert found
    program, *arguments = json.loads(found[1])
    assert program == "jixiao"
    away = jixiao(*arguments, home=tmp_path, JIXIAO_DATABASE_URL="postgresql://nobody@127.0.0.1:9/jixiao")
    assert away.code == 1
    assert "127.0.0.1:9" in away.out


def test_the_image_is_built_without_history_and_secrets() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv", ".env"} <= set(ignored)
