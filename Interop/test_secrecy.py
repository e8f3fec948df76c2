"""What an attacker could learn: from answers, from their timing, and from what the server writes down."""

import socket
import statistics
import time

import requests

from conftest import basic, fetch_token, list_patients, request_token
from documents import shape

SAMPLES = 25
FIXED_SECONDS = 0.050
NEAR_SECONDS = 0.004


def well_formed_but_wrong(server):
    """Another client's secret: right form, right checksum, right environment, wrong client."""
    made = server.ask("subscription", "create", "--tenant", "demo", "--partner", "Example Partner")
    return [client for client in made["clients"] if client["environment"] == "sandbox"][0]["client_secret"]


def test_an_unknown_client_and_a_wrong_secret_look_alike(make_server):
    server = make_server(options=["--trusted-proxies", "127.0.0.1/32"]).start()
    secret = well_formed_but_wrong(server)
    wrong = {"client_id": server.demo["sandbox"]["client_id"], "client_secret": secret}
    unknown = {"client_id": "cf_test_00000000000000000000", "client_secret": secret}
    seconds = {"wrong": [], "unknown": []}
    answers = {}
    with requests.Session() as session:
        for index in range(SAMPLES):
            for name, credentials in (("wrong", wrong), ("unknown", unknown)):
                # Each from an address of its own: this test is about time, not about limits.
                headers = {"X-Forwarded-For": f"203.0.113.{index * 2 + (name == 'wrong')}"}
                asked = time.perf_counter()
                answer = request_token(server, credentials, headers=headers, session=session)
                seconds[name].append(time.perf_counter() - asked)
                assert answer.status_code == 401
                answers[name] = (
                    answer.text.replace(answer.headers["X-Request-Id"], "REQUEST"), sorted(answer.headers),
                    answer.headers["WWW-Authenticate"])
    assert answers["wrong"] == answers["unknown"]
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    assert abs(medians["wrong"] - medians["unknown"]) < NEAR_SECONDS, medians
    assert min(medians.values()) >= FIXED_SECONDS, medians


def test_a_body_that_comes_late_does_not_show_how_long_the_work_took(server):
    body = b"grant_type=client_credentials&client_id=cf_test_00000000000000000000&client_secret=x"
    head = (
        f"POST /api/identity/connect/token HTTP/1.1\r\nHost: localhost:{server.port}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(head)
        time.sleep(3 * FIXED_SECONDS)
        sent = time.perf_counter()
        connection.sendall(body)
        assert b" 401 " in connection.recv(65_536)
        assert time.perf_counter() - sent >= FIXED_SECONDS


def test_nothing_written_down_holds_a_secret_or_a_token(server):
    sandbox = server.demo["sandbox"]
    made = server.ask("secret", "create", "--client", sandbox["client_id"])
    hidden = [sandbox["client_secret"], server.demo["production"]["client_secret"], made["client_secret"]]
    hidden.append(server.demo["introspection"]["client_secret"])
    hidden.append(basic(sandbox["client_id"], sandbox["client_secret"])["Authorization"].split(" ")[1])
    token = fetch_token(server)
    hidden += [token, token.lower()]
    page = list_patients(server, token, pageSize=1)
    patient = page.json()["Items"][0]
    detail = requests.get(
        f"{server.patients_url}/{patient['Id']}", headers={"Authorization": f"Bearer {token}"}, timeout=5)
    assert detail.status_code == 200
    hidden += [patient["Name"]["FullName"], patient["Phones"]]
    mistakes = [
        requests.get(server.token_url, params={"client_secret": made["client_secret"]}, timeout=5),
        requests.post(server.token_url, json={"client_secret": made["client_secret"]}, timeout=5),
        requests.post(server.token_url, data={"client_secret": [token, made["client_secret"]]}, timeout=5),
        requests.get(server.patients_url, params={"access_token": token}, timeout=5),
        requests.get(server.patients_url, headers={"Authorization": f"Bearer {token}0"}, timeout=5),
        requests.get(f"{server.base}/{token}", timeout=5),
        request_token(server, {**sandbox, "client_secret": made["client_secret"] + "x"}),
        request_token(server, {**sandbox, "client_id": made["client_secret"]}),
    ]
    # This answer names the scope that was asked, as it must; what is written down must not.
    scope_refused = request_token(server, scope=made["client_secret"])
    assert scope_refused.json()["error"] == "invalid_scope"
    assert all(400 <= answer.status_code < 500 for answer in mistakes), [answer.status_code for answer in mistakes]
    for path, credentials in [("introspect", server.demo["introspection"]), ("revocation", sandbox)]:
        for form in [{"token": token}, {"token": made["client_secret"]}, {"token": [token, token]}, {token: token}]:
            answer = requests.post(
                f"{server.base}/api/identity/connect/{path}", data=form, timeout=5,
                headers=basic(credentials["client_id"], credentials["client_secret"]))
            assert answer.status_code in (200, 400)
            mistakes.append(answer)
    metrics = requests.get(server.admin + "/metrics", timeout=5).text
    inspected = server.run("token", "inspect", stdin=token + "\n").stdout
    journal = server.run("journal", "list", "--json", "--limit", "100000").stdout
    reasons = "".join(server.run("why", answer.headers["X-Request-Id"]).stdout for answer in [*mistakes, scope_refused])
    assert server.terminate()[0] == 0
    # The demo prints its own sandbox credentials once, for the person who started it.
    written = {
        "stderr": (server.logs / "stderr").read_text(), "journal": journal, "metrics": metrics, "inspect": inspected,
        "why": reasons, "answers": "".join(answer.text for answer in mistakes),
    }
    assert shape(written) == dict.fromkeys(written, "str")
    assert journal.strip() and metrics.strip() and written["stderr"].strip()
    found = [(where, index) for where, text in written.items() for index, word in enumerate(hidden) if word in text]
    assert found == []
