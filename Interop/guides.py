"""Runs the examples of a guide's page in order, as somebody would who follows the page."""

import json
import os
import re
import shutil
import subprocess
import sys

from documents import fenced_blocks
from running_server import BINARY, ROOT, clean_environment

# Names of shell variables on the pages, and the members of printed JSON that a reader would put into them.
VARIABLES = {"ID": "client_id", "CLIENT": "client_id", "SECRET": "client_secret", "TOKEN": "access_token"}


def named_files(page):
    """The blocks that the page names as files: the line above such a block ends with `name`: in backquotes."""
    text = (ROOT / page).read_text()
    found = re.findall(r"`([\w.-]+)`:\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return dict(found)


class Reader:
    """Somebody who follows a page, in a folder of their own, beside a running demo."""

    def __init__(self, server, folder, variables=()):
        self.server = server
        self.folder = folder
        self.variables = dict(variables)
        self.printed = []
        folder.mkdir(parents=True, exist_ok=True)
        tools = folder / "bin"
        tools.mkdir()
        (tools / "counterfoil").symlink_to(BINARY)
        (tools / "python3").symlink_to(shutil.which(sys.executable))

    def fill(self, text):
        base = f"{self.server.scheme}://localhost:{self.server.port}"
        return text.replace("http://localhost:8080", base).replace("https://localhost:8080", base)

    def follow(self, page, heading=None):
        """Writes the page's files and runs its `sh` blocks; each must end with status 0."""
        files = named_files(page)
        for name, text in files.items():
            (self.folder / name).write_text(self.fill(text))
        for language, text in fenced_blocks(page, heading):
            if language == "sh" and text not in files.values():
                self.run(self.fill(text))
        return self.printed

    def run(self, command):
        for name, value in self.variables.items():
            # A placeholder on the page, such as SUBSCRIPTION_ID.
            command = re.sub(rf"(?<![$\w]){name}_ID\b", value, command)
        # A link to the interpreter of a virtual environment finds its packages by this variable alone.
        packages = next(path for path in sys.path if path.endswith("site-packages"))
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=self.folder, capture_output=True, text=True, timeout=60,
            check=False, env={
                **clean_environment(), **self.variables, "COUNTERFOIL_DATA": str(self.server.data),
                **({"CURL_CA_BUNDLE": trusted} if (trusted := self.server.trusted_certificate) else {}),
                "PYTHONPATH": packages, "PYTHONWARNINGS": "ignore", "AUTHLIB_INSECURE_TRANSPORT": "1",
                "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"})
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        self.printed.append(done.stdout)
        self.note(done.stdout)

    def note(self, output):
        """What a reader would keep of an output for the commands that follow."""
        try:
            members = json.loads(output)
        except ValueError:
            return
        if not isinstance(members, dict):
            return
        for variable, member in VARIABLES.items():
            if member in members:
                self.variables[variable] = members[member]
        if "subscription" in members:
            self.variables["SUBSCRIPTION"] = members["subscription"]["subscription_id"]
