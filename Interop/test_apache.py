"""Apache's two OAuth modules as the guide configures them, in front of an API."""

import getpass
import pathlib
import shutil
import tempfile

import pytest
import requests

from clients import create_client
from conftest import fetch_token, list_patients, request_token
from documents import fenced_blocks
from running_server import RunningServer, wait_until
from test_tls import make_certificate, tls_options
from web_servers import WebServer

GUIDE = "docs/guides/proxies.md"
MODULES = [
    "mpm_event", "authn_core", "authz_core", "authz_user", "proxy", "proxy_http", "headers", "oauth2", "auth_openidc",
]
SERVER = """
DefaultRuntimeDir {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog /dev/stderr
Mutex sem
"""


@pytest.fixture(scope="module")
def tls_server(tmp_path_factory):
    """A demo that speaks TLS: mod_auth_openidc asks nobody else."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = make_certificate(folder, "own")
    server = RunningServer(folder / "data", folder / "logs", options=tls_options(certificate, key))
    server.scheme, server.trusted_certificate = "https", str(certificate)
    server.start()
    yield server
    server.close()


def configuration(heading, server, api, folder):
    """The configuration below a heading of the guide, with the addresses and credentials of this test."""
    text = next(block for found, block in fenced_blocks(GUIDE, f"### {heading}") if found == "apache")
    for old, new in {
        # Where a token comes from says what its issuer is.
        "iss:https://localhost:8080": f"iss:{server.base}",
        "https://localhost:8080": f"{server.scheme}://localhost:{server.port}",
        "127.0.0.1:9000": f"127.0.0.1:{api.port}",
        "/etc/ssl/certs/ca-certificates.crt": f"{folder}/trusted.pem",
        "CLIENT_ID": server.demo["introspection"]["client_id"],
        "CLIENT_SECRET": server.demo["introspection"]["client_secret"],
    }.items():
        text = text.replace(old, new)
    return text


@pytest.fixture
def make_apache(api):
    """Makes Apaches that end with the test. Their folders are readable for the user that Apache's children become."""
    made, folders = [], []

    def make(heading, server, change=lambda text: text):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="apache-"))
        folders.append(folder)
        folder.chmod(0o755)
        if server.trusted_certificate:
            shutil.copy(server.trusted_certificate, folder / "trusted.pem")
        text = SERVER + "".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in MODULES)
        if getpass.getuser() == "root":
            text += "User www-data\nGroup www-data\n"
        text += change(configuration(heading, server, api, folder))
        made.append(WebServer(
            folder / "run", ["/usr/sbin/apache2", "-f", "{folder}/httpd.conf", "-DFOREGROUND"], {"httpd.conf": text}))
        return made[-1]

    yield make
    for apache in made:
        apache.close()
    for folder in folders:
        shutil.rmtree(folder)


def call(apache, token=None, **headers):
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return requests.get(apache.url, headers=headers, timeout=10)


def revoke(server, token):
    done = server.run("token", "revoke", stdin=token)
    assert done.returncode == 0, done.stderr
    wait_until("the revocation", lambda: list_patients(server, token).status_code == 401, 1)


@pytest.fixture(scope="module")
def plain_server(tmp_path_factory):
    """A demo whose clients these tests add to."""
    folder = tmp_path_factory.mktemp("plain")
    server = RunningServer(folder / "data", folder / "logs").start()
    yield server
    server.close()


@pytest.fixture(params=["mod_oauth2", "mod_auth_openidc"])
def guarded(request):
    """A module's name, and the server that it asks."""
    if request.param == "mod_oauth2":
        return request.param, request.getfixturevalue("plain_server")
    return request.param, request.getfixturevalue("tls_server")


def test_apache_asks_the_introspection_endpoint(guarded, make_apache):
    module, server = guarded
    apache = make_apache(module, server)
    token = fetch_token(server)
    claim = {"mod_oauth2": "OAUTH2_CLAIM_client_id", "mod_auth_openidc": "OIDC_CLAIM_client_id"}[module]
    answer = call(apache, token, **{claim: "forged"})
    assert answer.status_code == 200, apache.output()
    lines = answer.text.lower().splitlines()
    assert f"{claim}: {server.demo['sandbox']['client_id']}".lower() in lines
    assert "forged" not in answer.text
    assert not any(line.startswith("authorization:") for line in lines)
    for bad in (None, "0" * 64, "nonsense"):
        refused = call(apache, bad)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer ")
    revoke(server, token)
    assert call(apache, token).status_code == 401


def test_a_token_without_the_scope(guarded, make_apache):
    module, server = guarded
    apache = make_apache(module, server, lambda text: text.replace("external", "billing"))
    assert call(apache, fetch_token(server)).status_code == 401


def test_mod_oauth2_by_its_defaults_lets_a_revoked_token_in(plain_server, make_apache):
    """What the guide warns of: were it no longer so, the guide would have to change."""
    apache = make_apache("mod_oauth2", plain_server, lambda text: text.replace("&expiry=0", ""))
    token = fetch_token(plain_server)
    assert call(apache, token).status_code == 200
    revoke(plain_server, token)
    assert call(apache, token).status_code == 200


# By JWK set

@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_apache_verifies_jwts_by_the_jwk_set(guarded, make_apache, algorithm):
    module, server = guarded
    apache = make_apache(f"{module} with a JWK set", server)
    client = create_client(server, "--token-format", algorithm)
    token = fetch_token(server, client)
    answer = call(apache, token)
    assert answer.status_code == 200, apache.output()
    assert f"_claim_client_id: {client['client_id']}".lower() in answer.text.lower()
    header, claims, signature = token.split(".")
    for bad in (f"{header}.{claims}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}", fetch_token(server), None):
        assert call(apache, bad).status_code == 401
    production = request_token(
        server, server.demo["production"], headers={"Host": f"demo.localhost:{server.port}"}).json()["access_token"]
    assert call(apache, production).status_code == 401


def test_a_jwt_for_another_api_is_refused_by_its_audience(guarded, make_apache):
    module, server = guarded
    apache = make_apache(
        f"{module} with a JWK set", server,
        lambda text: text.replace("urn:counterfoil:demo:sandbox:external", "https://orders.example/"))
    token = fetch_token(server, create_client(server, "--token-format", "ES256"))
    assert call(apache, token).status_code == 401
