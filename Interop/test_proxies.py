"""Web servers as the guide configures them, in front of an API: only requests with a good token reach it."""

import base64

import pytest
import requests

from clients import Signer
from conftest import fetch_token, request_token
from documents import fenced_blocks
from running_server import wait_until
from web_servers import WebServer

GUIDE = "docs/guides/proxies.md"
NGINX = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log stderr notice;
events {}
http {
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    server {
        listen 127.0.0.1:{port};
GUIDE
    }
}
"""


def guide_block(language, heading, server, api):
    """The configuration that the guide shows, with the ports of this test."""
    block = next(text for found, text in fenced_blocks(GUIDE, heading) if found == language)
    return block.replace("127.0.0.1:8081", f"127.0.0.1:{server.admin_port}").replace(
        "127.0.0.1:9000", f"127.0.0.1:{api.port}").replace("127.0.0.1:8090", "127.0.0.1:{port}")


def nginx(folder, server, api):
    text = NGINX.replace("GUIDE", guide_block("nginx", "### nginx", server, api))
    return WebServer(folder, ["/usr/sbin/nginx", "-e", "stderr", "-c", "{folder}/nginx.conf"], {"nginx.conf": text})


def haproxy(folder, server, api):
    lua = guide_block("lua", "### HAProxy", server, api)
    text = guide_block("haproxy", "### HAProxy", server, api).replace("/etc/haproxy/", "{folder}/")
    return WebServer(
        folder, ["/usr/sbin/haproxy", "-db", "-f", "{folder}/haproxy.cfg"],
        {"haproxy.cfg": text, "authorize.lua": lua})


def caddy(folder, server, api):
    # Its own endpoint for administration would take a fixed port.
    text = "{\n    admin off\n    storage file_system {folder}\n}\n"
    text += guide_block("caddyfile", "### Caddy", server, api)
    return WebServer(
        folder, ["/usr/bin/caddy", "run", "--config", "{folder}/Caddyfile", "--adapter", "caddyfile"],
        {"Caddyfile": text})


PROXIES = {"nginx": nginx, "haproxy": haproxy, "caddy": caddy}
# What a caller is told when Counterfoil does not answer.
WITHOUT_SERVER = {"nginx": 503, "haproxy": 503, "caddy": 502}


@pytest.fixture(params=PROXIES)
def proxy(request, tmp_path, shared_server, api):
    proxy = PROXIES[request.param](tmp_path / "proxy", shared_server, api)
    yield proxy
    proxy.close()


def call(proxy, token=None, path="", **headers):
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return requests.get(proxy.url + path, headers=headers, timeout=10)


def fields(answer):
    """The header fields that reached the API, names in lower case."""
    lines = [line.split(": ", 1) for line in answer.text.splitlines()]
    return {name.lower(): value for name, value in lines}


def test_a_good_token_reaches_the_api_with_the_callers_names(shared_server, proxy):
    forged = dict.fromkeys(["X-Client-Id", "X-Scope", "X-Subscription-Id", "X-Token-Id"], "forged")
    answer = call(proxy, fetch_token(shared_server), **forged)
    assert answer.status_code == 200, answer.text
    seen = fields(answer)
    assert seen["x-client-id"] == shared_server.demo["sandbox"]["client_id"]
    assert seen["x-subscription-id"].startswith("sub_")
    assert seen["x-scope"] == "external"
    assert len(seen["x-token-id"]) == 32
    assert "forged" not in answer.text
    assert "authorization" not in seen


def test_requests_without_a_good_token_do_not_reach_the_api(shared_server, proxy):
    bad = {None: None, "0" * 64: "invalid_token", "a b": "invalid_request", "": "invalid_request"}
    for token, error in bad.items():
        answer = call(proxy, token)
        assert answer.status_code == 401
        challenge = answer.headers["WWW-Authenticate"]
        assert challenge.startswith('Bearer realm="demo/sandbox"')
        assert ("error=" in challenge) == (error is not None)
        assert error is None or f'error="{error}"' in challenge
    production = shared_server.demo["production"]
    foreign = request_token(shared_server, production, headers={"Host": f"demo.localhost:{shared_server.port}"})
    assert call(proxy, foreign.json()["access_token"]).status_code == 401
    basic = base64.b64encode(b"a:b").decode()
    assert call(proxy, Authorization=f"Basic {basic}").status_code == 401


def test_a_revoked_token_stops_at_once(shared_server, proxy):
    token = fetch_token(shared_server)
    assert call(proxy, token).status_code == 200
    done = shared_server.run("token", "revoke", stdin=token)
    assert done.returncode == 0, done.stderr
    wait_until("the revocation", lambda: call(proxy, token).status_code == 401, 1)


def test_a_token_that_is_bound_to_a_key_does_not_pass(shared_server, proxy):
    proof = Signer("ES256").proof("POST", shared_server.token_url)
    token = request_token(shared_server, headers={"DPoP": proof}).json()
    assert token["token_type"] == "DPoP"
    for scheme in ("Bearer", "DPoP"):
        answer = call(proxy, Authorization=f"{scheme} {token['access_token']}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize("name", PROXIES)
def test_a_token_without_the_scope_and_a_server_that_is_gone(server, tmp_path, api, name):
    assert server.run("scope", "create", "billing", "--tenant", "demo", "--description", "Bills").returncode == 0
    partner = server.ask(
        "subscription", "create", "--tenant", "demo", "--partner", "Example Partner", "--scope", "billing")
    client = [client for client in partner["clients"] if client["environment"] == "sandbox"][0]
    wait_until("its first token", lambda: request_token(server, client).status_code == 200, 1)
    token = fetch_token(server, client)
    proxy = PROXIES[name](tmp_path / "proxy", server, api)
    try:
        answer = call(proxy, token)
        assert answer.status_code == 403
        assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
        good = fetch_token(server)
        assert call(proxy, good).status_code == 200
        server.kill()
        assert call(proxy, good).status_code == WITHOUT_SERVER[name]
    finally:
        proxy.close()


def test_nginx_refuses_a_token_in_the_url(shared_server, tmp_path, api):
    proxy = nginx(tmp_path / "proxy", shared_server, api)
    try:
        token = fetch_token(shared_server)
        answer = call(proxy, token, path=f"orders?access_token={token}")
        assert answer.status_code == 401
        assert 'error="invalid_request"' in answer.headers["WWW-Authenticate"]
    finally:
        proxy.close()
