"""The command line beside a running server: what it changes is felt within a second."""

import json

import pytest
import requests

from conftest import fetch_token, list_patients, request_token
from running_server import wait_until

NOTICE_SECONDS = 1


def assert_within_a_second(what, condition):
    wait_until(what, condition, NOTICE_SECONDS)


def test_a_revoked_secret_is_refused_within_a_second(server):
    client = server.demo["sandbox"]["client_id"]
    made = server.ask("secret", "create", "--client", client)
    assert request_token(server, made).status_code == 200
    server.ask("secret", "revoke", made["secret_id"])
    assert_within_a_second("refusal", lambda: request_token(server, made).status_code == 401)
    assert request_token(server).status_code == 200, "the client's other secret goes on"
    listed = {item["secret_id"]: item for item in server.ask("secret", "list", "--client", client)}
    assert listed[made["secret_id"]]["revoked_at"] is not None
    assert set(listed[made["secret_id"]]) >= {
        "hint", "created_at", "not_before", "expires_at", "last_used_at", "revoked_at"}
    assert made["client_secret"] not in json.dumps(listed)


def test_a_suspended_clients_tokens_stop_within_a_second(server):
    client = server.demo["sandbox"]["client_id"]
    token = fetch_token(server)
    server.ask("client", "suspend", client)
    assert_within_a_second("401", lambda: list_patients(server, token).status_code == 401)
    assert request_token(server).status_code == 401
    server.ask("client", "resume", client)
    assert_within_a_second("200", lambda: request_token(server).status_code == 200)
    assert list_patients(server, token).status_code == 401, "what was stopped stays stopped"
    assert list_patients(server, fetch_token(server)).status_code == 200


def test_a_suspended_tenants_tokens_stop_within_a_second(server):
    token = fetch_token(server)
    server.ask("tenant", "suspend", "demo")
    assert_within_a_second("refusal", lambda: list_patients(server, token).status_code != 200)
    assert request_token(server).status_code != 200
    server.ask("tenant", "resume", "demo")
    assert_within_a_second("200", lambda: request_token(server).status_code == 200)


def test_a_suspended_subscription_is_told_to_who_holds_its_secret(server):
    subscriptions = server.ask("subscription", "list", "--tenant", "demo")
    client = server.demo["sandbox"]["client_id"]
    shown = server.ask("client", "show", client)
    identifier = shown["subscription_id"]
    assert identifier in [item["subscription_id"] for item in subscriptions]
    server.ask("subscription", "suspend", identifier)
    assert_within_a_second("401", lambda: request_token(server).status_code == 401)
    assert "suspended" in request_token(server).json()["error_description"]


def test_tokens_from_before_and_after_a_key_rotation_work(server):
    before = fetch_token(server)
    server.ask("key", "rotate", "--tenant", "demo", "--environment", "sandbox")
    keys = server.ask("key", "list", "--tenant", "demo", "--environment", "sandbox", "--use", "sealed-token")
    assert [key["state"] for key in keys].count("active") == 1
    assert "retired" in [key["state"] for key in keys]
    active = [key for key in keys if key["state"] == "active"][0]

    def uses_the_new_key():
        token = fetch_token(server)
        inspected = server.ask("token", "inspect", stdin=token + "\n")
        return active["key_id"] in json.dumps(inspected)

    assert_within_a_second("a token of the new key", uses_the_new_key)
    assert list_patients(server, before).status_code == 200
    assert list_patients(server, fetch_token(server)).status_code == 200


def test_a_new_tenant_is_served_without_a_restart(server):
    server.ask("tenant", "create", "acme")
    made = server.ask("subscription", "create", "--tenant", "acme", "--partner", "Example Partner")
    sandbox = [client for client in made["clients"] if client["environment"] == "sandbox"][0]
    host = {"Host": f"sandbox-acme.localhost:{server.port}"}
    assert_within_a_second("200", lambda: request_token(server, sandbox, headers=host).status_code == 200)
    token = fetch_token(server, sandbox, headers=host)
    page = list_patients(server, token, headers=host)
    assert (page.status_code, page.json()) == (200, {"Items": [], "Count": 0})
    assert list_patients(server, token).status_code == 401, "a token of another realm opens nothing"


def test_a_sandbox_secret_on_the_production_host_is_told_so(server):
    host = {"Host": f"demo.localhost:{server.port}"}
    answer = request_token(server, headers=host)
    assert answer.status_code == 401
    assert "sandbox" in answer.json()["error_description"]
    assert request_token(server, server.demo["production"], headers=host).status_code == 200


def test_why_gives_the_reason_of_a_refusal(server):
    wrong = {**server.demo["sandbox"], "client_secret": "not-a-secret"}
    answer = request_token(server, wrong)
    assert answer.status_code == 401
    identifier = answer.headers["X-Request-Id"]
    reason = wait_until("the reason", lambda: server.run("why", identifier, "--json").stdout or None, NOTICE_SECONDS)
    assert json.loads(reason)["request_id"] == identifier
    assert "not-a-secret" not in reason
    unknown = server.run("why", "no-such-request")
    assert unknown.returncode == 1
    assert unknown.stderr


@pytest.mark.parametrize("command", [
    ["tenant", "list"], ["tenant", "show", "demo"], ["subscription", "list", "--tenant", "demo"],
    ["client", "list", "--tenant", "demo"], ["scope", "list", "--tenant", "demo"],
    ["key", "list", "--tenant", "demo"], ["journal", "verify"],
])
def test_json_output_is_one_document(shared_server, command):
    assert shared_server.ask(*command)
    people = shared_server.run(*command)
    assert people.returncode == 0, people.stderr
    assert people.stdout.strip()


@pytest.mark.parametrize("command", [
    ["tenant", "create"], ["no-such-command"], ["tenant", "create", "demo2", "--no-such-option"],
])
def test_a_wrong_call_exits_with_2(shared_server, command):
    done = shared_server.run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "sage:" in done.stderr


@pytest.mark.parametrize("command", [
    ["tenant", "create", "demo"], ["tenant", "create", "system"], ["tenant", "show", "nobody"],
    ["client", "suspend", "cf_test_00000000000000000000"], ["secret", "revoke", "nothing"],
])
def test_a_refused_command_exits_with_1_and_says_why(shared_server, command):
    done = shared_server.run(*command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip()


def test_every_command_has_help(shared_server):
    commands = (
        "demo", "serve", "tenant", "subscription", "client", "secret", "scope", "key", "token", "journal", "why")
    for command in commands:
        done = shared_server.run_help(command)
        assert done.returncode == 0, (command, done.stderr)
        assert "USAGE" in done.stdout


def test_the_private_listener_answers(shared_server):
    for path in ("/livez", "/readyz"):
        assert requests.get(shared_server.admin + path, timeout=5).status_code == 200
    metrics = requests.get(shared_server.admin + "/metrics", timeout=5)
    assert metrics.status_code == 200
    assert metrics.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "counterfoil_" in metrics.text
    assert requests.get(shared_server.base + "/metrics", timeout=5).status_code == 404


def test_last_use_of_a_secret_is_kept(server):
    client = server.demo["sandbox"]["client_id"]
    assert request_token(server).status_code == 200
    # Written at the latest when the server ends, never on the way of a request.
    assert server.terminate()[0] == 0
    assert any(item["last_used_at"] for item in server.ask("secret", "list", "--client", client))
