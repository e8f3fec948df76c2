"""joserfc verifies introspection answers as JWTs (RFC 9701)."""

import time

import pytest
import requests
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet

from clients import create_client, decode
from conftest import basic, fetch_token
from running_server import RunningServer

MEDIA_TYPE = "application/token-introspection+jwt"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo whose clients these tests add to."""
    folder = tmp_path_factory.mktemp("introspection")
    server = RunningServer(folder / "data", folder / "logs").start()
    yield server
    server.close()


def metadata(server):
    return requests.get(f"{server.base}/api/identity/.well-known/openid-configuration", timeout=10).json()


def key_set(server):
    return requests.get(metadata(server)["jwks_uri"], timeout=10).json()


def ask(server, caller, token, accept=MEDIA_TYPE):
    return requests.post(
        metadata(server)["introspection_endpoint"], data={"token": token}, timeout=10,
        headers={**basic(caller["client_id"], caller["client_secret"]), "Accept": accept})


def resource_server(server, algorithm):
    return create_client(server, "--introspects", "external", "--token-format", algorithm)


def verified(server, answer, caller, algorithm):
    """The whole answer as a resource server checks it; what is inside."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, MEDIA_TYPE)
    assert answer.headers["Cache-Control"] == "no-store"
    claims = decode(answer.text, key_set(server), algorithm, typ="token-introspection+jwt", alg=algorithm)
    assert set(claims) == {"iss", "aud", "iat", "token_introspection"}, "section 5: no sub, no exp"
    assert claims["iss"] == metadata(server)["issuer"]
    assert claims["aud"] == caller["client_id"]
    assert abs(claims["iat"] - time.time()) < 60
    return claims["token_introspection"]


def test_the_algorithms_are_those_of_the_metadata(demo):
    assert set(metadata(demo)["introspection_signing_alg_values_supported"]) == {"RS256", "ES256", "EdDSA"}


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
@pytest.mark.parametrize("form", ["sealed", "RS256", "ES256", "EdDSA"])
def test_an_active_token(demo, algorithm, form):
    caller = resource_server(demo, algorithm)
    client = create_client(demo, "--token-format", form)
    token = fetch_token(demo, client)
    inside = verified(demo, ask(demo, caller, token), caller, algorithm)
    assert inside == ask(demo, caller, token, accept="application/json").json()
    assert inside["active"] is True
    assert inside["client_id"] == client["client_id"]


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_everything_else_is_inactive_and_no_more(demo, algorithm):
    caller = resource_server(demo, algorithm)
    client = create_client(demo, "--token-format", algorithm)
    revoked = fetch_token(demo, client)
    done = requests.post(
        metadata(demo)["revocation_endpoint"], data={"token": revoked}, timeout=10,
        headers=basic(client["client_id"], client["client_secret"]))
    assert done.status_code == 200
    good = fetch_token(demo, client)
    for token in (revoked, good[:-8], "nonsense", "0" * 64):
        assert verified(demo, ask(demo, caller, token), caller, algorithm) == {"active": False}
    # A client that may not ask hears nothing of a good token either.
    stranger = create_client(demo, "--token-format", algorithm)
    assert verified(demo, ask(demo, stranger, good), stranger, algorithm) == {"active": False}


def test_a_changed_answer_does_not_verify(demo):
    caller = resource_server(demo, "ES256")
    header, claims, signature = ask(demo, caller, "nonsense").text.split(".")
    flipped = ("B" if signature[0] == "A" else "A") + signature[1:]
    with pytest.raises(BadSignatureError):
        jwt.decode(
            f"{header}.{claims}.{flipped}", KeySet.import_key_set(key_set(demo)), algorithms=["ES256"])


def test_an_answer_is_for_one_caller(demo):
    first, second = resource_server(demo, "ES256"), resource_server(demo, "ES256")
    token = fetch_token(demo)
    assert verified(demo, ask(demo, first, token), first, "ES256") == verified(
        demo, ask(demo, second, token), second, "ES256")


@pytest.mark.parametrize("accept", ["application/json", "*/*", f"{MEDIA_TYPE};q=0", "text/html"])
def test_json_where_no_jwt_is_asked_for(demo, accept):
    answer = ask(demo, resource_server(demo, "ES256"), "nonsense", accept)
    assert (answer.headers["Content-Type"], answer.text) == ("application/json", '{"active":false}')
