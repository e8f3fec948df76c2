"""JWTs that are no access tokens: each is refused by the API and inactive at introspection, and nowhere written down.

Those that are wrong in their claims are signed by the realm's own key, so that the signature is not what refuses them.
"""

import base64
import hashlib
import hmac
import json
import time

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from clients import create_client
from conftest import basic, fetch_token, list_patients, request_token
from realm_keys import active_key, base64url, sign
from running_server import RunningServer
from test_errors import assert_in_the_guide

MEBIBYTE = 1_048_576


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class Forger:
    """Who has a good token of the sandbox, and the key that signed it."""

    def __init__(self, server):
        self.server = server
        self.token = fetch_token(server, create_client(server, "--token-format", "ES256"))
        self.header, self.claims = (decoded(part) for part in self.token.split(".")[:2])
        self.key = active_key(server, "demo/sandbox")
        self.foreign = ec.generate_private_key(ec.SECP256R1())
        self.sent = [self.token]

    def make(self, header=(), claims=(), without=(), key=None):
        """The good token with members put in or left out, signed anew."""
        changed = [{**self.header, **dict(header)}, {**self.claims, **dict(claims)}]
        texts = [json.dumps({name: value for name, value in part.items() if name not in without}) for part in changed]
        return sign(*texts, key or self.key)

    def hashed(self, secret, **header):
        """HS256 with something public for the shared key."""
        start = ".".join(base64url(json.dumps(part)) for part in (
            {**self.header, "alg": "HS256", **header}, self.claims))
        return f"{start}.{base64url(hmac.new(secret, start.encode(), hashlib.sha256).digest())}"

    def public_jwk(self, key):
        numbers = key.public_key().public_numbers()
        return {
            "kty": "EC", "crv": "P-256", "x": base64url(numbers.x.to_bytes(32, "big")),
            "y": base64url(numbers.y.to_bytes(32, "big"))}

    def published_key(self):
        keys = requests.get(
            f"{self.server.base}/api/identity/.well-known/openid-configuration/jwks", timeout=5).json()["keys"]
        return next(key for key in keys if key["kid"] == self.header["kid"])

    def list(self, token):
        self.sent.append(token)
        return list_patients(self.server, token)

    def introspect(self, token):
        own = self.server.demo["introspection"]
        return requests.post(
            f"{self.server.base}/api/identity/connect/introspect", data={"token": token}, timeout=10,
            headers=basic(own["client_id"], own["client_secret"]))

    def assert_refused(self, token):
        answer = self.list(token)
        assert answer.status_code == 401, answer.text
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
        assert answer.json()["type"].endswith("/invalid_token")
        assert_in_the_guide(401, "invalid_token", answer.json()["detail"])
        assert len(token) < 12 or token not in answer.text
        asked = self.introspect(token)
        assert (asked.status_code, asked.text) == (200, '{"active":false}')


@pytest.fixture(scope="module")
def forger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forger")
    server = RunningServer(folder / "data", folder / "logs").start()
    forger = Forger(server)
    yield forger
    assert_nothing_is_written_down(forger)
    server.close()


def assert_nothing_is_written_down(forger):
    """No part of any token that was sent, which is everything that tells it from others."""
    server = forger.server
    metrics = requests.get(server.admin + "/metrics", timeout=5).text
    journal = server.run("journal", "list", "--json", "--limit", "100000").stdout
    server.terminate()
    written = server.output() + metrics + journal
    for reason in ("malformed", "unknown", "expired", "not_yet_valid", "for_other_resource"):
        assert f'"token_{reason}"' in journal, "the refusals are in there"
    parts = {part for token in forger.sent for part in token.split(".") if len(part) >= 12}
    assert len(parts) > 50
    assert [part for part in parts if part in written] == []


def test_a_token_that_is_signed_anew_is_good(forger):
    """What the tests below rest on."""
    for token in (forger.make(), forger.make(claims={"another": "claim"}), forger.make(claims={"nbf": 1})):
        assert forger.list(token).status_code == 200
        assert forger.introspect(token).json()["active"] is True


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "nOnE", "", "HS256", "PS256", "ES384", "EdDSA", "ES256K"])
def test_another_algorithm(forger, algorithm):
    start, _, signature = forger.make({"alg": algorithm}).rpartition(".")
    for token in (f"{start}.{signature}", f"{start}.", start):
        forger.assert_refused(token)


def test_no_algorithm(forger):
    forger.assert_refused(forger.make(without=["alg"]))


def test_the_public_key_as_a_shared_secret(forger):
    public = forger.key.public_key()
    published = forger.published_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secrets = [
        pem, pem.strip(), pem.replace(b"\n", b"\r\n"),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), json.dumps(published).encode(),
        json.dumps(published, separators=(",", ":")).encode(), published["x"].encode(), published["kid"].encode(), b"",
    ]
    for secret in secrets:
        forger.assert_refused(forger.hashed(secret))
        forger.assert_refused(forger.hashed(secret, alg="ES256"))


def test_a_foreign_key(forger):
    forger.assert_refused(forger.make(key=forger.foreign))
    for kid in ("foreign", "", "../../root.key", "' OR 1=1 --", "x" * 3_000, 1, None, ["a"]):
        forger.assert_refused(forger.make({"kid": kid}, key=forger.foreign))
        forger.assert_refused(forger.make({"kid": kid}))
    forger.assert_refused(forger.make(without=["kid"]))


def test_a_key_that_the_token_brings(forger):
    url = "http://127.0.0.1:9/keys"
    for key in (forger.foreign, forger.key):
        for header in (
            {"jku": url}, {"x5u": url}, {"jwk": forger.public_jwk(key)}, {"x5c": ["MIIB"]}, {"x5t": "AAAA"},
        ):
            if key is forger.foreign or "x5t" not in header:
                forger.assert_refused(forger.make(header, key=key))


@pytest.mark.parametrize("value", [["exp"], ["b64"], ["http://example.com/unknown"], [], "exp", None])
def test_extensions_that_must_be_understood(forger, value):
    forger.assert_refused(forger.make({"crit": value, "exp": 4_000_000_000, "b64": True}))


@pytest.mark.parametrize("kind", ["JWT", "", "dpop+jwt", "token-introspection+jwt", "jwt+at", None])
def test_a_jwt_for_another_use(forger, kind):
    forger.assert_refused(forger.make({"typ": kind}))
    forger.assert_refused(forger.make(without=["typ"]))


def test_an_introspection_answer_is_no_token(forger):
    own = forger.server.demo["introspection"]
    answer = requests.post(
        f"{forger.server.base}/api/identity/connect/introspect", data={"token": forger.token}, timeout=10,
        headers={**basic(own["client_id"], own["client_secret"]), "Accept": "application/token-introspection+jwt"})
    assert answer.headers["Content-Type"] == "application/token-introspection+jwt"
    forger.assert_refused(answer.text)


def test_times(forger):
    now = int(time.time())
    for claims in (
        {"exp": now - 1}, {"exp": now}, {"exp": 0}, {"exp": -1}, {"iat": now + 3_600, "exp": now + 7_200},
        {"nbf": now + 3_600}, {"iat": now + 60}, {"exp": 1e300}, {"exp": str(now + 60)}, {"iat": str(now)},
        {"exp": True}, {"nbf": "never"},
    ):
        forger.assert_refused(forger.make(claims=claims))


@pytest.mark.parametrize(
    "name", ["iss", "sub", "aud", "client_id", "scope", "jti", "iat", "exp", "cf_lineage"])
def test_a_claim_that_is_missing_or_of_another_type(forger, name):
    forger.assert_refused(forger.make(without=[name]))
    for value in (None, {}, {"a": 1}, [], [1], False):
        forger.assert_refused(forger.make(claims={name: value}))


def test_claims_of_something_else(forger):
    external = "urn:counterfoil:demo:sandbox:external"
    for claims in (
        {"aud": "urn:counterfoil:demo:production:external"}, {"aud": "https://elsewhere.example/"}, {"aud": ""},
        {"aud": [external, "urn:counterfoil:demo:production:external"]}, {"aud": external.upper()},
        {"jti": "x"}, {"jti": "0" * 31}, {"client_id": "nobody"}, {"cf_lineage": "AAAA"},
        {"cnf": {"jkt": 1}}, {"cnf": {}}, {"cnf": "x"}, {"act": "somebody"}, {"act": {"sub": 1}},
    ):
        forger.assert_refused(forger.make(claims=claims))


def test_a_token_of_another_realm(forger):
    server = forger.server
    production = create_client(server, "--token-format", "ES256", environment="production")
    host = {"Host": f"demo.localhost:{server.port}"}
    token = request_token(server, production, headers=host).json()["access_token"]
    assert list_patients(server, token, headers=host).status_code == 200
    forger.assert_refused(token)
    other = active_key(server, "demo/production")
    forger.assert_refused(forger.make(key=other))
    forger.assert_refused(forger.make({"kid": decoded(token.split(".")[0])["kid"]}, key=other))


def test_members_that_stand_there_twice(forger):
    header, claims = json.dumps(forger.header), json.dumps(forger.claims)
    for name, value in forger.claims.items():
        forger.assert_refused(sign(header, f'{claims[:-1]}, "{name}": {json.dumps(value)}}}', forger.key))
    for name, value in forger.header.items():
        forger.assert_refused(sign(f'{header[:-1]}, "{name}": {json.dumps(value)}}}', claims, forger.key))
    forger.assert_refused(sign(header, f'{claims[:-1]}, "\\u0061ud": "x"}}', forger.key))


def test_what_is_nested_deeply(forger):
    header, claims = json.dumps(forger.header), json.dumps(forger.claims)
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        for depth in (9, 600):
            nest = opening * depth + "0" * (opening != "[") + closing * depth
            forger.assert_refused(sign(header, f'{claims[:-1]}, "nest": {nest}}}', forger.key))
            forger.assert_refused(sign(f'{header[:-1]}, "nest": {nest}}}', claims, forger.key))
        forger.assert_refused(sign(header, opening * 600, forger.key))


def test_what_is_no_json_object(forger):
    header, claims = json.dumps(forger.header), json.dumps(forger.claims)
    for text in ("", "null", "[]", '"x"', "1", claims[:-1], claims + "x", claims + "{}", "\ufeff" + claims, "{'a':1}",
                 claims.replace('"', "'"), claims[:-1] + ",}", claims[:-1] + ', "a": NaN}', claims[:-1] + ', "a": 01}'):
        forger.assert_refused(sign(header, text, forger.key))
    for text in ("", "null", "[]", header[:-1], header + "x"):
        forger.assert_refused(sign(text, claims, forger.key))
    forger.assert_refused(sign(header, claims.encode()[:-1] + b', "a": "\xff"}', forger.key))


def test_a_cut_or_lengthened_token(forger):
    header, claims, signature = forger.token.split(".")
    for length in range(1, len(forger.token), 41):
        forger.assert_refused(forger.token[:length])
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    # Base64url of 64 bytes has 4 bits to spare in its last letter: another spelling of the same signature.
    respelled = signature[:-1] + letters[letters.index(signature[-1]) ^ 1]
    for token in (
        f"{header}.{claims}", f"{header}.{claims}.", f"{claims}.{signature}", f".{claims}.{signature}",
        f"{header}..{signature}", f"{forger.token}.", f"{forger.token}.{signature}", f"{forger.token}=",
        f"{forger.token}AAAA", f"{header}.{claims}.{respelled}", f"{header}.{claims}.{'A' * 86}",
    ):
        forger.assert_refused(token)


def test_long_headers(forger):
    """4,096 bytes of JWS header are read, 8,192 of a token; a line of 1 MiB is not taken in at all."""
    forger.assert_refused(forger.make({"pad": "x" * 4_096}, claims={"scope": "external"}))
    long = forger.make({"pad": "x" * 7_000})
    assert len(long) > 8_192
    answer = forger.list(long)
    assert answer.status_code == 400
    assert_in_the_guide(400, "invalid_request", answer.json()["detail"])
    assert forger.introspect(long).text == '{"active":false}'
    huge = forger.make({"pad": "x" * MEBIBYTE})
    assert forger.introspect(huge).status_code == 413
    try:
        answer = forger.list(huge)
    except requests.ConnectionError:
        pass
    else:
        assert answer.status_code in (400, 431)
    assert forger.list(forger.make()).status_code == 200
