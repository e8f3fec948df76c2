"""The private key of a realm, unwrapped from a server's data as whoever holds the root key could, and JWTs of it.

With it a test makes tokens that are wrong in one thing only, and shows that this one thing has them refused.
"""

import base64
import sqlite3
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


def base64url(content):
    return base64.urlsafe_b64encode(content.encode() if isinstance(content, str) else content).rstrip(b"=").decode()


def active_key(server, realm, use="sign-es256"):
    """The P-256 key that signs in a realm now."""
    root = bytes.fromhex((server.data / "root.key").read_text().strip())
    wrapping = HKDF(SHA256(), 32, salt=None, info=b"counterfoil/root-key/wrap/v1").derive(root)
    with sqlite3.connect(f"file:{server.data / 'counterfoil.sqlite'}?mode=ro", uri=True) as store:
        identifier, wrapped = store.execute(
            "SELECT identifier, wrapped FROM key WHERE realm = ? AND use = ? AND state = 'active'", (realm, use),
        ).fetchone()
    label = b"".join(struct.pack(">I", len(part)) + part.encode() for part in (realm, use, identifier))
    scalar = AESGCM(wrapping).decrypt(wrapped[1:1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES:], label)
    return ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())


def sign(header, claims, key):
    """A JWS by ES256 over exactly these texts, whatever they are."""
    start = f"{base64url(header)}.{base64url(claims)}"
    r, s = decode_dss_signature(key.sign(start.encode(), ec.ECDSA(SHA256())))
    return f"{start}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
