"""Certificates that openssl makes for tests: authorities, and what they sign."""

import pathlib
import subprocess


P256 = ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1")
KEYS = {
    "P-256": P256, "P-384": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp384r1"),
    "RSA": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"), "Ed25519": ("-algorithm", "ED25519"),
}


def openssl(*arguments, stdin=None):
    return subprocess.run(
        ["openssl", *map(str, arguments)], input=stdin, check=True, capture_output=True, timeout=20).stdout


class Certificate:
    """A certificate with its key, as PEM files, and the certificates from it up to the root."""

    def __init__(self, folder, name, issuer=None, subject=None, extensions=(), days=1, key=P256):
        folder = pathlib.Path(folder)
        self.path, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        self.issuer = issuer
        openssl("genpkey", *key, "-out", self.key)
        request = folder / f"{name}.csr"
        openssl("req", "-new", "-key", self.key, "-subj", subject or f"/CN={name}", "-out", request)
        settings = folder / f"{name}.cnf"
        settings.write_text("[v3]\n" + "\n".join(extensions) + "\n")
        by = ["-signkey", self.key] if issuer is None else ["-CA", issuer.path, "-CAkey", issuer.key]
        openssl(
            "x509", "-req", "-in", request, *by, "-days", days, "-extfile", settings, "-extensions", "v3",
            "-set_serial", int.from_bytes(name.encode()[:8], "big"), "-out", self.path)
        # What a client presents: its own first, then those that lead to the root, without the root.
        self.chain = folder / f"{name}-chain.pem"
        between, above = "", issuer
        while above is not None and above.issuer is not None:
            between, above = between + above.path.read_text(), above.issuer
        self.chain.write_text(self.path.read_text() + between)

    @property
    def der(self):
        return openssl("x509", "-in", self.path, "-outform", "DER")


AUTHORITY = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")


def authority(folder, name, issuer=None):
    """A certificate that may sign others."""
    return Certificate(folder, name, issuer, subject=f"/O=Test/CN={name}", extensions=AUTHORITY)
