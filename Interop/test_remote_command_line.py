"""The command line against a running server by its admin API: the same answers, and the same care with secrets."""

import json
import subprocess
import uuid

import pytest
import requests

from conftest import request_token
from running_server import BINARY, clean_environment, wait_until


@pytest.fixture
def remote(server, tmp_path):
    """Runs the program with --server; the credentials stand in a file that only its owner can read."""
    folder = tmp_path / "counterfoil"
    folder.mkdir()
    file = folder / "credentials"
    admin = server.demo["admin"]
    file.write_text(json.dumps({
        "default": {"client_id": admin["client_id"], "client_secret": admin["client_secret"]},
        "wrong": {"client_id": admin["client_id"], "client_secret": "cfs_live_wrong"},
    }))
    file.chmod(0o600)

    def run(*arguments, stdin="", environment=None):
        return subprocess.run(
            [str(BINARY), *arguments, "--server", server.admin], input=stdin, capture_output=True, text=True,
            timeout=30, env=environment or clean_environment() | {"XDG_CONFIG_HOME": str(tmp_path)})

    run.file = file
    return run


def ask(remote, *arguments, stdin=""):
    done = remote(*arguments, "--json", stdin=stdin)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_partner_is_set_up_from_afar(server, remote):
    tenant = "t" + uuid.uuid4().hex[:10]
    assert ask(remote, "tenant", "create", tenant, "--display-name", "Ferne")["display_name"] == "Ferne"
    made = ask(remote, "subscription", "create", "--tenant", tenant, "--partner", "Afar")
    assert [client["environment"] for client in made["clients"]] == ["sandbox", "production"]
    subscription = made["subscription"]["subscription_id"]
    shown = ask(remote, "subscription", "show", subscription)
    assert shown == server.ask("subscription", "show", subscription), "both ways tell the same"
    client = made["clients"][0]["client_id"]
    rolled = ask(remote, "secret", "roll", "--client", client, "--grace", "1h", "--expires-in", "90d")
    assert len(ask(remote, "secret", "list", "--client", client)) == 2
    ask(remote, "secret", "revoke", rolled["secret_id"], "--with-tokens")
    ask(remote, "scope", "create", "invoices:read", "--tenant", tenant, "--description", "Read invoices")
    resource = "https://billing.example/v1?x=1&y=2"
    ask(remote, "resource", "create", resource, "--tenant", tenant, "--environment", "sandbox", "--name", "Billing")
    assert ask(remote, "resource", "show", resource, "--tenant", tenant, "--environment", "sandbox")["scopes"] == []
    for command in (["tenant", "list"], ["client", "list", "--search", "afar"], ["scope", "list", "--tenant", tenant],
                    ["key", "list", "--tenant", tenant], ["client", "show", client],
                    ["realm", "show", "--tenant", tenant, "--environment", "sandbox"]):
        assert ask(remote, *command) == server.ask(*command), command
    table = remote("client", "list", "--tenant", tenant)
    assert table.returncode == 0 and table.stdout == server.run("client", "list", "--tenant", tenant).stdout
    ask(remote, "key", "replace", "--tenant", tenant, "--environment", "sandbox", "--yes")
    journal = ["journal", "list", "--kind", "key.replaced", "--realm", f"{tenant}/sandbox", "--limit", "1"]
    # A running server takes changes into its journal within a second.
    wait_until("entry of the journal", lambda: remote(*journal, "--json").stdout != "", 1)
    assert ask(remote, *journal)["actor"].startswith("client:")


def test_clients_move_in_bulk_from_afar(server, remote, tmp_path):
    """Many clients at once, with a body far beyond the limit of other operations: all or none, there and here alike."""
    tenant, count = "t" + uuid.uuid4().hex[:10], 3000
    ask(remote, "tenant", "create", tenant)
    ask(remote, "subscription", "create", "--tenant", tenant, "--partner", "Afar", "--no-clients")
    lines = [json.dumps({"tenant": tenant, "environment": "sandbox", "subscription": "Afar", "name": f"Job {number}",
                         "allowed_networks": ["127.0.0.0/8", "192.0.2.0/24"]}) for number in range(count)]
    source, secrets = tmp_path / "clients.jsonl", tmp_path / "secrets.jsonl"
    source.write_text("\n".join(lines[:-1] + [lines[-1].replace("Afar", "Nobody"), "nonsense"]))
    assert source.stat().st_size > 262_144
    for options in (["--dry-run"], ["--with-secrets", str(secrets)]):
        here = server.run("client", "import", str(source), *options)
        there = remote("client", "import", str(source), *options)
        assert here.returncode == there.returncode == 1
        assert (here.stdout, here.stderr) == (there.stdout, there.stderr), "both ways tell the same"
        assert f"\n{count} " in there.stdout and f"\n{count + 1} " in there.stdout
        assert "2 problems in 2 lines" in there.stderr and "\r" not in there.stderr
    assert remote("client", "export", "--tenant", tenant).stdout == "" and not secrets.exists()
    source.write_text("\n".join(lines))
    done = remote("client", "import", str(source), "--with-secrets", str(secrets))
    assert done.returncode == 0 and "cfs_test_" not in done.stdout and secrets.stat().st_mode & 0o777 == 0o600
    made = [json.loads(line) for line in secrets.read_text().splitlines()]
    assert [row["name"] for row in made] == [f"Job {number}" for number in range(count)]
    exported = remote("client", "export", "--tenant", tenant).stdout
    assert exported == server.run("client", "export", "--tenant", tenant).stdout and exported.count("\n") == count
    assert "cfs_" not in exported and all(row["secret_id"] not in exported for row in made)
    token = wait_until("a token for a new client", lambda: token_of_tenant(server, tenant, made[-1]), 5)
    assert ask(remote, "token", "inspect", stdin=token)["client_id"] == made[-1]["client_id"]
    journal = ["journal", "list", "--kind", "client.imported", "--limit", "1", "--json"]
    wait_until("entry of the journal", lambda: f'"clients":"{count}"' in remote(*journal).stdout, 5)
    source.write_text(exported)
    again = remote("client", "import", str(source))
    assert again.returncode == 1 and f"{count} problems in {count} lines" in again.stderr


def token_of_tenant(server, tenant, client):
    answer = requests.post(
        server.token_url, data={"grant_type": "client_credentials"}, timeout=10,
        headers={"Host": f"sandbox-{tenant}.localhost:{server.port}"},
        auth=(client["client_id"], client["client_secret"]))
    return answer.json().get("access_token")


def test_a_refusal_is_explained_from_afar(server, remote):
    refused = request_token(server, {"client_id": server.demo["sandbox"]["client_id"], "client_secret": "wrong"})
    told = ask(remote, "why", refused.headers["X-Request-Id"])
    assert told == server.ask("why", refused.headers["X-Request-Id"])
    unknown = remote("why", "nope")
    assert unknown.returncode == 1 and "No refusal of the request “nope”" in unknown.stderr


def test_a_token_is_inspected_from_afar(server, remote):
    token = request_token(server).json()["access_token"]
    assert ask(remote, "token", "inspect", stdin=token)["state"] == "active"
    assert ask(remote, "token", "revoke", stdin=token)["state"] == "revoked"


def test_what_is_wrong_is_told_as_on_the_servers_own_machine(server, remote):
    for command in (["client", "show", "nope"], ["tenant", "create", "Bad Name"],
                    ["tenant", "create", "x", "--display-name", "y" * 201],
                    ["subscription", "create", "--tenant", "nope", "--partner", "x"]):
        here, there = server.run(*command), remote(*command)
        assert here.returncode == there.returncode == 1, command
        assert here.stderr == there.stderr != ""


def test_credentials_that_are_wrong_open_or_missing_are_refused(server, remote, tmp_path):
    wrong = remote("tenant", "list", "--credentials", "wrong")
    assert wrong.returncode == 1 and "gave no access token (status 401)" in wrong.stderr
    assert "cfs_live_wrong" not in wrong.stderr
    assert "no profile “nope”" in remote("tenant", "list", "--credentials", "nope").stderr
    remote.file.chmod(0o644)
    assert "chmod 600" in remote("tenant", "list").stderr
    remote.file.unlink()
    assert "COUNTERFOIL_CLIENT_ID" in remote("tenant", "list").stderr
    admin = server.demo["admin"]
    environment = clean_environment() | {
        "COUNTERFOIL_CLIENT_ID": admin["client_id"], "COUNTERFOIL_CLIENT_SECRET": admin["client_secret"]}
    assert remote("tenant", "list", environment=environment).returncode == 0


@pytest.mark.parametrize(
    "url", ["http://admin.example.com", "ftp://x", "x", "http://u:p@127.0.0.1", "https://x/path", ""])
def test_an_address_that_is_no_server_is_refused_before_anything_is_sent(url, remote):
    environment = clean_environment() | {"COUNTERFOIL_CLIENT_ID": "a", "COUNTERFOIL_CLIENT_SECRET": "b"}
    done = subprocess.run(
        [str(BINARY), "tenant", "list", "--server", url], capture_output=True, text=True, timeout=30, env=environment)
    assert done.returncode == 1 and ("no server" in done.stderr or "unencrypted" in done.stderr), done.stderr


def test_a_server_that_is_not_there_is_told(remote):
    environment = clean_environment() | {"COUNTERFOIL_CLIENT_ID": "a", "COUNTERFOIL_CLIENT_SECRET": "b"}
    done = subprocess.run(
        [str(BINARY), "tenant", "list", "--server", "http://127.0.0.1:1"], capture_output=True, text=True, timeout=30,
        env=environment)
    assert done.returncode == 1 and "does not answer" in done.stderr


def test_data_and_server_are_not_given_together(server):
    done = server.run("tenant", "list", "--server", server.admin)
    assert done.returncode == 2 and "not both" in done.stderr
