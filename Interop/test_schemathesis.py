"""schemathesis over the whole document of the External API: every check it has, stateful links too."""

import os
import pathlib
import subprocess
import sys

from conftest import fetch_token
from running_server import ROOT, clean_environment

# Each run makes up the same requests; another number tries others.
SEED = os.environ.get("SCHEMATHESIS_SEED", "20261128")
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "25")


def test_schemathesis_finds_nothing(server, tmp_path):
    token = fetch_token(server)
    program = pathlib.Path(sys.executable).parent / "schemathesis"
    done = subprocess.run(
        [
            str(program), "--config-file", str(ROOT / "Interop/schemathesis.toml"), "run",
            f"http://localhost:{server.port}/api/external/v1/openapi.json", "--url", f"http://localhost:{server.port}",
            "--header", f"Authorization: Bearer {token}", "--max-examples", EXAMPLES, "--seed", SEED,
            "--generation-database", "none", "--no-color",
        ],
        cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
