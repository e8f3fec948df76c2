"""The pages of the guide, one for each way of authenticating: their examples are run in order, as they stand."""

import json

from clients import demo_subscription
from documents import shape
from guides import Reader
from running_server import ROOT


TOKEN_SHAPE = {"access_token": "str", "expires_in": "int", "token_type": "str", "scope": "str"}


def reader(server, tmp_path):
    return Reader(server, tmp_path / "reader", {"SUBSCRIPTION": demo_subscription(server)})


def test_every_page_is_tested_and_listed():
    guide = (ROOT / "docs/integrator-guide.md").read_text()
    tests = "".join(path.read_text() for path in (ROOT / "Interop").glob("test_*.py"))
    pages = sorted(path.name for path in (ROOT / "docs/guides").glob("*.md"))
    assert len(pages) >= 2
    for page in pages:
        assert f"](guides/{page}" in guide, f"the guide does not lead to {page}"
        assert f"docs/guides/{page}" in tests, f"nothing runs {page}"


def test_client_secret(server, tmp_path):
    _, by_header, in_form, count = reader(server, tmp_path).follow("docs/guides/client-secret.md")
    for answer in (by_header, in_form):
        assert shape(json.loads(answer)) == TOKEN_SHAPE
    assert count == "250\n"


def test_private_key_jwt(server, tmp_path):
    printed = reader(server, tmp_path).follow("docs/guides/private-key-jwt.md")
    answers = [json.loads(output) for output in printed if "access_token" in output]
    assert [shape(answer) for answer in answers] == [TOKEN_SHAPE, TOKEN_SHAPE]
    assert "250\n" in printed


def test_resource_indicators(server, tmp_path):
    printed = reader(server, tmp_path).follow("docs/guides/resource-indicators.md")
    orders, refused, external, accepted = printed[-4:]
    assert json.loads(orders)["scope"] == "orders:read"
    assert json.loads(external)["scope"] == "external"
    assert (refused, accepted) == ("401\n", "200\n")


def test_smart_backend_services(server, tmp_path):
    follower = reader(server, tmp_path)
    answer = json.loads(follower.follow("docs/guides/smart-backend-services.md")[-1])
    assert shape(answer) == TOKEN_SHAPE
    assert (answer["expires_in"], answer["scope"]) == (300, "system/Patient.rs")
    longer = server.run("client", "update", follower.variables["ID"], "--token-lifetime", "301")
    assert longer.returncode == 1
    assert "300" in longer.stderr
