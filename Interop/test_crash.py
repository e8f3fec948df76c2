"""Killed under load, and started again: what a client holds is in the journal, and works."""

import hashlib
import threading

import requests

from conftest import list_patients, request_token
from running_server import wait_until

WORKERS = 6
TOKENS_BEFORE_THE_KILL = 1_500
LOAD_SECONDS = 30


def token_identifier(token):
    """The id of a sealed token, by the design: the first 16 bytes of SHA-256 of its 32 bytes."""
    return hashlib.sha256(bytes.fromhex(token)).digest()[:16].hex()


class Load:
    """Workers that fetch tokens over kept connections until the server is gone."""

    def __init__(self, server):
        self.server = server
        self.tokens = []
        self.refusals = []
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(WORKERS)]

    def work(self):
        with requests.Session() as session:
            while True:
                try:
                    answer = request_token(self.server, session=session)
                except requests.RequestException:
                    return
                if answer.status_code == 200:
                    self.tokens.append(answer.json()["access_token"])
                else:
                    self.refusals.append(answer.text)
                    return

    def start(self):
        for thread in self.threads:
            thread.start()

    def join(self):
        for thread in self.threads:
            thread.join(timeout=15)
            assert not thread.is_alive()


def test_every_token_received_before_a_kill_is_in_the_journal_and_works(server):
    credentials = server.demo["sandbox"]
    load = Load(server)
    load.start()
    wait_until("load", lambda: len(load.tokens) >= TOKENS_BEFORE_THE_KILL or bool(load.refusals), LOAD_SECONDS)
    server.kill()
    load.join()
    assert not load.refusals
    tokens = list(load.tokens)
    assert len(set(tokens)) == len(tokens)

    server.start()
    assert server.demo["sandbox"] == credentials
    kept = {entry["token_id"] for entry in server.journal("token.issued")}
    missing = [token for token in tokens if token_identifier(token) not in kept]
    assert not missing
    verified = server.run("journal", "verify")
    assert verified.returncode == 0, verified.stderr
    with requests.Session() as session:
        statuses = {list_patients(server, token, session, pageSize=1).status_code for token in tokens}
    assert statuses == {200}
    assert request_token(server).status_code == 200
