"""Clients of every kind, made through the command line, and what they show of themselves."""

import base64
import hashlib
import json
import time
import uuid

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# RFC 7518 and RFC 8037: which key makes which signature.
KEY_MAKERS = {
    "RS256": lambda: RSAKey.generate_key(2048), "RS384": lambda: RSAKey.generate_key(2048),
    "PS256": lambda: RSAKey.generate_key(2048), "ES256": lambda: ECKey.generate_key("P-256"),
    "ES384": lambda: ECKey.generate_key("P-384"), "EdDSA": lambda: OKPKey.generate_key("Ed25519"),
}


class Signer:
    """A private key of one algorithm."""

    def __init__(self, algorithm):
        self.algorithm = algorithm
        self.key = KEY_MAKERS[algorithm]()

    @property
    def key_id(self):
        return self.key.thumbprint()

    def public_set(self):
        """The JWK set to register, as text."""
        key = {**self.key.as_dict(private=False), "kid": self.key_id, "use": "sig", "alg": self.algorithm}
        return json.dumps({"keys": [key]})

    def sign(self, claims, **header):
        return jwt.encode(
            {"alg": self.algorithm, "kid": self.key_id, **header}, claims, self.key, algorithms=[self.algorithm])

    def assertion(self, client_id, audience, **claims):
        """A client assertion (RFC 7523 section 3) with claims replaced, or left out where they are None."""
        now = int(time.time())
        whole = {
            "iss": client_id, "sub": client_id, "aud": audience, "iat": now, "exp": now + 60, "jti": uuid.uuid4().hex,
            **claims}
        return self.sign({name: value for name, value in whole.items() if value is not None})

    def proof(self, method, url, token=None):
        """A DPoP proof (RFC 9449 section 4.2) for one request, with a token where the request has one."""
        claims = {"htm": method, "htu": url, "iat": int(time.time()), "jti": uuid.uuid4().hex}
        if token is not None:
            digest = hashlib.sha256(token.encode()).digest()
            claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        header = {"typ": "dpop+jwt", "alg": self.algorithm, "jwk": self.key.as_dict(private=False)}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def credentials(self, client_id, audience):
        """The parameters of a request that shows an assertion."""
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": self.assertion(client_id, audience)}


def demo_subscription(server):
    """The subscription of the demo's own clients."""
    found = server.ask("client", "show", server.demo["sandbox"]["client_id"])
    return found["subscription_id"]


def create_client(server, *options, subscription=None, environment="sandbox", stdin=""):
    """Makes a client; what the command line printed."""
    return server.ask(
        "client", "create", "--subscription", subscription or demo_subscription(server), "--environment", environment,
        *options, stdin=stdin)


def create_key_client(server, signer, *options):
    """Makes a client that authenticates with a key."""
    return create_client(
        server, "--authentication", "private_key_jwt", "--jwks", "-", *options, stdin=signer.public_set())


def decode(token, key_set, algorithm, **header):
    """The claims of a JWT that joserfc verifies with a JWK set; its header must have these members."""
    decoded = jwt.decode(token, KeySet.import_key_set(key_set), algorithms=[algorithm])
    for name, value in header.items():
        assert decoded.header[name] == value, decoded.header
    return decoded.claims
