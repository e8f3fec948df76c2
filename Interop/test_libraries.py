"""Partners' usual libraries, used as their own manuals say, unmodified."""

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url
from oauthlib.oauth2 import BackendApplicationClient
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session


@pytest.fixture(autouse=True)
def plain_http(monkeypatch):
    """Both libraries ask for this before they talk to a server without TLS."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def assert_lists_patients(session, server):
    answer = session.get(server.patients_url, params={"pageSize": 3})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["Items"]) == 3
    assert answer.json()["Count"] == 250


def test_requests_oauthlib_by_basic(shared_server):
    sandbox = shared_server.demo["sandbox"]
    session = OAuth2Session(client=BackendApplicationClient(client_id=sandbox["client_id"]))
    token = session.fetch_token(
        token_url=shared_server.token_url, auth=HTTPBasicAuth(sandbox["client_id"], sandbox["client_secret"]))
    assert token["expires_in"] == 1200
    assert_lists_patients(session, shared_server)


def test_requests_oauthlib_in_the_body(shared_server):
    sandbox = shared_server.demo["sandbox"]
    session = OAuth2Session(client=BackendApplicationClient(client_id=sandbox["client_id"], scope=["external"]))
    token = session.fetch_token(
        token_url=shared_server.token_url, client_id=sandbox["client_id"], client_secret=sandbox["client_secret"],
        include_client_id=True)
    assert token["scope"] == ["external"]
    assert_lists_patients(session, shared_server)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib(shared_server, method):
    sandbox = shared_server.demo["sandbox"]
    session = AuthlibSession(
        sandbox["client_id"], sandbox["client_secret"], scope="external", token_endpoint_auth_method=method)
    token = session.fetch_token(shared_server.token_url, grant_type="client_credentials")
    assert token["token_type"] == "Bearer"
    assert_lists_patients(session, shared_server)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_revokes_its_token(shared_server, method):
    sandbox = shared_server.demo["sandbox"]
    session = AuthlibSession(
        sandbox["client_id"], sandbox["client_secret"], scope="external", revocation_endpoint_auth_method=method)
    token = session.fetch_token(shared_server.token_url, grant_type="client_credentials")
    assert_lists_patients(session, shared_server)
    answer = session.revoke_token(
        shared_server.base + "/api/identity/connect/revocation", token["access_token"], token_type_hint="access_token")
    assert (answer.status_code, answer.text) == (200, "")
    session.token = token
    assert session.get(shared_server.patients_url).status_code == 401


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_introspects_a_token(shared_server, method):
    sandbox, resource_server = shared_server.demo["sandbox"], shared_server.demo["introspection"]
    partner = AuthlibSession(sandbox["client_id"], sandbox["client_secret"], scope="external")
    token = partner.fetch_token(shared_server.token_url, grant_type="client_credentials")["access_token"]
    url = shared_server.base + "/api/identity/connect/introspect"
    session = AuthlibSession(
        resource_server["client_id"], resource_server["client_secret"], token_endpoint_auth_method=method)
    active = session.introspect_token(url, token, token_type_hint="access_token").json()
    assert active["active"] is True
    assert (active["client_id"], active["scope"], active["token_type"]) == (sandbox["client_id"], "external", "Bearer")
    assert active["exp"] - active["iat"] == 1200
    assert session.introspect_token(url, token[::-1]).json() == {"active": False}
    assert partner.introspect_token(url, token).json() == {"active": False}
    partner.revoke_token(shared_server.base + "/api/identity/connect/revocation", token)
    assert session.introspect_token(url, token).json() == {"active": False}


def test_authlib_accepts_the_metadata(shared_server):
    url = get_well_known_url(shared_server.base + "/api/identity", external=True)
    answer = requests.get(url, headers={"Origin": "https://page.example"}, timeout=10)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    metadata = AuthorizationServerMetadata(answer.json())
    # Not its rules that ask for TLS, which a server on loopback does not have, nor the one that asks for a response
    # type: RFC 8414 wants the member, and without an authorization endpoint there is none to name.
    for name in ["grant_types_supported", "scopes_supported"]:
        getattr(metadata, f"validate_{name}")()
    assert metadata["issuer"] == shared_server.base + "/api/identity"
    again = requests.get(url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")
    openid = requests.get(shared_server.base + "/api/identity/.well-known/openid-configuration", timeout=10)
    assert openid.content == answer.content
    sandbox = shared_server.demo["sandbox"]
    session = AuthlibSession(sandbox["client_id"], sandbox["client_secret"])
    session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
    assert_lists_patients(session, shared_server)
