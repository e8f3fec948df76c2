"""joserfc verifies the JWTs that the server signs: access tokens (RFC 9068)."""

import json
import time

import pytest
import requests
from joserfc.jwk import KeySet

from clients import create_client, decode
from conftest import basic, fetch_token, list_patients
from running_server import RunningServer, wait_until


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo whose clients these tests add to."""
    folder = tmp_path_factory.mktemp("jwt")
    server = RunningServer(folder / "data", folder / "logs").start()
    yield server
    server.close()


def issuer(server):
    return f"{server.base}/api/identity"


def metadata(server):
    return requests.get(f"{issuer(server)}/.well-known/openid-configuration", timeout=10).json()


def key_set(server):
    answer = requests.get(metadata(server)["jwks_uri"], timeout=10)
    assert answer.status_code == 200
    return answer.json()


def introspect(server, token):
    own = server.demo["introspection"]
    return requests.post(
        f"{issuer(server)}/connect/introspect", data={"token": token}, timeout=10,
        headers=basic(own["client_id"], own["client_secret"]))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_access_tokens(demo, algorithm):
    client = create_client(demo, "--token-format", algorithm)
    token = fetch_token(demo, client)
    keys = key_set(demo)
    claims = decode(token, keys, algorithm, typ="at+jwt")
    assert claims["iss"] == issuer(demo)
    assert claims["aud"] == "urn:counterfoil:demo:sandbox:external"
    assert claims["sub"] == claims["client_id"] == client["client_id"]
    assert claims["scope"] == "external"
    assert claims["exp"] - claims["iat"] == 1200
    assert abs(claims["iat"] - time.time()) < 60
    assert claims["jti"]
    assert list_patients(demo, token).status_code == 200
    told = introspect(demo, token).json()
    assert {name: told[name] for name in ("iss", "aud", "sub", "client_id", "scope", "exp", "iat", "jti")} == {
        name: claims[name] for name in ("iss", "aud", "sub", "client_id", "scope", "exp", "iat", "jti")}
    for key in KeySet.import_key_set(keys).keys:
        assert key.kid == key.thumbprint(), "RFC 7638"
        assert not key.is_private


def test_a_key_for_rs256_is_published_before_its_first_token(demo):
    create_client(demo, "--token-format", "RS256", environment="production")
    keys_url, host = f"{issuer(demo)}/.well-known/openid-configuration/jwks", f"demo.localhost:{demo.port}"

    def has_rsa():
        keys = requests.get(keys_url, headers={"Host": host}, timeout=10).json()["keys"]
        return any(key["kty"] == "RSA" for key in keys)
    wait_until("the RSA key", has_rsa, 10)


def test_changed_tokens_are_refused(demo):
    token = fetch_token(demo, create_client(demo, "--token-format", "ES256"))
    header, claims, signature = token.split(".")
    flipped = ("B" if signature[0] == "A" else "A") + signature[1:]
    for changed in (
        f"{header}.{claims}.{flipped}", f"{header}.{claims}.", f"{header}.{claims}", f".{claims}.{signature}",
        f"{token}.", f"{token}="):
        assert list_patients(demo, changed).status_code in (400, 401)
        assert introspect(demo, changed).json() == {"active": False}
    assert list_patients(demo, token).status_code == 200


def test_a_rotated_key_stays_published_while_its_tokens_live(demo):
    client = create_client(demo, "--token-format", "ES256")
    before = fetch_token(demo, client)
    done = demo.run("key", "rotate", "--tenant", "demo", "--use", "sign-es256", "--now")
    assert done.returncode == 0, done.stderr
    after = fetch_token(demo, client)
    keys = key_set(demo)
    assert decode(before, keys, "ES256")["jti"] != decode(after, keys, "ES256")["jti"]
    for token in (before, after):
        assert list_patients(demo, token).status_code == 200


def test_replaced_keys_end_every_token_beside_a_running_server(demo):
    sealed, jwt = create_client(demo), create_client(demo, "--token-format", "ES256")
    before = [fetch_token(demo, sealed), fetch_token(demo, jwt)]
    assert [list_patients(demo, token).status_code for token in before] == [200, 200]
    old = {key["kid"] for key in key_set(demo)["keys"]}
    done = demo.run(
        "key", "replace", "--tenant", "demo", "--environment", "sandbox", "--reason", "tape lost", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    for token in before:
        wait_until("the token's end", lambda: list_patients(demo, token).status_code == 401, 1)
        assert introspect(demo, token).json() == {"active": False}
    after = [fetch_token(demo, sealed), fetch_token(demo, jwt)]
    assert [list_patients(demo, token).status_code for token in after] == [200, 200]
    keys = key_set(demo)
    assert old.isdisjoint(key["kid"] for key in keys["keys"])
    decode(after[1], keys, "ES256")
    listed = demo.run("journal", "list", "--kind", "key.replaced", "--json").stdout.splitlines()
    assert {json.loads(line)["after"]["reason"] for line in listed} == {"tape lost"}
    unasked = demo.run("key", "replace", "--tenant", "demo", "--environment", "sandbox")
    assert unasked.returncode == 2 and "--yes" in unasked.stderr
