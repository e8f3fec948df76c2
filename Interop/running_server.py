"""The real binary as a process: started, asked, told through its command line, stopped, killed."""

import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("INTEROP_BINARY", ROOT / ".build/release/counterfoil"))
START_SECONDS = 5
STOP_SECONDS = 5


def free_port():
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment():
    """This process's environment without the variables that configure a server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COUNTERFOIL_")}


def wait_until(what, condition, seconds, poll_seconds=0.02):
    """Returns the first answer of `condition` that is neither None nor False, or fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        # A response with status 401 counts as false in Python, and is an answer.
        if answer is not None and answer is not False:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for: {what}")
        time.sleep(poll_seconds)


class RunningServer:
    """One server process on one data directory. Its ports stay the same over restarts."""

    def __init__(self, data, logs, mode="demo", options=()):
        self.data = pathlib.Path(data)
        self.logs = pathlib.Path(logs)
        self.mode = mode
        self.options = list(options)
        self.port = free_port()
        self.admin_port = free_port()
        self.scheme = "http"
        self.trusted_certificate = None
        self.process = None
        self.demo = None
        self.start_seconds = None

    # The process

    def command(self):
        return [
            str(BINARY), self.mode, "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}",
            "--admin-listen", f"127.0.0.1:{self.admin_port}", *self.options,
        ]

    def start(self, ignore_file_size_signal=False):
        """Starts the process and waits until it answers.

        With `ignore_file_size_signal` the process sees a write past RLIMIT_FSIZE as an error, not as a signal:
        Python ignores that signal and hands this on.
        """
        self.logs.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        with open(self.logs / "stdout", "ab") as stdout, open(self.logs / "stderr", "ab") as stderr:
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=stdout,
                stderr=stderr, restore_signals=not ignore_file_size_signal)
        wait_until(f"an answer of the server; its output: {self.output()}", self.answers, 30)
        self.start_seconds = time.monotonic() - started
        if self.mode == "demo":
            self.demo = wait_until("demo.json", self.read_demo, START_SECONDS)
        return self

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.process.returncode}: {self.output()}")
        try:
            context = ssl.create_default_context(cafile=self.trusted_certificate)
            page = f"{self.scheme}://localhost:{self.port}/"
            with urllib.request.urlopen(page, timeout=2, context=context) as response:
                return response.status == 200
        except urllib.error.HTTPError:
            raise
        except OSError:
            return False

    def read_demo(self):
        """The credentials file, once it speaks of this port."""
        try:
            demo = json.loads((self.data / "demo.json").read_text())
        except FileNotFoundError:
            return None
        return demo if f":{self.port}" in demo["base_url"] else None

    def terminate(self):
        """Sends SIGTERM; returns the exit status and the seconds it took."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=30)
        self.process = None
        return status, time.monotonic() - asked

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=30)
        self.process = None

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def output(self):
        return "".join((self.logs / name).read_text() for name in ("stdout", "stderr"))

    # What it is asked

    @property
    def base(self):
        """For programs that cannot resolve names below localhost."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def verification(self):
        """What requests takes as `verify`."""
        return self.trusted_certificate or True

    @property
    def token_url(self):
        return self.base + "/api/identity/connect/token"

    @property
    def patients_url(self):
        return self.base + "/api/external/v1/patients"

    @property
    def admin(self):
        return f"http://127.0.0.1:{self.admin_port}"

    # Its command line, beside the running server

    def run(self, *arguments, stdin=""):
        """Runs a command on this server's data; returns the finished process."""
        return subprocess.run(
            [str(BINARY), *arguments, "--data", str(self.data)], cwd=ROOT, env=clean_environment(), input=stdin,
            capture_output=True, text=True, timeout=60, check=False)

    def run_help(self, command):
        return subprocess.run(
            [str(BINARY), command, "--help"], env=clean_environment(), capture_output=True, text=True, timeout=20,
            check=False)

    def ask(self, *arguments, stdin=""):
        """Runs a command with --json and returns what it printed, read."""
        done = self.run(*arguments, "--json", stdin=stdin)
        assert done.returncode == 0, (arguments, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def journal(self, kind=None):
        """The journal's entries of one kind, or all of them."""
        arguments = ["journal", "list", "--json", "--limit", "1000000"] + (["--kind", kind] if kind else [])
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]
