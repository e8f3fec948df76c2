"""Web servers that guard an API with Counterfoil's tokens, each a process of its own, and the API behind them."""

import http.server
import pathlib
import socket
import subprocess
import threading

from running_server import free_port, wait_until


class EchoAPI:
    """An API behind a proxy. It answers every request with the header fields that reached it, as text."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = "".join(f"{name}: {value}\n" for name, value in self.headers.items()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """The test's output is no access log."""

    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Handler)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class WebServer:
    """One web server in the foreground, configured in a folder of its own, ended by its process."""

    def __init__(self, folder, command, files):
        """`command` and the texts of `files` may say {folder} and {port}."""
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.folder.mkdir(parents=True)
        for name, text in files.items():
            (self.folder / name).write_text(self.fill(text))
        with open(self.folder / "output", "wb") as output:
            self.process = subprocess.Popen(
                [self.fill(part) for part in command], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder)})
        wait_until(f"{command[0]} to listen; its output: {self.output()}", self.listens, 10)

    def fill(self, text):
        return text.replace("{folder}", str(self.folder)).replace("{port}", str(self.port))

    def listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the web server ended with {self.process.returncode}: {self.output()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def output(self):
        return (self.folder / "output").read_text(errors="replace")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
