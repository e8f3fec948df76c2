"""The two metadata documents list what works: each listed value is used, and a value that nothing here uses fails.

`response_types_supported` is listed and empty. RFC 8414 section 2 requires the member, which has no value without an
authorization endpoint; section 3.2 says that empty lists are left out. Erratum 7793 would require it only beside an
authorization endpoint. Programs that insist on the member are common, programs that refuse an empty list were not
found; so it stays.
"""

import json

import pytest
import requests
from joserfc.jwk import ECKey

from certificates import Certificate, authority
from clients import Signer, create_client, create_key_client, decode
from conftest import basic, request_token
from running_server import wait_until
from test_tls import make_certificate, tls_options

SERVER_PATHS = [
    "/.well-known/oauth-authorization-server/api/identity", "/api/identity/.well-known/openid-configuration",
]
RESOURCE_PATH = "/.well-known/oauth-protected-resource/api/external"


class Walk:
    """Uses each listed value. There is one method for each member of the documents that is known."""

    def __init__(self, server, document):
        self.server = server
        self.document = document
        self.partners = {}

    def use(self, name, value):
        checker = getattr(self, f"use_{name}", None)
        assert checker is not None, f"{name} is listed, and nothing here uses it"
        checker(value)

    def post(self, url, client, method, **form):
        """A request to an endpoint by a client that shows itself in a listed way."""
        show = getattr(self, f"show_{method}", None)
        assert show is not None, f"{method} is listed, and nothing here uses it"
        return show(url, client, form)

    def get(self, url):
        answer = requests.get(url, timeout=10, verify=self.server.verification)
        assert answer.status_code == 200, (url, answer.text)
        return answer

    # Ways of authenticating

    def show_client_secret_basic(self, url, client, form):
        return requests.post(
            url, data=form, timeout=10, verify=self.server.verification,
            headers=basic(client["client_id"], client["client_secret"]))

    def show_client_secret_post(self, url, client, form):
        shown = {"client_id": client["client_id"], "client_secret": client["client_secret"]}
        return requests.post(url, data={**form, **shown}, timeout=10, verify=self.server.verification)

    def show_private_key_jwt(self, url, client, form):
        shown = client["signer"].credentials(client["client_id"], self.document["issuer"])
        return requests.post(url, data={**form, **shown}, timeout=10, verify=self.server.verification)

    def show_certificate(self, url, client, form):
        certificate = client["certificate"]
        return requests.post(
            url, data={**form, "client_id": client["client_id"]}, timeout=10, verify=self.server.verification,
            cert=(str(certificate.chain), str(certificate.key)))

    show_tls_client_auth = show_certificate
    show_self_signed_tls_client_auth = show_certificate

    def client(self, method, *options, algorithm="ES256"):
        """A client that authenticates by this method, made once."""
        key = (method, algorithm, *options)
        if key not in self.partners:
            made = {
                "private_key_jwt": self.make_key_client, "tls_client_auth": self.make_certified_client,
                "self_signed_tls_client_auth": self.make_self_signed_client,
            }.get(method, self.make_secret_client)
            self.partners[key] = made(method, algorithm, options)
        return self.partners[key]

    def make_secret_client(self, method, _, options):
        return create_client(self.server, "--authentication", method, *options)

    def make_key_client(self, _, algorithm, options):
        signer = Signer(algorithm)
        return {**create_key_client(self.server, signer, *options), "signer": signer}

    def make_certified_client(self, method, _, options):
        """A client whose certificate comes from the authority that `tls_server` gave the realm."""
        name = f"client-{len(self.partners)}.example"
        certificate = Certificate(
            self.server.data.parent, name, self.server.authority, extensions=(f"subjectAltName=DNS:{name}",))
        made = create_client(
            self.server, "--authentication", method, "--certificate-subject", f"san_dns={name}", *options)
        return {**made, "certificate": certificate}

    def make_self_signed_client(self, method, _, options):
        certificate = Certificate(self.server.data.parent, f"own-{len(self.partners)}")
        public = ECKey.import_key(certificate.key.read_text()).as_dict(private=False)
        made = create_client(
            self.server, "--authentication", method, "--jwks", "-", *options, stdin=json.dumps({"keys": [public]}))
        return {**made, "certificate": certificate}

    def token(self):
        return request_token(self.server).json()["access_token"]

    # The members of RFC 8414

    def use_issuer(self, value):
        assert value == f"{self.server.base}/api/identity"
        assert self.introspected(self.token())["iss"] == value

    def introspected(self, token):
        own = self.server.demo["introspection"]
        answer = self.post(self.document["introspection_endpoint"], own, "client_secret_basic", token=token)
        return answer.json()

    def use_token_endpoint(self, value):
        assert value == self.server.token_url

    def use_introspection_endpoint(self, value):
        assert self.introspected(self.token())["active"] is True

    def use_revocation_endpoint(self, value):
        assert value.startswith(self.server.base)

    def use_token_endpoint_auth_methods_supported(self, values):
        for method in values:
            client = self.client(method)
            assert self.granted(self.post(
                self.document["token_endpoint"], client, method, grant_type="client_credentials"))

    def granted(self, answer):
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]

    def use_token_endpoint_auth_signing_alg_values_supported(self, values):
        for algorithm in values:
            client = self.client("private_key_jwt", algorithm=algorithm)
            answer = self.post(
                self.document["token_endpoint"], client, "private_key_jwt", grant_type="client_credentials")
            assert self.granted(answer)

    def use_introspection_endpoint_auth_signing_alg_values_supported(self, values):
        for algorithm in values:
            client = self.client("private_key_jwt", "--introspects", "external", algorithm=algorithm)
            answer = self.post(
                self.document["introspection_endpoint"], client, "private_key_jwt", token=self.token())
            assert answer.json()["active"] is True, answer.text

    def use_revocation_endpoint_auth_signing_alg_values_supported(self, values):
        for algorithm in values:
            client = self.client("private_key_jwt", algorithm=algorithm)
            answer = self.post(self.document["revocation_endpoint"], client, "private_key_jwt", token="x")
            assert (answer.status_code, answer.text) == (200, "")

    def use_introspection_endpoint_auth_methods_supported(self, values):
        for method in values:
            client = self.client(method, "--introspects", "external")
            answer = self.post(self.document["introspection_endpoint"], client, method, token=self.token())
            assert answer.json()["active"] is True, answer.text

    def use_revocation_endpoint_auth_methods_supported(self, values):
        for method in values:
            client = self.client(method)
            token = self.granted(self.post(
                self.document["token_endpoint"], client, method, grant_type="client_credentials"))
            answer = self.post(self.document["revocation_endpoint"], client, method, token=token)
            assert (answer.status_code, answer.text) == (200, "")
            assert self.introspected(token) == {"active": False}

    def use_tls_client_certificate_bound_access_tokens(self, value):
        """RFC 8705 section 3.3."""
        methods = self.document["token_endpoint_auth_methods_supported"]
        assert value == ("self_signed_tls_client_auth" in methods), "both need certificates that reach the server"
        if not value:
            return
        client = self.client("self_signed_tls_client_auth", "--token-binding", "certificate")
        token = self.granted(self.post(
            self.document["token_endpoint"], client, "self_signed_tls_client_auth", grant_type="client_credentials"))
        certificate = (str(client["certificate"].chain), str(client["certificate"].key))
        for cert, status in ((certificate, 200), (None, 401)):
            answer = requests.get(
                self.server.patients_url, headers={"Authorization": f"Bearer {token}"}, timeout=10, cert=cert,
                verify=self.server.verification)
            assert answer.status_code == status, answer.text

    def use_grant_types_supported(self, values):
        for grant_type in values:
            if grant_type == "urn:ietf:params:oauth:grant-type:token-exchange":
                self.exchange(grant_type)
                continue
            assert grant_type == "client_credentials", f"{grant_type} is listed, and nothing here uses it"
            assert request_token(self.server, grant_type=grant_type).status_code == 200

    def exchange(self, grant_type):
        client = self.client("client_secret_basic", "--introspects", "external", "--exchange-target", "external")
        answer = self.post(
            self.document["token_endpoint"], client, "client_secret_basic", grant_type=grant_type,
            subject_token=self.token(), subject_token_type="urn:ietf:params:oauth:token-type:access_token")
        shown = self.introspected(self.granted(answer))
        assert shown["sub"] == self.server.demo["sandbox"]["client_id"]
        assert shown["act"] == {"sub": client["client_id"]}

    def use_scopes_supported(self, values):
        partner = self.server.ask(
            "subscription", "create", "--tenant", "demo", "--partner", "Partner with every scope",
            *(part for scope in values for part in ("--scope", scope)))
        client = next(client for client in partner["clients"] if client["environment"] == "sandbox")
        for scope in values:
            assert request_token(self.server, client, scope=scope).json()["scope"] == scope

    def use_response_types_supported(self, values):
        assert values == [], "there is no authorization endpoint"

    def use_service_documentation(self, value):
        self.get(value)

    def use_jwks_uri(self, value):
        """Tokens that the server signs are verified with the set (RFC 9068 section 4)."""
        for algorithm in ("RS256", "ES256", "EdDSA"):
            client = self.client("client_secret_basic", "--token-format", algorithm)
            token = request_token(self.server, client).json()["access_token"]
            claims = decode(token, self.get(value).json(), algorithm, typ="at+jwt")
            assert claims["iss"] == self.document["issuer"]

    def use_introspection_signing_alg_values_supported(self, values):
        """A resource server gets its answers signed by the algorithm that its own tokens are set to (RFC 9701)."""
        for value in values:
            own = self.client("client_secret_basic", "--introspects", "external", "--token-format", value)
            answer = requests.post(
                self.document["introspection_endpoint"], data={"token": self.token()}, timeout=10,
                verify=self.server.verification,
                headers={
                    **basic(own["client_id"], own["client_secret"]),
                    "Accept": "application/token-introspection+jwt"})
            claims = decode(
                answer.text, self.get(self.document["jwks_uri"]).json(), value, typ="token-introspection+jwt")
            assert claims["aud"] == own["client_id"]
            assert claims["token_introspection"]["active"] is True

    def use_dpop_signing_alg_values_supported(self, values):
        """RFC 9449 sections 5.1 and 7: a proof at the token endpoint, another at the API."""
        for algorithm in values:
            signer = Signer(algorithm)
            proof = signer.proof("POST", self.document["token_endpoint"])
            answer = request_token(self.server, headers={"DPoP": proof}).json()
            assert answer["token_type"] == "DPoP", (algorithm, answer)
            token, url = answer["access_token"], self.server.patients_url
            headers = {"Authorization": f"DPoP {token}", "DPoP": signer.proof("GET", url, token)}
            listed = requests.get(url, headers=headers, timeout=10, verify=self.server.verification)
            assert listed.status_code == 200, listed.text

    # The members of RFC 9728

    def use_resource(self, value):
        """Section 3.3: the document that a resource's URL leads to names that resource."""
        path = value.removeprefix(self.server.base)
        assert self.get(f"{self.server.base}/.well-known/oauth-protected-resource{path}").json()["resource"] == value

    def use_authorization_servers(self, values):
        for issuer in values:
            path = issuer.removeprefix(self.server.base)
            url = f"{self.server.base}/.well-known/oauth-authorization-server{path}"
            assert self.get(url).json()["issuer"] == issuer

    def use_bearer_methods_supported(self, values):
        assert values == ["header"]
        headers = {"Authorization": f"Bearer {self.token()}"}
        answer = requests.get(self.server.patients_url, headers=headers, timeout=10, verify=self.server.verification)
        assert answer.status_code == 200

    def use_resource_name(self, value):
        assert value == "External API"

    def use_resource_documentation(self, value):
        self.get(value)


def fetch(server, path):
    answer = requests.get(server.base + path, timeout=10, verify=server.verification)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


@pytest.fixture
def tls_server(make_server, tmp_path):
    """A demo that takes client certificates, and those of an authority in its sandbox."""
    certificate, key = make_certificate(tmp_path, "server")
    server = make_server(options=[*tls_options(certificate, key), "--tls-client-certificates", "request"])
    server.scheme, server.trusted_certificate = "https", str(certificate)
    server.start().authority = authority(tmp_path, "root")
    server.ask(
        "realm", "update", "--tenant", "demo", "--environment", "sandbox", "--certificate-roots",
        str(server.authority.path))
    wait_until("the authority", lambda: "tls_client_auth" in fetch(server, SERVER_PATHS[0])[
        "token_endpoint_auth_methods_supported"], 1)
    return server


def test_every_value_that_a_server_with_client_certificates_lists_works(tls_server):
    document = fetch(tls_server, SERVER_PATHS[0])
    walk = Walk(tls_server, document)
    for name, value in document.items():
        walk.use(name, value)


def test_every_value_that_the_server_lists_works(server):
    document = fetch(server, SERVER_PATHS[0])
    assert fetch(server, SERVER_PATHS[1]) == document
    walk = Walk(server, document)
    for name, value in document.items():
        walk.use(name, value)


def test_every_value_that_the_external_api_lists_works(server):
    document = fetch(server, RESOURCE_PATH)
    walk = Walk(server, {**fetch(server, SERVER_PATHS[0]), **document})
    for name, value in document.items():
        walk.use(name, value)


def test_a_new_scope_is_listed_and_works(server):
    done = server.run("scope", "create", "system/Patient.rs", "--tenant", "demo", "--description", "Patients")
    assert done.returncode == 0, done.stderr
    document = wait_until(
        "the new scope", lambda: (
            found if "system/Patient.rs" in (found := fetch(server, SERVER_PATHS[0]))["scopes_supported"] else None), 1)
    partner = server.ask(
        "subscription", "create", "--tenant", "demo", "--partner", "Example Partner",
        *(part for scope in document["scopes_supported"] for part in ("--scope", scope)))
    client = next(client for client in partner["clients"] if client["environment"] == "sandbox")
    for scope in document["scopes_supported"]:
        assert request_token(server, client, scope=scope).json()["scope"] == scope


def test_a_realm_never_names_another(shared_server):
    for host in (f"demo.localhost:{shared_server.port}", f"sandbox-demo.localhost:{shared_server.port}"):
        for path in [*SERVER_PATHS, RESOURCE_PATH]:
            answer = requests.get(shared_server.base + path, headers={"Host": host}, timeout=10)
            urls = [part for part in answer.text.split('"') if "://" in part]
            assert urls
            assert all(url.startswith(f"http://{host}/") for url in urls)
