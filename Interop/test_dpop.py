"""DPoP (RFC 9449) with proofs that Python's joserfc makes."""

import base64
import hashlib
import json
import time
import uuid

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from clients import KEY_MAKERS, demo_subscription
from conftest import fetch_token, list_patients, request_token
from guides import Reader
from test_errors import assert_in_the_guide, assert_oauth_error


class Prover:
    """A client's key, and the proofs that it makes."""

    def __init__(self, algorithm="ES256"):
        self.algorithm = algorithm
        self.key = KEY_MAKERS[algorithm]()

    def proof(self, method, url, token=None, private=False, **claims):
        claims = {"jti": str(uuid.uuid4()), "htm": method, "htu": url, "iat": int(time.time()), **claims}
        if token and "ath" not in claims:
            digest = hashlib.sha256(token.encode()).digest()
            claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"typ": "dpop+jwt", "alg": self.algorithm, "jwk": self.key.as_dict(private=private)}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def request(self, server, **more):
        return request_token(server, headers={"DPoP": self.proof("POST", server.token_url, **more)})

    def list(self, server, token, **more):
        return list_patients(
            server, token, headers={
                "Authorization": f"DPoP {token}", "DPoP": self.proof("GET", server.patients_url, token, **more)})


def listed_algorithms(server):
    metadata = f"{server.base}/api/identity/.well-known/openid-configuration"
    return requests.get(metadata, timeout=5).json()["dpop_signing_alg_values_supported"]


def test_every_listed_algorithm(shared_server):
    listed = listed_algorithms(shared_server)
    assert "ES256" in listed
    for algorithm in listed:
        prover = Prover(algorithm)
        issued = prover.request(shared_server)
        assert issued.status_code == 200, issued.text
        assert issued.json()["token_type"] == "DPoP"
        token = issued.json()["access_token"]
        keys = requests.get(
            f"{shared_server.base}/api/identity/.well-known/openid-configuration/jwks", timeout=5)
        claims = jwt.decode(token, KeySet.import_key_set(keys.json()), algorithms=["ES256", "RS256", "EdDSA"]).claims
        assert claims["cnf"] == {"jkt": prover.key.thumbprint()}
        answer = prover.list(shared_server, token)
        assert answer.status_code == 200, answer.text


WRONG_CLAIMS = {
    "another method": {"htm": "GET"}, "another URL": {"htu": "https://other.example/token"}, "no jti": {"jti": None},
    "no htm": {"htm": None}, "no htu": {"htu": None}, "no iat": {"iat": None}, "too old": {"iat": 1_500_000_000},
    "in the future": {"iat": 4_000_000_000}, "a private key": {"private": True}, "a long jti": {"jti": "j" * 257},
    "expired": {"exp": 1_500_000_000}, "not yet valid": {"nbf": 4_000_000_000},
}


@pytest.mark.parametrize("name", WRONG_CLAIMS)
def test_a_wrong_proof_at_the_token_endpoint(shared_server, name):
    answer = Prover().request(shared_server, **WRONG_CLAIMS[name])
    assert_oauth_error(answer, 400, "invalid_dpop_proof")


def test_a_proof_twice_and_two_proofs(shared_server):
    proof = Prover().proof("POST", shared_server.token_url)
    assert request_token(shared_server, headers={"DPoP": proof}).status_code == 200
    assert_oauth_error(request_token(shared_server, headers={"DPoP": proof}), 400, "invalid_dpop_proof")
    # One header field with a comma is what a proxy makes of two.
    two = ", ".join(Prover().proof("POST", shared_server.token_url) for _ in range(2))
    assert_oauth_error(request_token(shared_server, headers={"DPoP": two}), 400, "invalid_dpop_proof")


def test_a_proof_with_a_shared_key(shared_server):
    header = base64.urlsafe_b64encode(json.dumps({
        "typ": "dpop+jwt", "alg": "HS256", "jwk": {"kty": "oct", "k": "c2VjcmV0"}}).encode()).rstrip(b"=").decode()
    answer = request_token(shared_server, headers={"DPoP": f"{header}.e30.AAAA"})
    assert_oauth_error(answer, 400, "invalid_dpop_proof")


def assert_refused(answer, code, scheme):
    problem = answer.json()
    assert (answer.status_code, problem["type"].rsplit("/", 1)[1]) == (401, code), answer.text
    assert answer.headers["WWW-Authenticate"].startswith(f"{scheme} ")
    assert f'error="{code}"' in answer.headers["WWW-Authenticate"]
    assert_in_the_guide(401, code, problem["detail"])


def test_a_stolen_token(shared_server):
    prover, thief = Prover(), Prover()
    token = prover.request(shared_server).json()["access_token"]
    assert_refused(list_patients(shared_server, token), "invalid_token", "DPoP")
    assert_refused(thief.list(shared_server, token), "invalid_dpop_proof", "DPoP")
    bare = list_patients(shared_server, token, headers={"Authorization": f"DPoP {token}"})
    assert_refused(bare, "invalid_dpop_proof", "DPoP")
    assert 'algs="ES256 ' in bare.headers["WWW-Authenticate"]
    for wrong in ({"htm": "POST"}, {"ath": "x"}, {"iat": 1_500_000_000}):
        assert_refused(prover.list(shared_server, token, **wrong), "invalid_dpop_proof", "DPoP")
    bearer = fetch_token(shared_server)
    assert_refused(prover.list(shared_server, bearer), "invalid_token", "Bearer")
    assert prover.list(shared_server, token).status_code == 200


def test_nonces(make_server):
    server = make_server(options=["--dpop-require-nonce"]).start()
    prover = Prover()
    asked = prover.request(server)
    assert_oauth_error(asked, 400, "use_dpop_nonce")
    issued = prover.request(server, nonce=asked.headers["DPoP-Nonce"])
    assert issued.status_code == 200
    assert_oauth_error(prover.request(server, nonce="guess"), 400, "use_dpop_nonce")
    token = issued.json()["access_token"]
    for wrong in ({}, {"nonce": "guess"}):
        refused = prover.list(server, token, **wrong)
        assert_refused(refused, "use_dpop_nonce", "DPoP")
        called = prover.list(server, token, nonce=refused.headers["DPoP-Nonce"])
        assert called.status_code == 200 and called.headers["DPoP-Nonce"]


def test_the_page_of_the_guide(server, tmp_path):
    reader = Reader(server, tmp_path / "reader", {"SUBSCRIPTION": demo_subscription(server)})
    assert reader.follow("docs/guides/dpop.md")[-1] == "DPoP 250\n"
    bound = {"client_id": reader.variables["ID"], "client_secret": reader.variables["SECRET"]}
    assert_oauth_error(request_token(server, bound), 400, "invalid_request")
