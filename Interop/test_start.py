"""Starting: quick the first time, the same again, and plain about what stands in the way."""

import json
import os
import socket
import stat
import subprocess

import pytest
import requests

from conftest import fetch_token, list_patients
from running_server import ROOT, START_SECONDS, clean_environment


def run_refused(server):
    """Runs a server that must refuse to start; returns the line that says why, the last on stderr."""
    done = subprocess.run(
        server.command(), cwd=ROOT, env=clean_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=20, check=False)
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    *logged, said = done.stderr.splitlines()
    assert all(json.loads(line)["logger"] for line in logged)
    assert said.startswith("counterfoil: ")
    return said


def test_a_first_start_answers_within_five_seconds(server):
    assert server.start_seconds < START_SECONDS
    answer = requests.get(server.base + "/", timeout=5)
    assert answer.status_code == 200
    assert "text/html" in answer.headers["Content-Type"]


def test_the_demos_file_is_for_its_owner_only(server):
    assert stat.S_IMODE(os.stat(server.data / "demo.json").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(server.data / "root.key").st_mode) == 0o600
    assert set(server.demo) >= {
        "base_url", "token_url", "patients_url", "swagger_url", "admin_url", "tenant", "sandbox", "production"}
    assert server.demo["token_url"] == f"http://localhost:{server.port}/api/identity/connect/token"


def test_a_second_start_keeps_credentials_data_and_tokens(server):
    before = server.demo
    token = fetch_token(server)
    assert server.terminate()[0] == 0
    server.start()
    assert server.demo == before
    answer = list_patients(server, token)
    assert answer.status_code == 200
    assert answer.json()["Count"] == 250


def test_a_second_server_on_the_same_directory_is_refused(server, make_server):
    said = run_refused(make_server())
    assert str(server.data) in said
    assert server.answers()


@pytest.mark.parametrize("which", ["port", "admin_port"])
def test_a_port_in_use_is_named(make_server, which):
    server = make_server()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", getattr(server, which)))
        holder.listen()
        said = run_refused(server)
    assert str(getattr(server, which)) in said


def test_a_file_in_the_place_of_the_data_directory_is_named(make_server):
    server = make_server()
    server.data.write_text("not a directory")
    assert str(server.data) in run_refused(server)


def test_a_directory_that_cannot_be_written_is_named(make_server):
    server = make_server()
    # Even root makes no folder here.
    server.data = type(server.data)("/proc/counterfoil-data")
    assert "/proc/counterfoil-data" in run_refused(server)


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_root_key_that_others_can_read_is_refused(server, mode):
    server.terminate()
    os.chmod(server.data / "root.key", mode)
    said = run_refused(server)
    assert "root.key" in said
    assert "chmod 600" in said


def test_a_wrong_root_key_is_refused(server):
    server.terminate()
    key = server.data / "root.key"
    key.write_text("00" * 32 + "\n")
    os.chmod(key, 0o600)
    assert "root" in run_refused(server)


@pytest.mark.parametrize("name", ["counterfoil.sqlite", "journal.sqlite"])
def test_a_corrupt_database_is_named(server, name):
    server.terminate()
    for path in server.data.glob(f"{name}-*"):
        path.unlink()
    (server.data / name).write_bytes(b"this is no database" * 1_000)
    assert name in run_refused(server)
