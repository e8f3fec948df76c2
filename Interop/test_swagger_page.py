"""A person at the Swagger page: the steps of the integrator guide, in a real browser."""

import json
import re

import pytest
import requests
from selenium.webdriver.common.keys import Keys

from browser import WIDTH, headless_chromium


@pytest.fixture
def page():
    with headless_chromium() as opened:
        yield opened


def test_authorize_and_try_it_out(shared_server, page):
    sandbox = shared_server.demo["sandbox"]
    page.open(shared_server.demo["swagger_url"])

    # 1. The green Authorize button stands at the top right.
    button = page.element(".auth-wrapper .btn.authorize")
    red, green, blue = map(int, re.findall(r"\d+", button.value_of_css_property("border-top-color"))[:3])
    assert green > red and green > blue
    assert button.location["x"] > WIDTH / 2
    assert button.location["y"] < 600
    page.picture("swagger-1-page")

    # 2. and 3. The dialog asks for the credentials and the scope.
    page.click(".auth-wrapper .btn.authorize")
    page.type("#client_id_clientCredentials, input[id^='client_id']", sandbox["client_id"])
    page.type("#client_secret_clientCredentials, input[id^='client_secret']", sandbox["client_secret"])
    scopes = page.elements(".scopes input[type='checkbox']")
    assert len(scopes) == 1
    assert "external" in page.element(".scopes").text
    page.click(".scopes label")
    assert scopes[0].is_selected()
    page.driver.execute_script("document.activeElement.blur()")
    page.picture("swagger-2-dialog")

    # 4. Authorize, and close.
    page.click(".auth-btn-wrapper .authorize")
    page.wait_for_text(".auth-container", "Authorized")
    page.picture("swagger-3-authorized")
    page.click(".auth-btn-wrapper .btn-done")
    page.wait_until_gone(".dialog-ux")

    # 5. Try it out.
    operation = ".opblock-get:has([data-path$='/patients'])"
    page.click(f"{operation} .opblock-summary-control")
    page.click(f"{operation} .try-out__btn")
    page.click(f"{operation} .execute")
    page.wait_for_text(f"{operation} .live-responses-table .response .response-col_status", "200")
    body = page.element(f"{operation} .live-responses-table .response .response-col_description .highlight-code")
    assert '"Items"' in body.text
    page.scroll_to(f"{operation} .responses-wrapper")
    page.picture("swagger-4-answer")
    assert page.complaints() == []


def test_the_page_tells_a_person_whose_secret_is_wrong(shared_server, page):
    page.open(shared_server.demo["swagger_url"])
    page.click(".auth-wrapper .btn.authorize")
    page.type("input[id^='client_id']", shared_server.demo["sandbox"]["client_id"])
    page.type("input[id^='client_secret']", "mistyped")
    page.element("input[id^='client_secret']").send_keys(Keys.TAB)
    page.click(".auth-btn-wrapper .authorize")
    page.wait_for_text(".auth-container .errors", "invalid_client")


def test_the_pages_policy_is_strict(shared_server):
    answer = requests.get(shared_server.base + "/swagger/", timeout=5)
    assert answer.status_code == 200
    policy = dict(
        (part.split()[0], part.split()[1:]) for part in answer.headers["Content-Security-Policy"].split(";")
        if part.strip())
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in json.dumps(policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>" not in answer.text and "style=" not in answer.text


def test_without_swagger_uis_files_the_page_says_what_to_run(make_server, tmp_path):
    server = make_server(options=["--swagger-assets", str(tmp_path / "nothing-here")]).start()
    answer = requests.get(server.base + "/swagger/", timeout=5)
    assert "script/bootstrap" in answer.text


def test_the_openapi_document_names_this_realms_token_endpoint(shared_server):
    document = requests.get(shared_server.base + "/api/external/v1/openapi.json", timeout=5).json()
    assert document["openapi"].startswith("3.1")
    schemes = document["components"]["securitySchemes"].values()
    flows = [scheme["flows"]["clientCredentials"] for scheme in schemes if scheme["type"] == "oauth2"]
    assert len(flows) == 1
    assert flows[0]["tokenUrl"].endswith("/api/identity/connect/token")
    assert list(flows[0]["scopes"]) == ["external"]
    assert {"/patients", "/patients/{id}"} <= {re.sub("^/api/external/v1", "", path) for path in document["paths"]}


def test_the_page_offers_both_documents_the_external_api_first(shared_server, page):
    page.open(shared_server.demo["swagger_url"])
    choices = page.elements(".documents a")
    assert [choice.text for choice in choices] == ["External API", "Token endpoint"]
    page.element(".opblock-post:has([data-path$='/patients'])")
    page.element(".opblock-delete:has([data-path$='/patients/{id}'])")
    page.click(".documents a:nth-of-type(2)")
    page.element(".opblock-post:has([data-path='/api/identity/connect/token'])")
    assert "Token endpoint" in page.driver.title and "Sandbox" in page.element(".realm-name").text
    assert page.complaints() == []


def test_production_warns_that_calls_are_real(shared_server, page):
    page.open(shared_server.demo["production"]["base_url"] + "/swagger/")
    notice = page.element(".notice")
    assert notice.get_attribute("role") == "alert" and "Calls made from this page are real." in notice.text
    assert "Demo Medical Supply" in page.element(".realm-name").text
    red, green, blue = map(int, re.findall(r"\d+", notice.value_of_css_property("color"))[:3])
    assert red > 2 * green and red > 2 * blue
    page.picture("swagger-6-production")


def test_every_operation_can_be_tried(server, page):
    """Each operation answers as documented for the examples that the page fills in; what removes comes last."""
    document = requests.get(server.base + "/api/external/v1/openapi.json", timeout=5).json()
    operations = [
        (path, method, part) for path, methods in document["paths"].items() for method, part in methods.items()]
    last = ["removePatientTag", "deleteInsurance", "deletePatient"]
    operations.sort(key=lambda one: last.index(one[2]["operationId"]) + 1 if one[2]["operationId"] in last else 0)
    page.open(server.demo["swagger_url"])
    page.element(".opblock")
    assert len(page.elements(".opblock")) == len(operations) >= 25
    page.click(".auth-wrapper .btn.authorize")
    page.type("input[id^='client_id']", server.demo["sandbox"]["client_id"])
    page.type("input[id^='client_secret']", server.demo["sandbox"]["client_secret"])
    page.click(".auth-btn-wrapper .authorize")
    page.wait_for_text(".auth-container", "Authorized")
    page.click(".auth-btn-wrapper .btn-done")
    page.wait_until_gone(".dialog-ux")
    for path, method, part in operations:
        block = f".opblock-{method}:has([data-path='{path}'])"
        page.click(f"{block} .opblock-summary-control")
        page.click(f"{block} .try-out__btn")
        page.click(f"{block} .execute")
        status = next(status for status in part["responses"] if status.startswith("2"))
        page.wait_for_text(f"{block} .live-responses-table .response .response-col_status", status)
        page.click(f"{block} .opblock-summary-control")
    assert page.complaints() == []
