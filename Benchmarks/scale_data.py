"""Fills a fresh data directory with 10,000 tenants and 100,000 clients, as an operator's program would."""

import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import re
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.parse

DAY_SECONDS = 86_400
WRITERS = 8


def free_port():
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Scale:
    """How much there is to be."""

    def __init__(self, tenants, clients):
        self.tenants = tenants
        self.clients = clients
        # One tenant has much more than the others, and one of its subscriptions much more than its others.
        self.big_clients = clients // 10
        self.big_subscriptions = max(clients // 200, 2)
        self.usage_clients = max(clients // 200, 1)
        self.usage_days = 396
        self.journal_tokens = clients * 5


class Server:
    """A server process on a data directory, and a program that may do everything on its private listener."""

    def __init__(self, binary, folder):
        self.binary = str(binary)
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.port = free_port()
        self.admin_port = free_port()
        self.process = None
        self.token = None
        self.credentials = None
        self.local = threading.local()

    def start(self):
        began = time.monotonic()
        with open(self.folder / "out", "ab") as out, open(self.folder / "err", "ab") as err:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}", "--admin-listen",
                 f"127.0.0.1:{self.admin_port}", "--log-level", "warning"], stdout=out, stderr=err)
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=5)
                connection.request("GET", "/livez")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the server ended: " + (self.folder / "err").read_text())
                time.sleep(0.02)
        self.local = threading.local()
        return time.monotonic() - began

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None

    def command(self, *arguments, remote=False, stdin=None):
        """Runs the command line, beside the server or against it; the credentials stand in the environment."""
        place = ["--server", f"http://127.0.0.1:{self.admin_port}"] if remote else ["--data", str(self.data)]
        environment = dict(os.environ)
        if remote:
            environment |= dict(zip(("COUNTERFOIL_CLIENT_ID", "COUNTERFOIL_CLIENT_SECRET"), self.credentials))
        done = subprocess.run(
            [self.binary, *arguments, *place], capture_output=True, text=True, env=environment, stdin=stdin,
            check=False)
        if done.returncode != 0:
            raise SystemExit(f"{arguments[:2]}: {done.stderr}")
        return done.stdout

    def sign_in(self):
        """Gets an access token for the admin API."""
        if self.credentials is None:
            made = json.loads(self.command(
                "client", "create", "--subscription", "sub_system", "--environment", "production", "--name",
                "Benchmark", "--token-lifetime", "86400", "--json"))
            self.credentials = (made["client_id"], made["client_secret"])
        client, secret = self.credentials
        body = urllib.parse.urlencode(
            {"grant_type": "client_credentials", "client_id": client, "client_secret": secret})
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for _ in range(50):
            status, _, text = self.ask("POST", "/api/identity/connect/token", body, form)
            if status == 200:
                self.token = json.loads(text)["access_token"]
                return
            # A running server hears of a client made beside it within a second.
            time.sleep(0.1)
        raise SystemExit(f"no token: {text}")

    def ask(self, method, path, body=None, headers=None):
        """One request on this thread's connection: status, headers and body of the answer."""
        if headers is None:
            headers = {"Authorization": "Bearer " + self.token}
            if body is not None:
                headers["Content-Type"] = "application/json"
        connection = getattr(self.local, "connection", None)
        # The server closes what was idle for a minute.
        if connection is None or time.monotonic() - self.local.used > 30:
            connection = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=120)
        self.local.used = time.monotonic()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def create(self, path, record):
        status, _, text = self.ask("POST", "/admin/v1" + path, json.dumps(record))
        if status != 201:
            raise SystemExit(f"{path} {record}: {status} {text}")
        return json.loads(text)

    def session(self):
        """The cookie of an operator who has signed in to the console."""
        link = re.search(r"/console/sign-in#\S+", self.command("operator", "link", "admin")).group()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Host": f"localhost:{self.admin_port}",
                "Origin": f"http://localhost:{self.admin_port}"}
        full = f"http://localhost:{self.admin_port}" + link
        for _ in range(20):
            status, headers, _ = self.ask("POST", "/console/sign-in", urllib.parse.urlencode({"link": full}), form)
            if status == 303:
                return headers["Set-Cookie"].split(";")[0]
            time.sleep(0.1)
        raise SystemExit(f"no session: {status}")


def names(scale):
    """The tenants, the big one first."""
    return ["big"] + [f"clinic-{number:05}" for number in range(1, scale.tenants)]


def partners(scale, tenant):
    if tenant == "big":
        return [f"Big Partner {number:04}" for number in range(scale.big_subscriptions)]
    return [f"{part} {tenant[7:]}" for part in ("Laboratory", "Billing")]


def in_parallel(work, items):
    with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
        for _ in pool.map(work, items):
            pass


def client_lines(scale):
    """A line of an import for each client."""
    order = random.Random(7)
    big = partners(scale, "big")
    small = names(scale)[1:]
    for number in range(scale.clients):
        if number < scale.big_clients:
            tenant, partner = "big", big[0] if number % 2 else order.choice(big)
        else:
            tenant = small[number % len(small)]
            partner = order.choice(partners(scale, tenant))
        yield json.dumps({
            "tenant": tenant, "environment": order.choice(("sandbox", "production")), "subscription": partner,
            "name": f"{order.choice(('Night job', 'Portal', 'Importer', 'Archive'))} {number:06}",
            "status": "suspended" if number % 50 == 0 else "active"})


def fill(server, scale):
    """Makes everything through the admin API and the command line, and says how long the parts took."""
    timed("tenants", lambda: in_parallel(
        lambda name: server.create("/tenants", {"tenant": name, "display_name": name.replace("-", " ").title()}),
        names(scale)))
    pairs = [(tenant, partner) for tenant in names(scale) for partner in partners(scale, tenant)]
    timed(f"{len(pairs)} subscriptions", lambda: in_parallel(
        lambda pair: server.create(
            "/subscriptions", {"tenant": pair[0], "partner": pair[1], "contact": "partner@example.com",
                               "with_clients": False}), pairs))
    for number in range(20):
        server.create("/operators", {"operator": f"person-{number:02}", "role": "viewer"})
    lines = server.folder / "clients.jsonl"
    lines.write_text("\n".join(client_lines(scale)) + "\n")
    timed("a dry run of the import", lambda: server.command("client", "import", str(lines), "--dry-run", remote=True))
    timed("the import, with secrets", lambda: server.command(
        "client", "import", str(lines), "--with-secrets", str(server.folder / "secrets.jsonl"), remote=True))
    exported = timed("an export", lambda: server.command("client", "export", remote=True))
    if exported.count("\n") != scale.clients:
        raise SystemExit(f"{exported.count(chr(10))} clients were exported")
    server.stop()


def timed(what, work):
    began = time.monotonic()
    result = work()
    print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)
    return result


def fill_past(server, scale):
    """Writes what only time would make: usage of thirteen months, secrets that expire, a journal full of tokens."""
    order = random.Random(11)
    registry = sqlite3.connect(server.data / "counterfoil.sqlite")
    now = int(time.time())
    with registry:
        clients = registry.execute(
            "SELECT id, realm FROM client WHERE tenant = 'big' ORDER BY number LIMIT ?",
            (scale.usage_clients,)).fetchall()
        today = now // DAY_SECONDS
        registry.executemany(
            "INSERT INTO client_usage (day, realm, client, kind, word, count) VALUES (?, ?, ?, ?, ?, ?)",
            ((today - day, realm, client, kind, word, order.randint(1, 9_999)) for day in range(scale.usage_days)
             for client, realm in clients
             for kind, word in (("token", ""), ("call", "200"), ("call", "404"), ("refusal", "client_unknown"))))
        # One in thirty-two secrets ends within a year, some within a month; one in sixteen was used.
        registry.execute(
            "UPDATE client_secret SET expires_at = ? + (abs(random()) % 365) * 86400000 WHERE id LIKE 'sec_0%'",
            (now * 1000 + 60_000,))
        registry.execute(
            "UPDATE client_secret SET last_used_at = ?, last_used_from = '192.0.2.7' WHERE id LIKE 'sec_1%'",
            (now * 1000,))
    registry.close()
    journal = sqlite3.connect(server.data / "journal.sqlite")
    with journal:
        start, = journal.execute("SELECT sequence FROM head").fetchone()
        body, = journal.execute("SELECT body FROM entry WHERE kind = 'token.issued' LIMIT 1").fetchone()
        count = scale.journal_tokens
        # An hour apart from the end, so that the last minute has few. The chain is not whole after this.
        journal.executemany(
            "INSERT INTO entry (sequence, at, kind, realm, hash, body) "
            "VALUES (?, ?, 'token.issued', ?, zeroblob(32), ?)",
            ((start + 1 + number, (now - 3_600 - count + number) * 1000, clients[number % len(clients)][1], body)
             for number in range(count)))
        journal.execute("UPDATE head SET sequence = ?", (start + count,))
    journal.close()
