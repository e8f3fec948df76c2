"""`serve`, as an operator runs it: on data that the command line made, with settings of every kind."""

import json
import subprocess

import pytest
import requests

from conftest import fetch_token, list_patients, request_token
from running_server import BINARY, ROOT, clean_environment, wait_until


def run_on(data, *arguments):
    done = subprocess.run(
        [str(BINARY), *arguments, "--data", str(data), "--json"], cwd=ROOT, env=clean_environment(),
        capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def acme(make_server):
    """A server without a demo, and the clients of its one tenant by environment."""
    server = make_server(mode="serve", options=["--base-domain", "example.test", "--default-realm", "acme/production"])
    run_on(server.data, "tenant", "create", "acme")
    made = run_on(server.data, "subscription", "create", "--tenant", "acme", "--partner", "Example Partner")
    return server.start(), {client["environment"]: client for client in made["clients"]}


@pytest.mark.parametrize(("environment", "host"), [
    ("production", "acme.example.test"), ("sandbox", "sandbox-acme.example.test"), ("production", "ACME.example.test."),
    ("production", "127.0.0.1"),
])
def test_hosts_are_made_of_tenant_and_base_domain(acme, environment, host):
    server, clients = acme
    headers = {"Host": f"{host}:{server.port}"}
    token = fetch_token(server, clients[environment], headers=headers)
    assert list_patients(server, token, headers=headers).json() == {"Items": [], "Count": 0}
    assert not (server.data / "demo.json").exists()


def test_the_lifetime_of_a_clients_tokens_is_set_by_the_operator(acme):
    server, clients = acme
    client = clients["production"]
    server.ask("client", "update", client["client_id"], "--token-lifetime", "60")
    headers = {"Host": "acme.example.test"}

    def is_sixty():
        return request_token(server, client, headers=headers).json()["expires_in"] == 60

    wait_until("the shorter lifetime", is_sixty, 1)
    for seconds in ("59", "86401", "never"):
        assert server.run("client", "update", client["client_id"], "--token-lifetime", seconds).returncode in (1, 2)


@pytest.mark.parametrize(("options", "remote"), [
    ([], "127.0.0.1"), (["--trusted-proxies", "127.0.0.1/32"], "203.0.113.7"),
    (["--trusted-proxies", "10.0.0.0/8"], "127.0.0.1"),
])
def test_forwarded_addresses_count_only_from_trusted_proxies(make_server, options, remote):
    server = make_server(options=options).start()
    assert request_token(server, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}).status_code == 200
    assert [entry["remote_address"] for entry in server.journal("token.issued")] == [remote]


def test_a_forwarded_host_counts_only_from_trusted_proxies(make_server):
    production = {"X-Forwarded-Host": "demo.localhost", "X-Forwarded-Proto": "https"}
    plain = make_server("plain").start()
    assert request_token(plain, headers=production).status_code == 200
    trusting = make_server("trusting", options=["--trusted-proxies", "127.0.0.1/32"]).start()
    assert "production" in request_token(trusting, headers=production).json()["error_description"]


def refusal_to_start(server, environment=()):
    done = subprocess.run(
        server.command(), cwd=ROOT, env={**clean_environment(), **dict(environment)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert done.stderr.strip().count("\n") == 0, done.stderr
    return done.stderr


def test_plain_http_beyond_this_machine_is_refused(make_server):
    server = make_server(options=["--listen", "0.0.0.0:0"])
    assert "--insecure-http" in refusal_to_start(server)


@pytest.mark.parametrize(("text", "said"), [
    ("base-domian: example.test\n", "base-domian"), ("listen: everywhere\n", "listen"), ("- a list\n", "mapping"),
])
def test_a_wrong_configuration_file_is_named(make_server, tmp_path, text, said):
    file = tmp_path / "counterfoil.yaml"
    file.write_text(text)
    server = make_server(mode="serve", options=["--config", str(file)])
    # Without --listen, which would come before the file.
    command = server.command()
    position = command.index("--listen")
    server.command = lambda: command[:position] + command[position + 2:]
    assert said in refusal_to_start(server)


def test_a_wrong_variable_is_named(make_server):
    server = make_server(mode="serve")
    assert "log-level" in refusal_to_start(server, {"COUNTERFOIL_LOG_LEVEL": "loud"})


def test_settings_come_from_a_file(make_server, tmp_path):
    file = tmp_path / "counterfoil.yaml"
    file.write_text("security-contact: mailto:security@example.com\n")
    server = make_server(options=["--config", str(file)]).start()
    answer = requests.get(server.base + "/.well-known/security.txt", timeout=5)
    assert "Contact: mailto:security@example.com" in answer.text
