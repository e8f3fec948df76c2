"""A person at the web console: the whole story in a real browser, and pages that everybody can use."""

import datetime
import re
import uuid

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from accessibility import faults, set_scheme, set_width, walk_by_keyboard
from browser import headless_chromium
from conftest import list_patients, request_token
from running_server import wait_until

NOTICE_SECONDS = 10
LINK = re.compile(r"http://\S+/console/sign-in#[0-9A-Za-z]{43}")


@pytest.fixture
def page():
    with headless_chromium() as opened:
        yield opened


def first_link(server):
    """The link that the first start printed."""
    return wait_until("the first link", lambda: LINK.search(server.output()), NOTICE_SECONDS).group()


def go(page, path):
    base = page.driver.current_url.split("/console")[0]
    page.open(base + path)


def settle(page, act):
    """Does what loads another page, and waits for it."""
    before = page.element("html")
    act()
    wait_until("another page", lambda: gone(before), NOTICE_SECONDS)
    page.element("h1")


def gone(element):
    try:
        element.is_enabled()
        return False
    except Exception:  # The page that it stood on is left: the browser has several words for that.
        return True


def fill(page, form, fields, typed=None):
    """Fills a form, opening it where it is folded, and sends it."""
    element = page.driver.find_element(By.ID, form)
    page.driver.execute_script("const d = arguments[0].closest('details'); if (d) { d.open = true; }", element)
    for name, value in fields.items():
        field = element.find_element(By.NAME, name)
        if field.tag_name == "select":
            Select(field).select_by_value(value)
        else:
            page.driver.execute_script("arguments[0].value = ''", field)
            field.send_keys(value)
    if typed is not None:
        element.find_element(By.NAME, "typed_name").send_keys(typed)
    button = element.find_element(By.CSS_SELECTOR, "button[type='submit']")
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    settle(page, button.click)


def follow(page, text):
    settle(page, page.driver.find_element(By.LINK_TEXT, text).click)


def copied(page, identifier):
    """What a copy button copies, as it is shown."""
    button = page.element(f"[data-copy='{identifier}']")
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    wait_until("the answer of the button", lambda: button.text in ("Copied", "Selected"), NOTICE_SECONDS)
    return page.element(f"#{identifier}").text


def token(server, tenant, client, secret):
    """A token request to the sandbox of a tenant; the answer."""
    return request_token(
        server, {"client_id": client, "client_secret": secret},
        headers={"Host": f"sandbox-{tenant}.localhost:{server.port}"})


def patients(server, tenant, access_token):
    return list_patients(server, access_token, headers={"Host": f"sandbox-{tenant}.localhost:{server.port}"})


def test_the_whole_story(server, page):
    # 1. The first link signs in, once, and is not left in the history.
    link = first_link(server)
    page.open(link)
    page.wait_for_text("h1", "Overview")
    assert "#" not in page.driver.current_url
    page.picture("console-1-overview")

    # 2. A tenant; what is mistyped is told beside the field.
    follow(page, "Create a tenant")
    tenant = "t" + uuid.uuid4().hex[:8]
    fill(page, "create", {"tenant": "Not a Name", "display_name": "Acme & Sons"})
    page.wait_for_text("#create-tenant-fault", "")
    assert page.element("#create-display_name").get_attribute("value") == "Acme & Sons"
    page.picture("console-2-fault")
    fill(page, "create", {"tenant": tenant})
    page.wait_for_text("h1", "Acme & Sons")
    page.picture("console-3-tenant")

    # 3. A subscription ends on its credentials, with commands for this tenant.
    follow(page, "Create a subscription")
    fill(page, "create", {"partner": "Example Partner", "contact": "it@partner.example"})
    page.wait_for_text("h1", "Credentials for Example Partner")
    client, secret = copied(page, "id-sandbox"), copied(page, "secret-sandbox")
    assert client.startswith("cf_test_") and secret.startswith("cfs_test_")
    command = page.element("#token-sandbox").text
    assert f"http://sandbox-{tenant}.localhost:{server.port}/api/identity/connect/token" in command
    assert client in command and secret not in command
    page.picture("console-4-credentials")

    # 4. The secret gets a token, and the token opens the API.
    issued = wait_until(
        "a token", lambda: (lambda answer: answer if answer.status_code == 200 else None)(
            token(server, tenant, client, secret)), NOTICE_SECONDS)
    assert patients(server, tenant, issued.json()["access_token"]).status_code == 200

    # 5. Rolled: the new one works, the old one too, until its end.
    follow(page, "Go to the subscription")
    page.picture("console-5-subscription")
    follow(page, client)
    fill(page, "roll", {"grace_seconds": "3600"})
    page.wait_for_text("h1", "New secret")
    newer = copied(page, "secret-sandbox")
    assert newer != secret
    assert token(server, tenant, client, newer).status_code == 200
    assert token(server, tenant, client, secret).status_code == 200
    follow(page, "Back to the client")
    page.picture("console-6-client")
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=4)
    forms = [form.get_attribute("id") for form in page.elements("form[id^='expire-']")]
    assert len(forms) == 2
    field = page.driver.find_element(By.ID, forms[-1]).find_element(By.NAME, "expires_at")
    page.driver.execute_script(
        "arguments[0].closest('details').open = true; arguments[0].step = '1'; arguments[0].value = arguments[1]",
        field, end.strftime("%Y-%m-%dT%H:%M:%S"))
    fill(page, forms[-1], {})
    page.wait_for_text(".notice.good", "The secret's end is set.")
    wait_until("the old secret's end", lambda: token(server, tenant, client, secret).status_code == 401, 15)
    last = token(server, tenant, client, newer)
    assert last.status_code == 200

    # 6. All tokens revoked; the secret gets new ones.
    assert patients(server, tenant, last.json()["access_token"]).status_code == 200
    fill(page, "revoke-tokens", {})
    page.wait_for_text(".notice.good", "All tokens of the client are revoked.")
    wait_until(
        "the revocation", lambda: patients(server, tenant, last.json()["access_token"]).status_code == 401,
        NOTICE_SECONDS)

    # 7. All of it is in the journal, with the operator's name, and without a secret.
    kinds = ["operator.signed_in", "tenant.created", "subscription.created", "secret.created", "client.tokens_revoked"]
    wait_until(
        "the journal", lambda: {entry["kind"] for entry in server.journal()} >= set(kinds), NOTICE_SECONDS)
    go(page, f"/console/journal?search={client}")
    page.wait_for_text("table", "client.tokens_revoked")
    page.wait_for_text("table", "operator:admin")
    page.picture("console-7-journal")
    written = "\n".join(str(entry) for entry in server.journal())
    assert secret not in written and newer not in written and link.split("#")[1] not in written
    assert secret not in server.output() and newer not in server.output()

    # 8. Why was it refused? The request id tells.
    refused = token(server, tenant, client, "cfs_test_" + "A" * 49)
    go(page, "/console/why")
    settle(page, lambda: page.element("#search-request_id").send_keys(refused.headers["X-Request-Id"], Keys.ENTER))
    page.wait_for_text("dl", client)
    page.picture("console-8-why")

    # 9. Signed out, the page is gone; the link does not work again.
    settle(page, lambda: page.click(".who button"))
    page.wait_for_text("h1", "Counterfoil console")
    go(page, "/console/")
    page.wait_for_text("h1", "Counterfoil console")
    page.open("about:blank")
    page.open(link)
    page.wait_for_text(".notice.bad", "This sign-in link does not work")
    # A refused form is told with a status that browsers put on record; nothing else may stand there.
    assert [entry for entry in page.complaints() if "Failed to load resource" not in entry["message"]] == []


def test_dangerous_actions_wait_for_the_name(server, page):
    page.open(first_link(server))
    page.wait_for_text("h1", "Overview")
    go(page, "/console/tenants/demo")
    form = page.driver.find_element(By.ID, "status")
    page.driver.execute_script("arguments[0].closest('details').open = true", form)
    button = form.find_element(By.CSS_SELECTOR, "button[type='submit']")
    assert not button.is_enabled()
    form.find_element(By.NAME, "typed_name").send_keys("demo")
    assert button.is_enabled()
    settle(page, button.click)
    page.wait_for_text(".notice.good", "The tenant is suspended.")
    wait_until("the suspension", lambda: request_token(server).status_code != 200, NOTICE_SECONDS)


def pages_of_a_demo(server):
    tenant = server.demo["tenant"]
    client = server.demo["sandbox"]["client_id"]
    subscription = server.ask("client", "show", client)["subscription_id"]
    return {
        "overview": "/console/", "tenants": "/console/tenants", "tenant-creation": "/console/tenants/create",
        "tenant": f"/console/tenants/{tenant}", "subscribe": f"/console/tenants/{tenant}/subscribe",
        "apis": f"/console/tenants/{tenant}/apis", "tokens": "/console/tokens",
        "keys": f"/console/tenants/{tenant}/keys", "subscriptions": "/console/subscriptions",
        "subscription": f"/console/subscriptions/{subscription}",
        "subscription-change": f"/console/subscriptions/{subscription}/edit",
        "client-creation": f"/console/subscriptions/{subscription}/add", "clients": "/console/clients",
        "client": f"/console/clients/{client}", "client-change": f"/console/clients/{client}/edit",
        "journal": "/console/journal", "why": "/console/why?request_id=x", "operators": "/console/operators",
        "operator": "/console/operators/admin", "account": "/console/account", "unknown": "/console/nothing",
    }


def test_every_page_can_be_used_by_everybody(server, page):
    base = server.admin.replace("127.0.0.1", "localhost")
    page.open(base + "/console/sign-in")
    assert faults(page) == []
    page.open(first_link(server))
    page.wait_for_text("h1", "Overview")
    found = {}
    for name, path in pages_of_a_demo(server).items():
        for scheme in ("light", "dark"):
            set_scheme(page, scheme)
            for width in (1280, 390):
                set_width(page, width)
                page.open(base + path)
                page.element("h1")
                page.driver.execute_script(
                    "for (const each of document.querySelectorAll('details')) { each.open = true; }")
                wrong = faults(page)
                if wrong:
                    found[f"{name} {scheme} {width}"] = wrong
                page.driver.execute_script(
                    "for (const each of document.querySelectorAll('details')) { each.open = false; }")
                page.picture(f"console-{name}-{scheme}-{width}")
    assert found == {}


def test_the_keyboard_reaches_everything_in_order(server, page):
    page.open(first_link(server))
    page.wait_for_text("h1", "Overview")
    go(page, f"/console/clients/{server.demo['sandbox']['client_id']}")
    page.element("h1")
    body = page.driver.switch_to
    places = walk_by_keyboard(page, 25, lambda: body.active_element.send_keys(Keys.TAB))
    assert places[0]["text"] == "Skip to the content"
    indices = [place["index"] for place in places if place["tag"] != "BODY"]
    rising = [one < other for one, other in zip(indices, indices[1:])]
    assert rising.count(False) <= 1, places
    assert all(place["isOutlined"] and place["isSeen"] for place in places if place["tag"] != "BODY"), places


def test_it_works_without_scripts(server):
    base = server.admin.replace("127.0.0.1", "localhost")
    session = requests.Session()
    entered = session.post(base + "/console/sign-in", data={"link": first_link(server)}, timeout=10)
    assert entered.status_code == 200 and "<h1>Overview</h1>" in entered.text
    shown = session.get(base + "/console/tenants/create", timeout=10).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.split('id="create"')[1]))
    made = session.post(
        base + "/console/tenants/create", data={**hidden, "tenant": "plain", "display_name": ""}, timeout=10)
    assert made.status_code == 200 and "The tenant is created" in made.text


def test_the_first_link_is_printed_by_the_first_start_only(server):
    assert len(LINK.findall(server.output())) == 1
    assert server.terminate()[0] == 0
    server.start()
    assert len(LINK.findall(server.output())) == 1
    link = server.ask("operator", "link", "admin", "--console", server.admin)["sign_in_link"]
    assert link.startswith(server.admin + "/console/sign-in#")
