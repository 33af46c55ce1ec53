"""The embedded server: any locale, any path, many processes, killed and found again, private, and clear about what is wrong."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from etl.load import cluster, server
from etl.load.errors import DatabaseUnreachable

START = "import sys; from pathlib import Path; from etl.load import server; print(server.start(Path(sys.argv[1])).pid)"


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own, in a folder with blanks, quotes and Chinese letters in its name."""
    folder = Path(tempfile.mkdtemp(prefix="jx 绩效'$", dir="/tmp"))
    yield folder / "home"
    server.stop(folder / "home")
    shutil.rmtree(folder)


def ask(address: server.Address, query: str) -> object:
    with psycopg.connect(address.url()) as connection:
        return connection.execute(query).fetchone()[0]  # type: ignore[arg-type,index]


def kill(pid: int) -> None:
    """Kill a server and wait until it is gone, or a zombie."""
    os.kill(pid, signal.SIGKILL)
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.02)


def test_start_find_stop(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("LC_ALL", "zh_CN.GB18030")
    monkeypatch.setenv("PGPORT", "6000")
    assert not server.status(home).running
    assert not server.stop(home)
    address = server.start(home)
    assert server.start(home) == address == server.status(home).address
    assert ask(address, "SELECT current_database() || current_user || current_setting('server_version_num')::int / 10000") == "jixiaopostgres18"
    assert ask(address, "SELECT datlocprovider::text || datcollate || datlocale FROM pg_database WHERE datname = 'jixiao'") == "bCC.UTF-8"
    assert ask(address, "SHOW listen_addresses") == ""
    for path in (home, cluster.data_folder(home)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((address.folder / f".s.PGSQL.{address.port}").stat().st_mode) == 0o700
    assert server.stop(home)
    assert not server.status(home).running
    assert not server.stop(home)


def test_a_path_too_long_for_a_socket(home: Path) -> None:
    deep = home.parent / ("很长的名字" * 8) / "home"
    address = server.start(deep)
    try:
        assert address.folder.parent == Path("/tmp")
        assert stat.S_IMODE(address.folder.stat().st_mode) == 0o700
        assert ask(address, "SELECT 1") == 1
        assert server.start(deep) == address
    finally:
        server.stop(deep)
    assert not address.folder.exists()


def test_the_short_socket_folder_is_refused_if_it_is_not_ours(home: Path, tmp_path: Path) -> None:
    deep = home.parent / ("很长的名字" * 8) / "home"
    user = cluster.server_user()
    short = cluster.short_folder(deep, user.uid if user else os.geteuid())
    short.symlink_to(tmp_path)
    try:
        with pytest.raises(DatabaseUnreachable, match="jixiao-"):
            server.start(deep)
    finally:
        short.unlink()


def test_killed_and_found_again(home: Path) -> None:
    address = server.start(home)
    with psycopg.connect(address.url()) as connection:
        connection.execute("CREATE TABLE kept (x int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    kill(address.pid)
    again = server.start(home)
    assert again.pid != address.pid
    assert ask(again, "SELECT x FROM kept") == 7


def test_a_stale_pid_file_whose_number_another_process_has(home: Path) -> None:
    address = server.start(home)
    kill(address.pid)
    file = cluster.data_folder(home) / "postmaster.pid"
    file.write_text("\n".join([str(os.getpid()), *file.read_text().splitlines()[1:]]) + "\n")
    assert not server.status(home).running
    assert ask(server.start(home), "SELECT 1") == 1


def test_two_processes_at_once_start_one_server(home: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", START, str(home)], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert len({process.communicate(timeout=60)[0].strip() for process in running}) == 1
    assert server.status(home).running  # and it outlives those that started it


def test_a_home_that_cannot_be_written_is_one_clear_error(home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be")
    with pytest.raises(DatabaseUnreachable, match="JIXIAO_HOME") as caught:
        server.start(home)
    assert "\n" not in str(caught.value)
    home.unlink()


def test_what_the_log_says_is_told(home: Path) -> None:
    address = server.start(home)
    server.stop(home)
    with (cluster.data_folder(home) / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    assert not psutil.pid_exists(address.pid) or psutil.Process(address.pid).status() == psutil.STATUS_ZOMBIE
    with pytest.raises(DatabaseUnreachable, match=r"no_such_setting|FATAL"):
        server.start(home)


def test_data_of_another_version_are_not_touched(home: Path) -> None:
    server.start(home)
    server.stop(home)
    (cluster.data_folder(home) / "PG_VERSION").write_text("17\n")
    with pytest.raises(DatabaseUnreachable, match="17"):
        server.start(home)
