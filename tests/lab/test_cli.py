"""The `verkstad` command, as it is typed: each test is a process of its own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer
from threading import Thread
from urllib.request import urlopen

import pytest

import lab
from lab.errors import LabError
from lab.serving import AddressNotOurs, PortTaken, claimed
from lab.settings import SettingNotValid, Settings, SettingsNotReadable, read

ROOT = Path(__file__).parent.parent.parent


def verkstad(*typed: object, language: str = "en", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lab.cli", *map(str, typed)],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": language, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


class NoWebPage(StreamRequestHandler):
    """Another program, which answers in words of its own."""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"220 Who are you?\r\n")


@pytest.fixture
def busy_port() -> Iterator[int]:
    with TCPServer(("127.0.0.1", 0), NoWebPage) as other:
        Thread(target=other.serve_forever, args=(0.01,), daemon=True).start()
        yield other.server_address[1]
        other.shutdown()


def test_the_version_is_told() -> None:
    assert verkstad("--version").stdout == f"verkstad {lab.__version__}\n"


def test_settings_are_read_from_typed_words_then_the_environment_then_the_file(tmp_path: Path) -> None:
    (tmp_path / "verkstad.toml").write_text('port = 9001\nhost = "0.0.0.0"\nlanguage = "en"\n')
    shown = verkstad("settings", "--data", tmp_path, "--json", VERKSTAD_PORT="9002")
    now = json.loads(shown.stdout)
    assert (now["data"], now["port"], now["host"], now["language"]) == (str(tmp_path), 9002, "0.0.0.0", "en")


def test_a_setting_that_cannot_be_is_told_in_one_sentence_and_exit_code_2() -> None:
    refused = verkstad("settings", VERKSTAD_PORT="many")
    assert refused.returncode == 2
    assert "The setting port cannot be “many”." in refused.stderr
    assert "Traceback" not in refused.stderr


def test_errors_are_told_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    refused = verkstad("users", "list", "--data", tmp_path / "none", language="sv_SE.UTF-8")
    assert refused.stderr.startswith("Det finns inget labb i mappen")
    assert not (tmp_path / "none").exists()


def test_settings_that_are_no_toml_are_refused(tmp_path: Path) -> None:
    (tmp_path / "verkstad.toml").write_text("port is 8501")
    with pytest.raises(SettingsNotReadable):
        read(data=tmp_path)


def test_a_setting_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "verkstad.toml").write_text("prot = 8501")
    with pytest.raises(SettingNotValid) as refused:
        read(data=tmp_path)
    assert refused.value.values["name"] == "prot"


def test_a_port_in_use_is_told_before_anything_is_opened(tmp_path: Path, busy_port: int) -> None:
    refused = verkstad("serve", "--data", tmp_path / "lab", "--port", busy_port, "--host", "127.0.0.1")
    assert refused.returncode == 2
    assert f"Port {busy_port} is used by another program." in refused.stderr
    assert not (tmp_path / "lab").exists()


@pytest.mark.parametrize(("host", "error"), [("127.0.0.1", PortTaken), ("no.such.host.invalid", AddressNotOurs)])
def test_addresses_that_cannot_be_had_are_refused(host: str, error: type[LabError], busy_port: int) -> None:
    with pytest.raises(error):
        claimed(host, busy_port)


def test_an_answer_in_two_packets_is_not_held_back() -> None:
    async def delays() -> bool:
        accepted: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()
        server = await asyncio.start_server(lambda _, writer: accepted.set_result(writer), sock=opened)
        async with server:
            _, client = await asyncio.open_connection(*opened.getsockname())
            serving = (await accepted).get_extra_info("socket")
            client.close()
            return not serving.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    (opened,) = claimed("127.0.0.1", 0)
    assert not asyncio.run(delays())


def test_a_broken_installation_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "duckdb.py").write_text("raise ImportError('libduckdb is cut off', name='duckdb')")
    refused = verkstad("settings", PYTHONPATH=str(tmp_path))
    assert refused.returncode == 1
    assert "cannot be loaded (duckdb)" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_staff_are_added_listed_disabled_and_given_new_passwords(shop) -> None:
    folder = shop.settings.data
    shop.close()
    first = verkstad("users", "add", "Ada@example.se", "--role", "admin", "--data", folder)
    assert "ada@example.se can log in with the password" in first.stdout.casefold()
    verkstad("users", "add", "bo@example.se", "--role", "leader", "--where", "lab:1", "--data", folder)
    verkstad("users", "disable", "bo@example.se", "--data", folder)
    people = json.loads(verkstad("users", "list", "--data", folder, "--json").stdout)
    assert people == [
        {"email": "ada@example.se", "disabled": False, "grants": ["admin *"]},
        {"email": "bo@example.se", "disabled": True, "grants": ["leader lab:1"]},
    ]
    assert verkstad("users", "reset", "ADA@example.se", "--data", folder).stdout != first.stdout
    assert verkstad("users", "disable", "ada@example.se", "--data", folder).returncode == 2
    assert verkstad("users", "reset", "nobody@example.se", "--data", folder).returncode == 2


def test_the_doctor_says_what_to_do(tmp_path: Path, busy_port: int) -> None:
    said = verkstad("doctor", "--data", tmp_path, "--port", busy_port, "--json", VERKSTAD_HOST="127.0.0.1")
    checks = {check["name"]: check for check in json.loads(said.stdout)}
    assert set(checks) == {"Python", "Packages", "Disk", "Store", "Model weights", "Device", "Port"}
    assert checks["Python"]["ok"]
    assert checks["Disk"]["ok"]
    assert not checks["Port"]["ok"]
    assert checks["Port"]["advice"]
    assert said.returncode == 1
    assert not list(tmp_path.iterdir())


def test_an_empty_lab_is_served_with_its_setup_code_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "lab.cli", "serve", "--data", str(tmp_path / "lab"), "--port", str(port)]
    environment = {**os.environ, "LC_ALL": "en"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            told = [server.stdout.readline() for _ in range(3)]
            assert f"http://localhost:{port}" in told[0]
            assert "Set it up there with the code" in told[1]
            with urlopen(f"http://localhost:{port}/healthz", timeout=30) as answer:
                assert json.load(answer)["version"] == lab.__version__
            again = verkstad("serve", "--data", tmp_path / "lab", "--port", port)
            assert again.stderr.startswith(f"Verkstad already runs at http://localhost:{port}.")
            backup = verkstad("backup", tmp_path / "copy.duckdb", "--data", tmp_path / "lab", VERKSTAD_PORT=str(port))
            assert backup.returncode == 0, backup.stderr
            assert (tmp_path / "copy.duckdb").stat().st_mode & 0o777 == 0o600
        finally:
            asked = time.monotonic()
            server.terminate()
            server.wait(40)
    assert time.monotonic() - asked < 30


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as found:
        return int(found.getsockname()[1])


def test_streamlit_calls_nobody_and_shows_no_details() -> None:
    from lab.serving import options

    told = options(Settings())
    assert told["browser.gatherUsageStats"] is False
    assert told["client.showErrorDetails"] == "none"
