"""A journal that cannot be written: no token leaves, and no patient's data."""

import resource

import pytest
import requests

from conftest import list_patients, request_token
from running_server import wait_until


@pytest.fixture
def full_journal(server):
    """Lets no file of the server grow any more, until told otherwise: its writes fail as on a full disk."""
    server.terminate()
    server.start(ignore_file_size_signal=True)

    class Limit:
        @staticmethod
        def set():
            sizes = [path.stat().st_size for path in server.data.iterdir() if path.name.startswith("journal.sqlite")]
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (min(sizes), resource.RLIM_INFINITY))

        @staticmethod
        def lift():
            resource.prlimit(
                server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    return Limit


def test_without_a_journal_no_token_leaves(server, full_journal):
    token = request_token(server).json()["access_token"]
    full_journal.set()
    refused = [request_token(server) for _ in range(5)]
    for answer in refused:
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 1
        assert "access_token" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    tags = requests.get(
        server.base + "/api/external/v1/tags", headers={"Authorization": f"Bearer {token}"}, timeout=10)
    assert tags.status_code == 200, "validation needs no journal"
    unseen = list_patients(server, token)
    assert unseen.status_code == 503, "who sees patients is written down first"
    assert "Items" not in unseen.text
    not_ready = wait_until("readyz", lambda: (
        answer if (answer := requests.get(server.admin + "/readyz", timeout=5)).status_code == 503 else None), 2)
    assert "journal" in not_ready.text
    full_journal.lift()
    wait_until("tokens again", lambda: request_token(server).status_code == 200, 5)
    assert list_patients(server, token).status_code == 200
    assert server.terminate()[0] == 0
    assert server.run("journal", "verify").returncode == 0
    assert server.run("access", "verify").returncode == 0
    assert len(server.journal("token.issued")) == 2
