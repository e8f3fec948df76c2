"""SIGTERM and SIGINT: idle connections do not hold the server, a request in flight is answered."""

import signal
import socket

import pytest

from conftest import basic
from running_server import STOP_SECONDS, wait_until


def open_connection(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=10)


def refuses_connections(server):
    try:
        open_connection(server).close()
    except ConnectionRefusedError:
        return True
    return False


def receive_all(connection):
    received = b""
    while chunk := connection.recv(65_536):
        received += chunk
    return received


def test_sigterm_ends_the_server_with_idle_connections_open(server):
    idle = [open_connection(server) for _ in range(20)]
    used = open_connection(server)
    used.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert used.recv(65_536).startswith(b"HTTP/1.1 200")
    status, seconds = server.terminate()
    assert status == 0, server.output()
    assert seconds < STOP_SECONDS
    for connection in [*idle, used]:
        connection.close()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_answered(server, stop):
    sandbox = server.demo["sandbox"]
    body = b"grant_type=client_credentials&scope=external"
    head = "\r\n".join([
        "POST /api/identity/connect/token HTTP/1.1", f"Host: localhost:{server.port}",
        "Authorization: " + basic(sandbox["client_id"], sandbox["client_secret"])["Authorization"],
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", "",
    ]).encode()
    with open_connection(server) as connection:
        connection.sendall(head + body[:10])
        # The server answers another connection after it has read this one's first half.
        assert server.answers()
        server.process.send_signal(stop)
        wait_until("the listener closed", lambda: refuses_connections(server), STOP_SECONDS)
        connection.sendall(body[10:])
        answer = receive_all(connection)
    assert answer.startswith(b"HTTP/1.1 200"), answer
    assert b'"access_token"' in answer
    assert server.process.wait(timeout=STOP_SECONDS) == 0
    kinds = [entry["kind"] for entry in server.journal()]
    assert "token.issued" in kinds
