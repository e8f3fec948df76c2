"""The External API as integrators' programs meet it: the cookbook's commands, and what a whole server adds."""

import concurrent.futures
import json

import requests

from conftest import fetch_token, list_patients
from guides import Reader
from test_errors import assert_problem

PATIENTS = "/api/external/v1/patients"


def call(server, token, method, path, **more):
    return requests.request(
        method, server.base + path, headers={"Authorization": f"Bearer {token}", **more.pop("headers", {})},
        timeout=10, **more)


def test_the_cookbook_works_as_it_stands(server, tmp_path):
    sandbox = server.demo["sandbox"]
    reader = Reader(
        server, tmp_path / "reader", {"ID": sandbox["client_id"], "SECRET": sandbox["client_secret"]})
    printed = reader.follow("docs/guides/cookbook.md")
    folder = tmp_path / "reader"
    created = json.loads((folder / "created.json").read_text())
    assert created["Tags"][0]["Name"] == "CPAP" and created["Location"]["Name"] == "Dayton Service Center"
    assert json.loads((folder / "changed-answer.json").read_text())["General"]["NickName"] == "Rem"
    assert f"location: {PATIENTS}/{created['Id']}" in printed[2].lower()
    assert printed[3] == "412\n"
    assert printed[4] == "251 changes, 251 patients\n"
    assert printed[5] == "1 changes, 250 patients\n"
    assert printed[6] == "Avery Q Stone\n"


def test_of_two_replacements_at_once_one_is_412(server):
    token = fetch_token(server)
    path = f"{PATIENTS}/10000001"
    for round_number in range(20):
        read = call(server, token, "GET", path)
        body = read.json()
        body["LocationId"] = body.pop("Location")["Id"]
        for name in ("Id", "DisplayId"):
            del body[name]
        body["General"]["NickName"] = f"round {round_number}"
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(
                lambda _: call(server, token, "PUT", path, json=body, headers={"If-Match": read.headers["ETag"]}),
                range(2)))
        assert sorted(answer.status_code for answer in answers) == [200, 412]


def test_records_outlive_the_server_and_stay_in_their_realm(server):
    token = fetch_token(server)
    patient = call(server, token, "GET", f"{PATIENTS}/10000002").json()
    patient["LocationId"] = patient.pop("Location")["Id"]
    del patient["Id"], patient["DisplayId"]
    created = call(server, token, "POST", PATIENTS, json=patient)
    assert created.status_code == 201, created.text
    server.kill()
    server.start()
    place = created.headers["Location"]
    token = fetch_token(server)
    assert call(server, token, "GET", place).json() == created.json()
    production = server.demo["production"]
    host = {"Host": f"demo.localhost:{server.port}"}
    other = fetch_token(server, production, headers=host)
    assert call(server, other, "GET", place, headers=host).status_code == 404
    assert call(server, other, "GET", PATIENTS, headers=host).json() == {"Items": [], "Count": 0}
    assert call(server, token, "GET", PATIENTS, headers=host).status_code == 401


def test_what_is_written_is_not_in_the_log(server):
    token = fetch_token(server)
    body = {
        "General": {
            "Name": {"FirstName": "Unmistakable", "LastName": "Quillfeather"}, "DateOfBirth": "1931-07-07",
            "Gender": "Other", "Ssn": "666-99-1234", "Wrong": "Unmistakable-wrong"},
        "Addresses": {"Patient": {"AddressLine": "77 Hidden Ln", "City": "Erie", "State": "PA", "Zip": "16501"}},
        "LocationId": "20000001"}
    refused = call(server, token, "POST", PATIENTS, json=body)
    assert refused.status_code == 400
    del body["General"]["Wrong"]
    assert call(server, token, "POST", PATIENTS, json=body).status_code == 201
    told = server.output() + refused.text
    for secret in ("Unmistakable", "Quillfeather", "1931-07-07", "666-99-1234", "Hidden"):
        assert secret not in told
    server.terminate()
    for name in ("counterfoil.sqlite", "counterfoil.sqlite-wal", "access.sqlite", "journal.sqlite"):
        file = server.data / name
        assert not file.exists() or b"666-99-1234" not in file.read_bytes()


def test_a_list_asks_for_no_more_than_its_token(shared_server):
    token = fetch_token(shared_server)
    answer = list_patients(shared_server, token, status="Hold", order="-modified", pageSize=5)
    assert answer.status_code == 200, answer.text
    assert {row["Active"] for row in answer.json()["Items"]} == {"false"}


def test_every_refusal_of_a_write_has_its_row_in_the_guide(server):
    token = fetch_token(server)
    path = f"{PATIENTS}/10000001"
    body = call(server, token, "GET", path).json()
    body["LocationId"] = body.pop("Location")["Id"]
    del body["Id"], body["DisplayId"]
    key = {"Idempotency-Key": "one-key"}
    created = call(server, token, "POST", PATIENTS, json=body, headers=key)
    assert created.status_code == 201, created.text

    def refused(status, code, method="POST", place=PATIENTS, **more):
        assert_problem(call(server, token, method, place, **more), status, code)

    json_type = {"Content-Type": "application/json"}
    refused(400, "malformed_json", data="{", headers=json_type)
    refused(400, "invalid_body", json={})
    refused(400, "invalid_idempotency_key", json=body, headers={"Idempotency-Key": "two words"})
    refused(404, "insurance_not_found", "GET", f"{path}/insurances/50009999")
    refused(409, "reference_not_found", json={**body, "LocationId": "20009999"})
    refused(409, "idempotency_key_reused", json={**body, "Tags": []}, headers=key)
    assert call(server, token, "DELETE", created.headers["Location"]).status_code == 204
    refused(409, "repeated_record_gone", json=body, headers=key)
    refused(412, "precondition_failed", "PUT", path, json=body, headers={"If-Match": '"old"'})
    refused(400, "invalid_parameter", "GET", path, headers={"If-None-Match": ""})
    refused(413, "body_too_large", data=b" " * 1_100_000, headers=json_type)
    refused(415, "unsupported_media_type", data="LastName=Stone", headers={"Content-Type": "text/plain"})
