"""Token exchange (RFC 8693) over HTTP: the guide's page, every refusal, and tokens that are bound to keys."""

import base64
import json

import pytest
import requests

from clients import Signer, create_client, demo_subscription
from conftest import basic, fetch_token, list_patients, request_token
from documents import shape
from guides import Reader
from running_server import RunningServer
from test_errors import assert_oauth_error

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
ORDERS = "https://orders.example.com/"


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class Orders:
    """A partner, and the service of an API that exchanges the tokens it receives."""

    def __init__(self, server):
        self.server = server
        for arguments in (
            ("resource", "create", ORDERS, "--environment", "sandbox", "--name", "Orders"),
            ("resource", "create", "https://other.example.com/", "--environment", "sandbox", "--name", "Other"),
            *(("scope", "create", name, "--environment", "sandbox", "--description", "d", "--resource", ORDERS)
              for name in ("orders:read", "orders:write")),
            *(("scope", "create", name, "--environment", "production", "--description", "d")
              for name in ("orders:read", "orders:write")),
        ):
            done = server.run(*arguments, "--tenant", "demo")
            assert done.returncode == 0, done.stderr
        scopes = ("--scope", "external", "--scope", "orders:read", "--scope", "orders:write")
        made = server.ask(
            "subscription", "create", "--tenant", "demo", "--partner", "Example Partner", *scopes, "--no-clients")
        self.subscription = made["subscription"]["subscription_id"]
        self.partner = self.client()
        self.service = self.client(
            "--scope", "external", "--introspects", ORDERS, "--exchange-target", "external", "--exchange-target",
            ORDERS)

    def client(self, *options):
        return create_client(self.server, *options, subscription=self.subscription)

    def received(self, client=None, **more):
        return fetch_token(self.server, client or self.partner, **{"resource": ORDERS, **more})

    def exchange(self, token, client=None, headers=(), **more):
        form = {
            "grant_type": GRANT, "subject_token": token, "subject_token_type": ACCESS_TOKEN,
            "resource": f"{self.server.base}/api/external", **more}
        form = {name: value for name, value in form.items() if value is not None}
        return request_token(self.server, client or self.service, headers=headers, **form)


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exchange")
    server = RunningServer(folder / "data", folder / "logs").start()
    yield Orders(server)
    server.close()


def test_the_page_of_the_guide(server, tmp_path):
    reader = Reader(server, tmp_path / "reader", {"SUBSCRIPTION": demo_subscription(server)})
    *_, program, answer = reader.follow("docs/guides/token-exchange.md")
    assert program == f"{ACCESS_TOKEN} external\n250\n"
    exchanged = json.loads(answer)
    assert shape(exchanged) == {
        "access_token": "str", "expires_in": "int", "token_type": "str", "scope": "str", "issued_token_type": "str"}
    said = claims(exchanged["access_token"])
    assert said["act"] == {"sub": reader.variables["ID"]}
    assert said["client_id"] == reader.variables["ID"] != said["sub"]


def test_the_new_token_opens_what_was_asked(orders):
    answer = orders.exchange(orders.received())
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["scope"] == "external"
    assert list_patients(orders.server, answer.json()["access_token"]).status_code == 200
    narrow = orders.exchange(orders.received(), resource=ORDERS, scope="orders:read").json()
    assert narrow["scope"] == "orders:read"
    # What was given up does not come back.
    assert_oauth_error(
        orders.exchange(narrow["access_token"], resource=ORDERS, scope="orders:write"), 400, "invalid_scope")


BAD_REQUESTS = {
    "an unknown token": ({"subject_token": "0" * 64}, "invalid_request"),
    "no token at all": ({"subject_token": None}, "invalid_request"),
    "an empty token": ({"subject_token": ""}, "invalid_request"),
    "nonsense for a token": ({"subject_token": "nonsense"}, "invalid_request"),
    "a token of 9,000 characters": ({"subject_token": "e" * 9_000}, "invalid_request"),
    "no type": ({"subject_token_type": None}, "invalid_request"),
    "an ID token": ({"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"}, "invalid_request"),
    "a refresh token": ({"subject_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}, "invalid_request"),
    "a SAML assertion": ({"subject_token_type": "urn:ietf:params:oauth:token-type:saml2"}, "invalid_request"),
    "a refresh token asked for": (
        {"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}, "invalid_request"),
    "an actor token": ({"actor_token": "x", "actor_token_type": ACCESS_TOKEN}, "invalid_request"),
    "an actor token without its type": ({"actor_token": "x"}, "invalid_request"),
    "the type of no actor token": ({"actor_token_type": ACCESS_TOKEN}, "invalid_request"),
    "two tokens": ({"subject_token": ["x", "y"]}, "invalid_request"),
    "two types": ({"subject_token_type": [ACCESS_TOKEN] * 2}, "invalid_request"),
    "two scopes": ({"scope": ["external", "external"]}, "invalid_request"),
    "two actor tokens": ({"actor_token": ["x", "x"]}, "invalid_request"),
    "another API": ({"resource": "https://other.example.com/"}, "invalid_target"),
    "an API that is not there": ({"resource": "https://x.example/"}, "invalid_target"),
    "an audience that is not there": ({"resource": None, "audience": "https://x.example/"}, "invalid_target"),
    "two APIs": ({"resource": [ORDERS, "urn:counterfoil:demo:sandbox:external"]}, "invalid_target"),
    "an API and another audience": ({"audience": ORDERS}, "invalid_target"),
    "no API where there are several": ({"resource": None}, "invalid_target"),
    "a scope of another API": ({"scope": "orders:read"}, "invalid_scope"),
    "a scope that does not exist": ({"scope": "everything"}, "invalid_scope"),
    "a scope of spaces": ({"scope": " "}, "invalid_scope"),
}


@pytest.mark.parametrize("name", BAD_REQUESTS)
def test_a_bad_exchange(orders, name):
    changes, code = BAD_REQUESTS[name]
    token = orders.received()
    answer = orders.exchange(token, **changes)
    assert_oauth_error(answer, 400, code)
    assert token not in answer.text


def test_scopes_that_the_received_token_has_not(orders):
    received = orders.received(scope="orders:read")
    for scope in ("orders:write", "orders:read orders:write"):
        assert_oauth_error(orders.exchange(received, resource=ORDERS, scope=scope), 400, "invalid_scope")
    assert orders.exchange(received, resource=ORDERS).json()["scope"] == "orders:read"


def test_scopes_that_the_caller_has_not(orders):
    poor = orders.client("--scope", "orders:read")
    assert_oauth_error(orders.exchange(orders.received(poor), scope="external"), 400, "invalid_scope")
    assert_oauth_error(orders.exchange(orders.received(poor)), 400, "invalid_scope")


def test_tokens_that_are_not_the_services(orders):
    """One for another API, one of the production environment, and one that was revoked."""
    external = orders.received(resource=f"{orders.server.base}/api/external")
    assert_oauth_error(orders.exchange(external), 400, "invalid_request")
    production = request_token(
        orders.server, orders.server.demo["production"], headers={"Host": f"demo.localhost:{orders.server.port}"})
    assert_oauth_error(orders.exchange(production.json()["access_token"]), 400, "invalid_request")
    revoked = orders.received()
    before = orders.exchange(revoked).json()["access_token"]
    assert list_patients(orders.server, before).status_code == 200
    done = requests.post(
        f"{orders.server.base}/api/identity/connect/revocation", data={"token": revoked}, timeout=10,
        headers=basic(orders.partner["client_id"], orders.partner["client_secret"]))
    assert done.status_code == 200
    assert_oauth_error(orders.exchange(revoked), 400, "invalid_request")
    assert list_patients(orders.server, before).status_code == 401


def test_clients_that_may_not(orders):
    received = orders.received()
    introspecting = orders.client("--introspects", ORDERS)
    for client in (orders.partner, introspecting):
        assert_oauth_error(orders.exchange(received, client), 400, "unauthorized_client")
    wrong = {**orders.service, "client_secret": orders.partner["client_secret"]}
    assert_oauth_error(orders.exchange(received, wrong), 401, "invalid_client")
    # RFC 8693 section 2.1: whoever exchanges authenticates.
    answer = requests.post(orders.server.token_url, timeout=10, data={
        "grant_type": GRANT, "subject_token": received, "subject_token_type": ACCESS_TOKEN})
    assert_oauth_error(answer, 401, "invalid_client")


def test_a_chain_that_is_too_long(orders):
    token = orders.received()
    for _ in range(4):
        token = orders.exchange(token, resource=ORDERS).json()["access_token"]
    assert_oauth_error(orders.exchange(token, resource=ORDERS), 400, "invalid_request")


def test_a_token_that_is_bound_to_a_key(orders):
    """The new one is bound to a key of the service, whose proof comes with the exchange."""
    theirs, mine = Signer("ES256"), Signer("EdDSA")
    url = orders.server.token_url
    received = orders.received(headers={"DPoP": theirs.proof("POST", url)})
    assert claims(received)["cnf"] == {"jkt": theirs.key_id}
    assert_oauth_error(orders.exchange(received), 400, "invalid_request")
    used = mine.proof("POST", url)
    answer = orders.exchange(received, headers={"DPoP": used})
    assert answer.status_code == 200, answer.text
    assert answer.json()["token_type"] == "DPoP"
    token = answer.json()["access_token"]
    assert claims(token)["cnf"] == {"jkt": mine.key_id}
    for bad in (used, mine.proof("GET", url), mine.proof("POST", orders.server.patients_url)):
        assert_oauth_error(orders.exchange(received, headers={"DPoP": bad}), 400, "invalid_dpop_proof")
    patients = orders.server.patients_url
    for signer, status in ((mine, 200), (theirs, 401)):
        listed = requests.get(patients, timeout=10, headers={
            "Authorization": f"DPoP {token}", "DPoP": signer.proof("GET", patients, token)})
        assert listed.status_code == status, listed.text
    assert list_patients(orders.server, token).status_code == 401


def test_a_service_whose_tokens_must_be_bound(orders):
    service = orders.client(
        "--scope", "external", "--introspects", ORDERS, "--exchange-target", "external", "--token-binding", "dpop")
    received = orders.received()
    assert_oauth_error(orders.exchange(received, service), 400, "invalid_request")
    proof = Signer("ES256").proof("POST", orders.server.token_url)
    assert orders.exchange(received, service, headers={"DPoP": proof}).json()["token_type"] == "DPoP"
