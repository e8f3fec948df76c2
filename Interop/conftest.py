"""Fixtures: a demo of its own per test, one shared by the tests that change nothing, and its HTTP conversations."""

import base64

import pytest
import requests

from running_server import BINARY, RunningServer
from web_servers import EchoAPI


def pytest_sessionstart(session):
    if not BINARY.exists():
        pytest.exit(f"{BINARY} is missing: swift build -c release --product counterfoil", returncode=2)


@pytest.fixture
def make_server(tmp_path):
    """Makes servers that end with the test."""
    servers = []

    def make(name="data", mode="demo", options=()):
        server = RunningServer(tmp_path / name, tmp_path / f"{name}-logs-{len(servers)}", mode, options)
        servers.append(server)
        return server

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def server(make_server):
    """A demo that a test may change or end."""
    return make_server().start()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory):
    """A demo for tests that change nothing."""
    folder = tmp_path_factory.mktemp("shared")
    server = RunningServer(folder / "data", folder / "logs").start()
    yield server
    server.close()


@pytest.fixture(scope="session")
def api():
    """An API for web servers to guard."""
    echo = EchoAPI()
    yield echo
    echo.close()


def basic(client_id, client_secret):
    """An Authorization header as the integrator guide makes it."""
    text = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    return {"Authorization": f"Basic {text}"}


def request_token(server, credentials=None, headers=(), session=requests, **form):
    """One token request by Basic; the answer, whatever its status."""
    credentials = credentials or server.demo["sandbox"]
    return session.post(
        server.token_url, data={"grant_type": "client_credentials", **form}, timeout=10, verify=server.verification,
        headers={**basic(credentials["client_id"], credentials["client_secret"]), **dict(headers)})


def fetch_token(server, credentials=None, **more):
    """The access token of a request that must succeed."""
    answer = request_token(server, credentials, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def list_patients(server, token, session=requests, headers=(), **query):
    """One call of the External API with a token; the answer, whatever its status."""
    return session.get(
        server.patients_url, params=query, timeout=10, verify=server.verification,
        headers={"Authorization": f"Bearer {token}", **dict(headers)})
