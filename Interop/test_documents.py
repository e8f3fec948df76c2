"""The documents' commands, run literally against the running demo; only the host is replaced."""

import json
import os
import re
import subprocess

from conftest import fetch_token
from documents import fenced_blocks, shape
from running_server import BINARY, ROOT, clean_environment, free_port, wait_until

TOKEN_COMMAND = (
    "curl --location 'http://localhost:8080/api/identity/connect/token' "
    "--header 'Content-Type: application/x-www-form-urlencoded' "
    """--header "Authorization: Basic $(printf '%s:%s' "$ID" "$SECRET" | base64 -w0)" """
    "--data-urlencode 'grant_type=client_credentials'")
PATIENTS_COMMAND = (
    "curl --request GET --url 'http://localhost:8080/api/external/v1/patients' "
    """--header "authorization: Bearer $TOKEN" --header 'content-type: application/json'""")
ROW_MEMBERS = [
    "Id", "DisplayId", "Name", "DateOfBirthday", "Address", "Phones", "Active", "LocationName", "LocationNpi", "Tags",
    "Gender", "ModifiedDate",
]


def guide_commands():
    blocks = fenced_blocks("docs/integrator-guide.md")
    return [line for language, text in blocks if language == "sh" for line in text.splitlines()]


def run_curl(command, server, tmp_path, **variables):
    """Runs a curl command as it stands; a configuration file lets curl say the status below the body."""
    (tmp_path / ".curlrc").write_text('silent\nshow-error\nwrite-out = "\\n%{http_code}"\n')
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command.replace("localhost:8080", f"localhost:{server.port}")],
        env={**clean_environment(), "CURL_HOME": str(tmp_path), **variables}, capture_output=True, text=True,
        timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    body, _, status = done.stdout.rpartition("\n")
    return int(status), body


def test_the_guides_token_command_answers_200(shared_server, tmp_path):
    assert TOKEN_COMMAND in guide_commands()
    sandbox = shared_server.demo["sandbox"]
    status, body = run_curl(
        TOKEN_COMMAND, shared_server, tmp_path, ID=sandbox["client_id"], SECRET=sandbox["client_secret"])
    assert status == 200, body
    answer = json.loads(body)
    assert sorted(answer) == ["access_token", "expires_in", "scope", "token_type"]
    assert re.fullmatch("[0-9A-F]{64}", answer["access_token"])
    assert (answer["expires_in"], answer["token_type"], answer["scope"]) == (1200, "Bearer", "external")


def test_the_guides_patients_command_answers_200(shared_server, tmp_path):
    assert PATIENTS_COMMAND in guide_commands()
    status, body = run_curl(PATIENTS_COMMAND, shared_server, tmp_path, TOKEN=fetch_token(shared_server))
    assert status == 200, body
    page = json.loads(body)
    assert sorted(page) == ["Count", "Items"]
    assert page["Count"] == 250
    assert len(page["Items"]) == 50
    assert all(sorted(row) == sorted(ROW_MEMBERS) for row in page["Items"])


def test_the_readme_shows_what_its_commands_print(shared_server, tmp_path):
    """Every `sh` block of the section is run, in one shell; the block after it shows what it prints."""
    blocks = fenced_blocks("README.md", "## The flow")
    pairs = [(blocks[index][1], blocks[index + 1]) for index, block in enumerate(blocks) if block[0] == "sh"]
    assert len(pairs) >= 3
    folder = tmp_path / "clone"
    (folder / "var").mkdir(parents=True)
    (folder / "var/demo").symlink_to(shared_server.data)
    (folder / ".build/release").mkdir(parents=True)
    (folder / ".build/release/counterfoil").symlink_to(BINARY)
    marker = "----- end of output -----"
    script = "".join(f"{command}\necho\necho '{marker}'\n" for command, _ in pairs)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace("localhost:8080", f"localhost:{shared_server.port}")],
        cwd=folder, env=clean_environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.split(marker)[:-1]
    for output, (command, (language, shown)) in zip(printed, pairs, strict=True):
        if language == "json":
            assert shape(json.loads(output)) == shape(json.loads(shown)), command
        else:
            assert neutral(output) == neutral(shown), command


def test_the_readme_leads_from_an_empty_directory_to_a_partners_token(tmp_path):
    blocks = fenced_blocks("README.md", "## Give a partner credentials")
    serve, make, fetch = [text for language, text in blocks if language == "sh"]
    folder = tmp_path / "clone"
    (folder / ".build/release").mkdir(parents=True)
    (folder / ".build/release/counterfoil").symlink_to(BINARY)
    port, admin_port = free_port(), free_port()
    with open(tmp_path / "output", "w") as output:
        server = subprocess.Popen(
            [*serve.split(), "--listen", f"127.0.0.1:{port}", "--admin-listen", f"127.0.0.1:{admin_port}"],
            cwd=folder, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        wait_until("the sign-in link", lambda: "/console/sign-in#" in (tmp_path / "output").read_text(), 30)
        made = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", make], cwd=folder, env=clean_environment(), capture_output=True,
            text=True, timeout=30, check=True).stdout
        variables = {
            "ID": re.search(r"cf_test_\w+", made)[0], "SECRET": re.search(r"cfs_test_\w+", made)[0]}

        def fetched():
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", fetch.replace("localhost:8080", f"localhost:{port}")],
                env={**clean_environment(), **variables}, capture_output=True, text=True, timeout=30, check=True)
            return '"access_token"' in done.stdout and done.stdout

        # A running server hears of the new tenant within a second.
        answer = wait_until("a token", fetched, 10)
        assert shape(json.loads(answer)) == shape(json.loads(blocks[-1][1]))
    finally:
        server.kill()
        server.wait(timeout=30)


def neutral(text):
    """Text with what differs from run to run taken out: hexadecimal ids, times, client ids, digits, ports."""
    text = re.sub(r"cf_(live|test)_\w+", r"cf_\1_ID", text)
    text = re.sub(r"\b(?=\w*\d)[0-9A-Za-z_-]{16,}\b", "ID", text)
    text = re.sub(r"\d[\dT:.Z-]*", "N", text)
    return [re.sub(r"\s+", " ", line.strip()) for line in text.strip().splitlines()]


def test_the_screenshots_of_the_guide_exist():
    guide = (ROOT / "docs/integrator-guide.md").read_text()
    images = re.findall(r"!\[[^\]]+\]\((images/[^)]+\.png)\)", guide)
    assert images
    assert all(os.path.getsize(ROOT / "docs" / image) > 5_000 for image in images)
