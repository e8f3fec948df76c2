"""Mutual TLS (RFC 8705), in the process and behind a proxy that hands on the certificate (RFC 9440)."""

import socket
import ssl
import subprocess

import pytest

from certificates import Certificate, authority
from running_server import BINARY, ROOT, clean_environment
from test_tls import make_certificate, tls_options


@pytest.fixture
def tls_server(make_server, tmp_path):
    """Makes a demo that speaks TLS, with further options."""
    certificate, key = make_certificate(tmp_path, "own")

    def make(*options):
        server = make_server(options=[*tls_options(certificate, key), *options])
        server.scheme, server.trusted_certificate = "https", str(certificate)
        return server.start()

    return make


def status_of_page(server, certificate=None, version=ssl.TLSVersion.TLSv1_3):
    """GET / over one connection; the status."""
    context = ssl.create_default_context(cafile=server.trusted_certificate)
    context.minimum_version = context.maximum_version = version
    if certificate is not None:
        context.load_cert_chain(certificate.chain, certificate.key)
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = b""
            while part := connection.recv(65_536):
                answer += part
            return int(answer.split()[1])


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_certificate_is_asked_for_and_not_demanded(tls_server, tmp_path, version):
    server = tls_server("--tls-client-certificates", "request")
    assert status_of_page(server, version=version) == 200
    assert status_of_page(server, Certificate(tmp_path, "self"), version) == 200
    between = authority(tmp_path, "between", authority(tmp_path, "root"))
    assert status_of_page(server, Certificate(tmp_path, "client", between), version) == 200


@pytest.mark.parametrize("mode", ["off", "request"])
def test_without_the_setting_no_certificate_is_asked_for(tls_server, mode):
    server = tls_server("--tls-client-certificates", mode)
    done = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_2"], input=b"", capture_output=True,
        timeout=10, check=True)
    assert (b"Client Certificate Types" in done.stdout) == (mode == "request")


@pytest.mark.parametrize("mode, second", [("off", b"Reused, TLSv1.2"), ("request", b"New, TLSv1.2")])
def test_a_session_is_not_resumed_so_that_every_connection_proves_its_key(tls_server, tmp_path, mode, second):
    server = tls_server("--tls-client-certificates", mode)
    client = Certificate(tmp_path, "self")
    saved = tmp_path / "session"

    def connect(option):
        return subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_2", "-cert", client.path,
             "-key", client.key, option, saved],
            input=b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", capture_output=True, timeout=10,
            check=True).stdout

    assert b"New, TLSv1.2" in connect("-sess_out")
    assert saved.exists()
    assert second in connect("-sess_in")


@pytest.mark.parametrize("options, says", [
    (["--tls-client-certificates", "request"], "--tls-certificate"),
    (["--tls-client-certificates", "yes"], "request or off"),
    (["--client-certificate-header", "Client-Cert"], "--trusted-proxies"),
    (["--client-certificate-header", "Authorization", "--trusted-proxies", "127.0.0.1"], "a header field"),
])
def test_settings_that_cannot_work_are_refused(tmp_path, options, says):
    done = subprocess.run(
        [str(BINARY), "demo", "--data", str(tmp_path / "data"), "--listen", "127.0.0.1:0",
         "--admin-listen", "127.0.0.1:0", *options],
        cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert says in done.stderr.splitlines()[-1]
