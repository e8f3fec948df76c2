"""Client assertions (RFC 7523) made by programs that no one here wrote, against the real binary."""

import json
import time

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from clients import KEY_MAKERS, Signer, create_key_client, demo_subscription


def session(server, signer, client_id):
    """authlib as its documentation configures it, with a lifetime that is allowed here."""
    made = OAuth2Session(
        client_id, signer.key, token_endpoint_auth_method="private_key_jwt",
        revocation_endpoint_auth_method="private_key_jwt")
    made.register_client_auth_method(
        PrivateKeyJWT(server.token_url, claims={"exp": int(time.time()) + 60}, alg=signer.algorithm))
    return made


def issuer(server):
    return f"{server.base}/api/identity"


def request(server, shown, **form):
    return requests.post(server.token_url, data={"grant_type": "client_credentials", **form, **shown}, timeout=10)


@pytest.mark.parametrize("algorithm", sorted(KEY_MAKERS))
def test_authlib_gets_and_revokes_a_token_with_every_algorithm(server, algorithm, monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    signer = Signer(algorithm)
    client_id = create_key_client(server, signer)["client_id"]
    token = session(server, signer, client_id).fetch_token(server.token_url, grant_type="client_credentials")
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert requests.get(server.patients_url, headers=headers, timeout=10).status_code == 200
    revoked = session(server, signer, client_id).revoke_token(
        f"{issuer(server)}/connect/revocation", token["access_token"])
    assert revoked.status_code == 200
    assert requests.get(server.patients_url, headers=headers, timeout=10).status_code == 401


def test_an_assertion_is_good_once_also_after_a_kill(server):
    signer = Signer("ES256")
    client_id = create_key_client(server, signer)["client_id"]
    shown = signer.credentials(client_id, issuer(server))
    assert request(server, shown).status_code == 200
    assert request(server, shown).status_code == 401
    server.kill()
    server.start()
    again = request(server, shown)
    assert again.status_code == 401
    assert "was used before" in again.json()["error_description"]
    why = server.ask("why", again.headers["X-Request-Id"])
    assert why["reason"] == "client_assertion_replayed"
    assert request(server, signer.credentials(client_id, issuer(server))).status_code == 200


def test_a_set_with_a_private_key_is_not_registered(server):
    signer = Signer("ES256")
    private = json.dumps({"keys": [signer.key.as_dict(private=True)]})
    done = server.run(
        "client", "create", "--subscription", demo_subscription(server), "--environment", "sandbox",
        "--authentication", "private_key_jwt", "--jwks", "-", stdin=private)
    assert done.returncode == 1
    assert "Key 0 of the set" in done.stderr and "`d`" in done.stderr
    assert signer.key.as_dict(private=True)["d"] not in done.stderr
