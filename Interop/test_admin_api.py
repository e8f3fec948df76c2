"""The admin API of the running server, as a program of the operator uses it."""

import json
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
