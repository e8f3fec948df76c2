"""The admin API of the running server, as a program of the operator uses it."""

import json
import re
import time
import uuid

import pytest
import requests

ADMIN = "/admin/v1"


@pytest.fixture
def admin(server):
    """A session with a token of the built-in realm."""
    credentials = server.demo["admin"]
    answer = requests.post(
        server.admin + "/api/identity/connect/token",
        data={"grant_type": "client_credentials", "scope": credentials["scope"]},
        auth=(credentials["client_id"], credentials["client_secret"]),
        timeout=10,
    )
    assert answer.status_code == 200, answer.text
    session = requests.Session()
    session.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    session.base = server.admin + ADMIN
    return session


def test_a_tenant_is_created_once_however_often_it_is_asked_for(admin):
    name = "t" + uuid.uuid4().hex[:12]
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = admin.post(admin.base + "/tenants", json={"tenant": name}, headers=key, timeout=10)
    again = admin.post(admin.base + "/tenants", json={"tenant": name}, headers=key, timeout=10)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and first.headers["ETag"] == again.headers["ETag"]
    other = admin.post(admin.base + "/tenants", json={"tenant": name}, timeout=10)
    assert other.status_code == 409 and other.headers["Content-Type"] == "application/problem+json"


def test_a_lost_update_is_refused(admin):
    name = "t" + uuid.uuid4().hex[:12]
    tag = admin.post(admin.base + "/tenants", json={"tenant": name}, timeout=10).headers["ETag"]
    suspend = f"{admin.base}/tenants/{name}/suspend"
    assert admin.post(suspend, headers={"If-Match": tag}, timeout=10).json()["status"] == "suspended"
    resume = f"{admin.base}/tenants/{name}/resume"
    assert admin.post(resume, headers={"If-Match": tag}, timeout=10).status_code == 412


def test_a_tenants_token_opens_nothing(server, admin):
    sandbox = server.demo["sandbox"]
    token = requests.post(
        server.token_url,
        data={"grant_type": "client_credentials"},
        auth=(sandbox["client_id"], sandbox["client_secret"]),
        timeout=10,
    ).json()["access_token"]
    for headers in ({"Authorization": "Bearer " + token}, {}):
        answer = requests.get(admin.base + "/tenants", headers=headers, timeout=10)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_operators_program_gets_no_token_from_the_public_listener(server):
    credentials = server.demo["admin"]
    answer = requests.post(
        server.token_url,
        data={"grant_type": "client_credentials"},
        auth=(credentials["client_id"], credentials["client_secret"]),
        timeout=10,
    )
    assert answer.status_code == 401 and answer.json()["error"] == "invalid_client"


def test_no_public_host_name_stands_for_the_built_in_realm(server):
    for host in ("system.localhost", "sandbox-system.localhost"):
        answer = requests.get(server.base + "/", headers={"Host": f"{host}:{server.port}"}, timeout=10)
        assert answer.status_code == 404


def test_the_document_is_served_and_names_what_there_is(admin):
    document = json.loads(requests.get(admin.base + "/openapi.json", timeout=10).text)
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]["/tenants"]) == {"get", "post"}


def operations(admin):
    """Each operation of the document: its name, method, path with names that exist nowhere, and the scopes it needs."""
    document = json.loads(requests.get(admin.base + "/openapi.json", timeout=10).text)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            place = re.sub(r"\{environment\}", "sandbox", path)
            place = re.sub(r"\{\w+\}", "nope", place)
            yield operation["operationId"], method, place, operation["security"][0]["oauth2"]


def token_of(url, credentials, scope):
    return requests.post(
        url,
        data={"grant_type": "client_credentials", "scope": scope},
        auth=(credentials["client_id"], credentials["client_secret"]),
        timeout=10,
    ).json()["access_token"]


def test_every_operation_is_open_to_its_own_scope_only(server, admin):
    credentials = server.demo["admin"]
    scopes = credentials["scope"].split()
    assert sorted(scopes) == ["admin:keys", "admin:read", "admin:write"]
    url = server.admin + "/api/identity/connect/token"
    tokens = {scope: token_of(url, credentials, scope) for scope in scopes}
    foreign = token_of(server.token_url, server.demo["sandbox"], "external")
    session, seen = requests.Session(), 0
    for name, method, path, needed in operations(admin):
        for scope, token in [(None, None), ("external", foreign), *tokens.items()]:
            headers = {"Authorization": "Bearer " + token} if token else {}
            # No body: an operation that is open answers that something is missing or not there, and does nothing.
            answer = session.request(method, admin.base + path, headers=headers, timeout=10)
            if needed == [scope]:
                assert answer.status_code in (200, 400, 404, 422), (name, scope, answer.text)
            elif scope in tokens:
                assert answer.status_code == 403, (name, scope, answer.text)
                challenge = answer.headers["WWW-Authenticate"]
                assert 'error="insufficient_scope"' in challenge and f'scope="{" ".join(needed)}"' in challenge
            else:
                assert answer.status_code == 401, (name, scope, answer.text)
        seen += 1
    assert seen > 40


def test_a_secret_is_rolled_and_the_old_one_works_in_the_grace_period_only(server, admin):
    known = admin.get(f"{admin.base}/clients/{server.demo['sandbox']['client_id']}", timeout=10).json()
    client = admin.post(
        admin.base + "/clients",
        json={"subscription_id": known["subscription_id"], "environment": "sandbox", "name": "Rolled"},
        timeout=10,
    )
    assert client.status_code == 201 and client.headers["Cache-Control"] == "no-store", client.text
    old = client.json()
    roll = f"{admin.base}/clients/{old['client_id']}/secrets/roll"
    key = {"Idempotency-Key": str(uuid.uuid4())}
    new = admin.post(roll, json={"grace_seconds": 3}, headers=key, timeout=10)
    assert new.status_code == 201 and new.headers["Cache-Control"] == "no-store"
    assert admin.post(roll, json={"grace_seconds": 3}, headers=key, timeout=10).json()["client_secret"] is None

    def status(secret):
        return requests.post(
            server.token_url,
            data={"grant_type": "client_credentials"},
            auth=(old["client_id"], secret),
            timeout=10,
        )

    assert status(old["client_secret"]).status_code == status(new.json()["client_secret"]).status_code == 200
    end = time.monotonic() + 15
    while (answer := status(old["client_secret"])).status_code == 200 and time.monotonic() < end:
        time.sleep(0.2)
    assert answer.status_code == 401 and answer.json()["error"] == "invalid_client"
    assert status(new.json()["client_secret"]).status_code == 200
    why = admin.get(f"{admin.base}/why/{answer.headers['X-Request-Id']}", timeout=10).json()
    assert why["reason"] == "client_secret_expired" and old["client_id"] == why["client_id"]
    kinds = [
        entry["kind"]
        for entry in admin.get(admin.base + "/journal", params={"search": old["client_id"]}, timeout=10).json()["items"]
    ]
    assert {"client.created", "secret.created", "secret.expiry_set", "token.issued"} <= set(kinds)


def test_a_reported_token_is_inspected_and_revoked(server, admin):
    token = token_of(server.token_url, server.demo["sandbox"], "external")
    for _ in range(2):
        shown = admin.post(admin.base + "/tokens/inspect", json={"token": token}, timeout=10)
        assert shown.status_code == 200 and token not in shown.text
    assert shown.json()["state"] == "active"
    assert admin.post(admin.base + "/tokens/revoke", json={"token": token}, timeout=10).json()["state"] == "revoked"
    assert admin.post(admin.base + "/tokens/inspect", json={"token": token}, timeout=10).json()["state"] == "revoked"
