"""Every mistake an integrator can make: its answer has the form the standards ask for, and a row in the guide."""

import re

import pytest
import requests

from conftest import basic, fetch_token, list_patients, request_token
from running_server import ROOT, wait_until

FORM = "application/x-www-form-urlencoded"
GRANT = "grant_type=client_credentials"


def guide_rows():
    """The rows of the guide's tables of errors: status, code, and the description as a pattern (`…` is anything)."""
    rows = []
    for line in (ROOT / "docs/integrator-guide.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) == 5 and re.fullmatch(r"\d{3}", cells[0]):
            pattern = re.escape(cells[2]).replace("…", ".+")
            rows.append((int(cells[0]), cells[1].strip("`"), pattern))
    return rows


def assert_in_the_guide(status, code, description):
    rows = guide_rows()
    assert any(
        (status, code) == row[:2] and re.fullmatch(row[2], description.replace("|", "\\|")) for row in rows
    ), f"no row in the guide: | {status} | `{code}` | {description} |"


def assert_oauth_error(answer, status, code):
    """RFC 6749 section 5.2, whole."""
    assert (answer.status_code, answer.json().get("error")) == (status, code), answer.text
    body = answer.json()
    assert sorted(body) == ["error", "error_description", "error_uri"]
    assert re.fullmatch(r"[\x20-\x21\x23-\x5B\x5D-\x7E]+", body["error_description"])
    assert answer.headers["Content-Type"].split(";")[0] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Pragma"] == "no-cache"
    assert answer.headers["X-Request-Id"]
    assert_in_the_guide(status, code, body["error_description"])


def assert_problem(answer, status, code):
    """RFC 9457, with a type that says what to do."""
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+json"
    assert problem["status"] == status
    assert problem["type"].endswith(f"/docs/errors/{code}")
    assert answer.headers["X-Request-Id"]
    assert_in_the_guide(status, code, problem["detail"])
    return problem


def post(server, body, authorized=True, content_type=FORM, **headers):
    """A raw request at the token endpoint."""
    sandbox = server.demo["sandbox"]
    if authorized:
        headers = {**basic(sandbox["client_id"], sandbox["client_secret"]), **headers}
    if content_type is not None:
        headers["Content-Type"] = content_type
    return requests.post(server.token_url, data=body, headers=headers, timeout=10)


# The body's bytes, what else the request has, and the status and code that answer it.
MISTAKES = {
    "no grant type": (b"scope=external", {}, 400, "invalid_request"),
    "an empty body": (b"", {}, 400, "invalid_request"),
    "an empty grant type": (b"grant_type=&scope=external", {}, 400, "invalid_request"),
    "another grant type": (b"grant_type=password&username=a&password=b", {}, 400, "unsupported_grant_type"),
    "JSON": (b'{"grant_type":"client_credentials"}', {"content_type": "application/json"}, 415, "invalid_request"),
    "no content type": (GRANT.encode(), {"content_type": None}, 415, "invalid_request"),
    "another charset": (GRANT.encode(), {"content_type": FORM + "; charset=latin1"}, 415, "invalid_request"),
    "a body over 16 KiB": (f"{GRANT}&pad={'x' * 16_384}".encode(), {}, 413, "invalid_request"),
    "a repeated grant type": (f"{GRANT}&{GRANT}".encode(), {}, 400, "invalid_request"),
    "a repeated scope": (f"{GRANT}&scope=external&scope=external".encode(), {}, 400, "invalid_request"),
    "broken percent-encoding": (f"{GRANT}&scope=%zz".encode(), {}, 400, "invalid_request"),
    "cut percent-encoding": (f"{GRANT}&scope=a%2".encode(), {}, 400, "invalid_request"),
    "encoded bytes that are not UTF-8": (f"{GRANT}&scope=%ff%fe".encode(), {}, 400, "invalid_request"),
    "raw bytes that are not UTF-8": (GRANT.encode() + b"&scope=\xff", {}, 400, "invalid_request"),
    "an encoded NUL": (f"{GRANT}&scope=a%00b".encode(), {}, 400, "invalid_request"),
    "a raw NUL": (GRANT.encode() + b"&scope=a\x00b", {}, 400, "invalid_request"),
    "a scope that does not exist": (f"{GRANT}&scope=external+billing".encode(), {}, 400, "invalid_scope"),
    "a resource that is not there": (f"{GRANT}&resource=https://x.example/".encode(), {}, 400, "invalid_target"),
    "a resource that is no URI": (f"{GRANT}&resource=external".encode(), {}, 400, "invalid_target"),
    "a resource with a fragment": (f"{GRANT}&resource=https://x.example/%23a".encode(), {}, 400, "invalid_target"),
    "eleven resources": ((GRANT + "&resource=urn:x" * 11).encode(), {}, 400, "invalid_request"),
    "no credentials": (GRANT.encode(), {"authorized": False}, 401, "invalid_client"),
    "a Client ID without a secret": (f"{GRANT}&client_id=a".encode(), {"authorized": False}, 401, "invalid_client"),
    "credentials twice": (f"{GRANT}&client_id=a&client_secret=b".encode(), {}, 400, "invalid_request"),
    "Basic that is not base64": (
        GRANT.encode(), {"authorized": False, "Authorization": "Basic %%%"}, 401, "invalid_client"),
    "Basic without a colon": (
        GRANT.encode(), {"authorized": False, "Authorization": "Basic YWJj"}, 401, "invalid_client"),
    "another authentication scheme": (
        GRANT.encode(), {"authorized": False, "Authorization": "Digest a=b"}, 401, "invalid_client"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_wrong_token_request(shared_server, name):
    body, options, status, code = MISTAKES[name]
    answer = post(shared_server, body, **options)
    assert_oauth_error(answer, status, code)
    if status == 401 and "Authorization" in options:
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method(shared_server, method):
    answer = requests.request(method, shared_server.token_url, timeout=5)
    assert_oauth_error(answer, 405, "invalid_request")
    assert "POST" in answer.headers["Allow"]


def test_a_request_from_a_page_of_another_origin(shared_server):
    answer = post(shared_server, GRANT, Origin="https://partner.example")
    assert answer.status_code in (400, 401, 403)
    assert_oauth_error(answer, answer.status_code, answer.json()["error"])
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_credentials_that_are_wrong(server):
    sandbox, production = server.demo["sandbox"], server.demo["production"]
    secret = sandbox["client_secret"]
    flipped = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    partner = server.ask("subscription", "create", "--tenant", "demo", "--partner", "Example Partner")
    other = [client for client in partner["clients"] if client["environment"] == "sandbox"][0]
    wrong = [
        {**sandbox, "client_secret": flipped},
        {**sandbox, "client_secret": "hunter2"},
        {**sandbox, "client_secret": other["client_secret"]},
        {**sandbox, "client_id": "cf_test_00000000000000000000"},
        production,
        {**sandbox, "client_secret": production["client_secret"]},
    ]
    for credentials in wrong:
        answer = request_token(server, credentials)
        assert_oauth_error(answer, 401, "invalid_client")
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    at_production = {"Host": f"demo.localhost:{server.port}"}
    assert_oauth_error(request_token(server, headers=at_production), 401, "invalid_client")
    assert "checksum" in request_token(server, wrong[0]).json()["error_description"]
    assert "production" in request_token(server, production).json()["error_description"]


def other_client(server):
    """A second partner in the sandbox, to be treated badly."""
    partner = server.ask("subscription", "create", "--tenant", "demo", "--partner", "Example Partner")
    client = [client for client in partner["clients"] if client["environment"] == "sandbox"][0]
    assert wait_until("its first token", lambda: request_token(server, client).status_code == 200, 1)
    return partner["subscription"]["subscription_id"], client


def refused(server, credentials):
    return wait_until(
        "refusal", lambda: (
            answer if (answer := request_token(server, credentials)).status_code != 200 else None), 1)


@pytest.mark.parametrize(("state", "word"), [("suspend", "suspended"), ("end", "ended")])
def test_a_subscription_that_may_not(server, state, word):
    subscription, client = other_client(server)
    assert server.run("subscription", state, subscription).returncode == 0
    answer = refused(server, client)
    assert_oauth_error(answer, 401, "invalid_client")
    assert word in answer.json()["error_description"]
    masked = request_token(server, {**client, "client_secret": server.demo["sandbox"]["client_secret"]})
    assert word not in masked.json()["error_description"], "said only to who holds the secret"


@pytest.mark.parametrize("command", [["client", "suspend"], ["client", "delete"]])
def test_a_client_that_may_not(server, command):
    _, client = other_client(server)
    assert server.run(*command, client["client_id"]).returncode == 0
    assert_oauth_error(refused(server, client), 401, "invalid_client")


def test_a_secret_that_has_expired_or_was_revoked(server):
    _, client = other_client(server)
    for command, word in ((["secret", "expire"], "expired"), (["secret", "revoke"], "")):
        made = server.ask("secret", "create", "--client", client["client_id"])
        assert wait_until("its first token", lambda: request_token(server, made).status_code == 200, 1)
        assert server.run(*command, made["secret_id"]).returncode == 0
        answer = refused(server, made)
        assert_oauth_error(answer, 401, "invalid_client")
        assert word in answer.json()["error_description"]


def test_a_scope_that_is_not_the_clients(server):
    assert server.run("scope", "create", "billing", "--tenant", "demo", "--description", "Bills").returncode == 0
    wait_until("the scope", lambda: True, 1)
    answer = request_token(server, scope="external billing")
    assert_oauth_error(answer, 400, "invalid_scope")
    assert "billing" in answer.json()["error_description"]


def test_a_suspended_tenant(server):
    assert server.run("tenant", "suspend", "demo").returncode == 0
    answer = refused(server, server.demo["sandbox"])
    if answer.headers["Content-Type"].startswith("application/problem+json"):
        assert_problem(answer, answer.status_code, answer.json()["type"].split("/")[-1])
    else:
        assert_oauth_error(answer, answer.status_code, answer.json()["error"])


def test_an_unknown_host(shared_server):
    for host in ("nobody.localhost", "example.org", "sandbox-nobody.localhost"):
        assert_problem(request_token(shared_server, headers={"Host": host}), 404, "unknown_host")


def test_an_unknown_path(shared_server):
    assert_problem(requests.get(shared_server.base + "/api/identity/connect/tokens", timeout=5), 404, "not_found")


# The External API

@pytest.mark.parametrize(("headers", "status", "code", "error"), [
    ({}, 401, "unauthorized", None),
    ({"Authorization": "Bearer " + "0" * 64}, 401, "invalid_token", "invalid_token"),
    ({"Authorization": "Bearer garbage"}, 401, "invalid_token", "invalid_token"),
    ({"Authorization": "Bearer"}, 400, "invalid_request", "invalid_request"),
    ({"Authorization": "Bearer a b"}, 400, "invalid_request", "invalid_request"),
    ({"Authorization": "Basic YTpi"}, 401, "unauthorized", None),
])
def test_a_call_without_a_good_token(shared_server, headers, status, code, error):
    answer = requests.get(shared_server.patients_url, headers=headers, timeout=5)
    assert_problem(answer, status, code)
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith("Bearer ")
    assert (re.search(r'\berror="([^"]+)"', challenge) or [None, None])[1] == error


def test_a_token_in_the_url(shared_server):
    token = fetch_token(shared_server)
    answer = requests.get(shared_server.patients_url, params={"access_token": token}, timeout=5)
    assert_problem(answer, 400, "invalid_request")


def test_a_token_without_the_scope(server):
    assert server.run("scope", "create", "billing", "--tenant", "demo", "--description", "Bills").returncode == 0
    partner = server.ask(
        "subscription", "create", "--tenant", "demo", "--partner", "Example Partner", "--scope", "billing")
    client = [client for client in partner["clients"] if client["environment"] == "sandbox"][0]
    wait_until("its first token", lambda: request_token(server, client).status_code == 200, 1)
    answer = list_patients(server, fetch_token(server, client))
    assert_problem(answer, 403, "insufficient_scope")
    assert 'scope="external"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("query", [
    {"pageSize": "0"}, {"pageSize": "501"}, {"pageSize": "many"}, {"pageIndex": "-1"}, {"page": "1"},
    {"pageSize": ["1", "2"]},
])
def test_a_bad_query(shared_server, query):
    answer = list_patients(shared_server, fetch_token(shared_server), **query)
    assert assert_problem(answer, 400, "invalid_parameter")["errors"]


def test_a_patient_that_does_not_exist(shared_server):
    answer = requests.get(
        shared_server.patients_url + "/99999999", timeout=5,
        headers={"Authorization": f"Bearer {fetch_token(shared_server)}"})
    assert answer.status_code == 404
    assert_problem(answer, 404, answer.json()["type"].split("/")[-1])


def test_another_method_of_the_api(shared_server):
    answer = requests.delete(shared_server.patients_url, timeout=5)
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"]


def test_every_documented_code_has_its_page(shared_server):
    for code in sorted({row[1] for row in guide_rows()}):
        answer = requests.get(f"{shared_server.base}/docs/errors/{code}", timeout=5)
        assert answer.status_code == 200, code
        assert code in answer.text
