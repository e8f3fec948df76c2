"""TLS in the process itself: the flow over https with a certificate of the operator's own."""

import subprocess

import pytest
import requests

from running_server import BINARY, ROOT, clean_environment


def make_certificate(folder, name):
    """A certificate for localhost that signs itself, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key,
         "-out", certificate],
        check=True, capture_output=True, timeout=20)
    return certificate, key


def tls_options(certificate, key):
    return ["--tls-certificate", str(certificate), "--tls-private-key", str(key)]


def test_the_flow_works_over_https_and_the_demo_says_so(make_server, tmp_path):
    certificate, key = make_certificate(tmp_path, "own")
    server = make_server(options=tls_options(certificate, key))
    server.scheme, server.trusted_certificate = "https", str(certificate)
    server.start()
    assert server.demo["token_url"] == f"https://localhost:{server.port}/api/identity/connect/token"
    with requests.Session() as session:
        # The machine's own settings of requests would go before `verify`.
        session.trust_env = False
        session.verify = str(certificate)
        sandbox = server.demo["sandbox"]
        answer = session.post(
            server.demo["token_url"], auth=(sandbox["client_id"], sandbox["client_secret"]),
            data={"grant_type": "client_credentials"}, timeout=5)
        assert answer.status_code == 200
        patients = session.get(
            server.demo["patients_url"], timeout=5,
            headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
        assert patients.json()["Count"] == 250
        wrong = session.post(server.demo["token_url"], auth=(sandbox["client_id"], "x"), timeout=5, data={"a": "b"})
        assert wrong.json()["error_uri"].startswith("https://localhost:")
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(f"http://localhost:{server.port}/", timeout=5)


def test_older_protocols_are_refused(make_server, tmp_path):
    certificate, key = make_certificate(tmp_path, "own")
    server = make_server(options=tls_options(certificate, key))
    server.scheme, server.trusted_certificate = "https", str(certificate)
    server.start()

    def handshake(version):
        return subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", version, "-cipher", "ALL:@SECLEVEL=0"],
            input=b"", capture_output=True, timeout=10, check=False).returncode

    assert handshake("-tls1_2") == 0
    assert handshake("-tls1_1") != 0


@pytest.mark.parametrize("fault", ["missing", "not PEM", "the key of another"])
def test_a_certificate_that_cannot_be_used_is_named(tmp_path, fault):
    certificate, key = make_certificate(tmp_path, "own")
    if fault == "missing":
        certificate = tmp_path / "nowhere.pem"
    elif fault == "not PEM":
        certificate.write_text("this is no certificate\n")
    else:
        _, key = make_certificate(tmp_path, "another")
    done = subprocess.run(
        [str(BINARY), "demo", "--data", str(tmp_path / "data"), "--listen", "127.0.0.1:0",
         "--admin-listen", "127.0.0.1:0", *tls_options(certificate, key)],
        cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert str(certificate) in done.stderr.splitlines()[-1]
