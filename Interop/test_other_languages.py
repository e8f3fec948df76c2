"""The OAuth libraries of Go and Ruby as Debian packages them, used as their own documents say, unmodified."""

import json
import os
import shutil
import subprocess

import pytest

from running_server import ROOT, clean_environment

JUDGES = ROOT / "Interop/judges"
BUILT = ROOT / ".build-interop/judges"


def run(command, server, environment=()):
    """Runs a judge with the sandbox's credentials; what it printed, read."""
    sandbox = server.demo["sandbox"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False,
        env={**clean_environment(), "ID": sandbox["client_id"], "SECRET": sandbox["client_secret"],
             "SITE": server.base, "TOKEN_URL": server.token_url, "API_URL": server.patients_url, **dict(environment)})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def go_program():
    """The Go judge, built against the packages that Debian ships as sources: nothing is fetched."""
    BUILT.mkdir(parents=True, exist_ok=True)
    program = BUILT / "client_credentials"
    subprocess.run(
        ["go", "build", "-o", program, JUDGES / "client_credentials.go"], check=True, timeout=240,
        env={"PATH": os.environ["PATH"], "HOME": str(BUILT), "GO111MODULE": "off", "GOPATH": "/usr/share/gocode",
             "GOPROXY": "off", "GOCACHE": str(BUILT / "go-cache"), "CGO_ENABLED": "0"})
    return program


@pytest.mark.parametrize("style", ["auto", "header", "params"])
def test_go(shared_server, go_program, style):
    assert run([go_program, style], shared_server) == {
        "token_type": "Bearer", "valid": True, "status": 200, "count": 250}


@pytest.mark.parametrize("scheme", ["basic_auth", "request_body"])
def test_ruby(shared_server, scheme):
    # Debian's Ruby: another one on PATH would not see Debian's gems.
    ruby = shutil.which("ruby", path="/usr/bin")
    assert run([ruby, JUDGES / "client_credentials.rb", scheme], shared_server) == {
        "token_type": "Bearer", "valid": True, "scope": "external", "expires_in": 1200, "count": 250}
