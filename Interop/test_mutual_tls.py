"""Mutual TLS (RFC 8705), in the process and behind a proxy that hands on the certificate (RFC 9440)."""

import base64
import hashlib
import json
import socket
import ssl
import subprocess
import urllib.parse

import pytest
import requests
from requests.adapters import HTTPAdapter

from certificates import KEYS, Certificate, authority
from clients import create_client, demo_subscription
from guides import Reader
from running_server import BINARY, ROOT, clean_environment
from test_errors import assert_in_the_guide
from test_tls import make_certificate, tls_options
from web_servers import WebServer

CLIENT_PURPOSE = "extendedKeyUsage=clientAuth"
PROXY_ADDRESS = "127.0.0.2"


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


# Clients that authenticate by their certificates


class Partner:
    """A client of the demo that authenticates by a certificate, its authority, and how it asks for tokens."""

    NAME = "client.example.com"

    def __init__(self, server, folder, binding="none"):
        self.server = server
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.root = authority(folder, "root")
        done = server.run(
            "realm", "update", "--tenant", "demo", "--environment", "sandbox", "--certificate-roots",
            str(self.root.path))
        assert done.returncode == 0, done.stderr
        self.id = server.ask(
            "client", "create", "--subscription", demo_subscription(server), "--environment", "sandbox", "--name",
            "Mutual TLS", "--authentication", "tls_client_auth", "--certificate-subject", f"san_dns={self.NAME}",
            "--token-binding", binding)["client_id"]

    def certificate(self, name="client", issuer=None, alternative=NAME, extensions=(CLIENT_PURPOSE,), **more):
        return Certificate(
            self.folder, name, issuer or self.root,
            extensions=(f"subjectAltName=DNS:{alternative}", *extensions), **more)

    def request(self, method, path, certificate, **more):
        """A request over TLS with the process itself; the answer, whatever its status."""
        with requests.Session() as session:
            session.trust_env = False
            session.verify = self.server.trusted_certificate
            session.cert = (str(certificate.chain), str(certificate.key)) if certificate else None
            return session.request(method, f"https://localhost:{self.server.port}{path}", timeout=10, **more)

    def ask(self, certificate):
        return self.request(
            "POST", "/api/identity/connect/token", certificate,
            data={"grant_type": "client_credentials", "client_id": self.id})

    def list_patients(self, token, certificate):
        return self.request(
            "GET", "/api/external/v1/patients", certificate, headers={"Authorization": f"Bearer {token}"})


def reason(server, answer):
    """Why a request was refused, as the operator learns it."""
    done = server.run("why", answer.headers["X-Request-Id"], "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["reason"]


def test_a_client_with_a_good_certificate_gets_a_token_and_no_other(tls_server, tmp_path):
    partner = Partner(tls_server("--tls-client-certificates", "request"), tmp_path / "partner")
    between = authority(partner.folder, "between", partner.root)
    for good in (partner.certificate(), partner.certificate("below", between)):
        assert partner.ask(good).status_code == 200
    foreign = authority(tmp_path, "root")
    refused = {
        "certificate_subject_mismatch": partner.certificate("other", alternative="other.example.com"),
        "client_certificate_untrusted": partner.certificate("foreign", foreign),
        "client_certificate_not_valid_now": partner.certificate("expired", days=-1),
    }
    wrong_purpose = partner.certificate("server", extensions=("extendedKeyUsage=serverAuth",))
    for expected, certificate in [*refused.items(), ("client_certificate_untrusted", wrong_purpose)]:
        answer = partner.ask(certificate)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert_in_the_guide(401, "invalid_client", answer.json()["error_description"])
        assert reason(partner.server, answer) == expected
    assert partner.ask(None).status_code == 401


def test_keys_of_every_type_work(tls_server, tmp_path):
    partner = Partner(tls_server("--tls-client-certificates", "request"), tmp_path / "partner")
    for name, key in KEYS.items():
        assert partner.ask(partner.certificate(f"client-{name}", key=key)).status_code == 200, name


def test_curl_shows_its_certificate(tls_server, tmp_path):
    partner = Partner(tls_server("--tls-client-certificates", "request"), tmp_path / "partner")
    certificate = partner.certificate()
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail", "--cacert", partner.server.trusted_certificate, "--cert",
         certificate.chain, "--key", certificate.key,
         f"https://localhost:{partner.server.port}/api/identity/connect/token", "--data", f"client_id={partner.id}",
         "--data", "grant_type=client_credentials"],
        env=clean_environment(), capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["token_type"] == "Bearer"


def test_the_guides_page(tls_server, tmp_path):
    server = tls_server("--tls-client-certificates", "request")
    reader = Reader(server, tmp_path / "reader", {"SUBSCRIPTION": demo_subscription(server)})
    (reader.folder / "server.pem").write_bytes(open(server.trusted_certificate, "rb").read())
    printed = reader.follow("docs/guides/mutual-tls.md")
    assert len([text for text in printed if "access_token" in text]) == 1
    assert printed.count("250\n") == 2


def test_a_bound_token_works_with_its_certificate_only(tls_server, tmp_path):
    partner = Partner(tls_server("--tls-client-certificates", "request"), tmp_path / "partner", "certificate")
    mine, other = partner.certificate(), partner.certificate("other")
    token = partner.ask(mine).json()["access_token"]
    confirmation = jwt_claims(token)["cnf"]
    assert confirmation == {"x5t#S256": thumbprint(mine)}
    assert partner.list_patients(token, mine).status_code == 200
    for certificate in (other, None):
        refused = partner.list_patients(token, certificate)
        assert refused.status_code == 401
        assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]
        assert_in_the_guide(401, "invalid_token", refused.json()["detail"])


def thumbprint(certificate):
    return base64.urlsafe_b64encode(hashlib.sha256(certificate.der).digest()).decode().strip("=")


def test_a_bound_token_is_exchanged_for_one_that_is_bound_to_the_services_certificate(tls_server, tmp_path):
    """RFC 8693 with 8705: the service has a secret, needs no binding itself, and shows a certificate of its own."""
    partner = Partner(tls_server("--tls-client-certificates", "request"), tmp_path / "partner", "certificate")
    service = create_client(partner.server, "--introspects", "external", "--exchange-target", "external")
    theirs, mine = partner.certificate(), Certificate(partner.folder, "service")
    received = partner.ask(theirs).json()["access_token"]

    def exchange(certificate):
        return partner.request(
            "POST", "/api/identity/connect/token", certificate, auth=(service["client_id"], service["client_secret"]),
            data={
                "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token": received,
                "subject_token_type": "urn:ietf:params:oauth:token-type:access_token"})

    refused = exchange(None)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
    assert_in_the_guide(400, "invalid_request", refused.json()["error_description"])
    token = exchange(mine).json()["access_token"]
    assert jwt_claims(token)["cnf"] == {"x5t#S256": thumbprint(mine)}
    assert partner.list_patients(token, mine).status_code == 200
    for certificate in (theirs, None):
        assert partner.list_patients(token, certificate).status_code == 401


def jwt_claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


# Behind a proxy


class FromAddress(HTTPAdapter):
    """Makes connections from an address of this machine."""

    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **settings):
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **settings)


def ask_as_proxy(partner, *headers, address=PROXY_ADDRESS):
    """A token request from an address, with header fields as (name, value), which may repeat."""
    form = f"grant_type=client_credentials&client_id={partner.id}"
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", FromAddress(address))
        return session.post(
            partner.server.token_url, data=form, timeout=10,
            headers={"Content-Type": "application/x-www-form-urlencoded", **dict(headers)})


@pytest.fixture
def proxied(make_server, tmp_path):
    """A client of a server that believes the header field of proxies at one address."""
    server = make_server(options=["--trusted-proxies", PROXY_ADDRESS, "--client-certificate-header", "Client-Cert"])
    return Partner(server.start(), tmp_path / "partner")


def sequence(der):
    """A byte sequence of RFC 8941."""
    return f":{base64.b64encode(der).decode()}:"


def test_a_proxys_word_is_believed_and_nobody_elses(proxied):
    certificate = proxied.certificate()
    header = ("Client-Cert", sequence(certificate.der))
    assert ask_as_proxy(proxied, header).status_code == 200
    assert ask_as_proxy(proxied, ("Client-Cert", urllib.parse.quote(certificate.path.read_text()))).status_code == 200
    for answer in (ask_as_proxy(proxied, header, address="127.0.0.1"), ask_as_proxy(proxied)):
        assert answer.status_code == 401
        assert reason(proxied.server, answer) == "no_client_credentials"
    malformed = ask_as_proxy(proxied, ("Client-Cert", header[1].strip(":")))
    assert reason(proxied.server, malformed) == "client_certificate_header_malformed"
    assert_in_the_guide(401, "invalid_client", malformed.json()["error_description"])
    unreadable = ask_as_proxy(proxied, ("Client-Cert", sequence(b"no certificate")))
    assert reason(proxied.server, unreadable) == "client_certificate_unreadable"
    assert_in_the_guide(401, "invalid_client", unreadable.json()["error_description"])


def test_the_rest_of_the_chain_comes_in_a_field_of_its_own(proxied):
    between = authority(proxied.folder, "between", proxied.root)
    header = ("Client-Cert", sequence(proxied.certificate("below", between).der))
    chain = ("Client-Cert-Chain", sequence(between.der))
    assert ask_as_proxy(proxied, header, chain).status_code == 200
    assert reason(proxied.server, ask_as_proxy(proxied, header)) == "client_certificate_untrusted"
    long = ("Client-Cert-Chain", ", ".join([chain[1]] * 10))
    answer = ask_as_proxy(proxied, header, long)
    assert reason(proxied.server, answer) == "client_certificate_too_large"
    assert_in_the_guide(401, "invalid_client", answer.json()["error_description"])


def test_a_field_that_stands_there_twice_counts_as_none(proxied):
    value = sequence(proxied.certificate().der)
    body = f"grant_type=client_credentials&client_id={proxied.id}"
    request = (
        f"POST /api/identity/connect/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"Client-Cert: {value}\r\nClient-Cert: {value}\r\n\r\n{body}")
    with socket.create_connection(
            ("127.0.0.1", proxied.server.port), timeout=5, source_address=(PROXY_ADDRESS, 0)) as connection:
        connection.sendall(request.encode())
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    assert b" 401 " in answer.splitlines()[0]
    description = json.loads(answer.split(b"\r\n\r\n", 1)[1])["error_description"]
    assert_in_the_guide(401, "invalid_client", description)
    assert description.startswith("The proxy handed on more than one")


NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {}
http {
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {
        listen 127.0.0.1:{port} ssl;
        ssl_certificate CERTIFICATE;
        ssl_certificate_key KEY;
        GUIDE
        location / {
            proxy_pass http://127.0.0.1:BACKEND;
            proxy_bind ADDRESS;
            proxy_set_header Host localhost;
            proxy_set_header X-Forwarded-Proto https;
        }
    }
}
"""


def test_nginx_hands_on_the_certificate_as_the_guide_configures_it(proxied, tmp_path):
    certificate, key = make_certificate(tmp_path, "nginx")
    guide = (ROOT / "docs/operator-guide.md").read_text().split("```nginx\n")
    lines = next(block.split("```")[0] for block in guide[1:] if "ssl_client_escaped_cert" in block)
    text = NGINX
    for word, value in {
        "GUIDE": lines, "CERTIFICATE": certificate, "KEY": key, "BACKEND": proxied.server.port,
        "ADDRESS": PROXY_ADDRESS,
    }.items():
        text = text.replace(word, str(value))
    # Header fields that are set where the location sets some too count for nothing in nginx: all belong into one place.
    text = move_headers_into_the_location(text)
    nginx = WebServer(tmp_path / "nginx", ["/usr/sbin/nginx", "-c", "{folder}/nginx.conf"], {"nginx.conf": text})
    try:
        def ask(client, headers=None):
            with requests.Session() as session:
                session.trust_env = False
                session.verify = str(certificate)
                session.cert = (str(client.path), str(client.key)) if client else None
                return session.post(
                    f"https://localhost:{nginx.port}/api/identity/connect/token", timeout=10, headers=headers,
                    data={"grant_type": "client_credentials", "client_id": proxied.id})

        good = proxied.certificate()
        assert ask(good).status_code == 200
        forged = ask(None, {"Client-Cert": sequence(good.der)})
        assert reason(proxied.server, forged) == "no_client_credentials"
        mine = ask(proxied.certificate("mine", alternative="mine.example.com"), {"Client-Cert": sequence(good.der)})
        assert reason(proxied.server, mine) == "certificate_subject_mismatch"
    finally:
        nginx.close()


def move_headers_into_the_location(text):
    lines = text.splitlines()
    server_level = [line for line in lines if line.startswith("proxy_set_header")]
    kept = [line for line in lines if line not in server_level]
    position = next(index for index, line in enumerate(kept) if "proxy_bind" in line)
    return "\n".join([*kept[:position], *server_level, *kept[position:]]) + "\n"
