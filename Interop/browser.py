"""Headless Chromium by Selenium, with the console's log, and pictures of what it shows."""

import contextlib
import os

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

from running_server import ROOT

WIDTH, HEIGHT = 1280, 900
WAIT_SECONDS = 15


@contextlib.contextmanager
def headless_chromium():
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            f"--window-size={WIDTH},{HEIGHT}", "--force-device-scale-factor=1", "--lang=en-US"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        yield Page(driver)
    finally:
        driver.quit()


class Page:
    """What a person does with a page."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, url):
        self.driver.get(url)

    def element(self, selector):
        """The first element of a CSS selector, once it is seen."""
        return WebDriverWait(self.driver, WAIT_SECONDS).until(
            expected_conditions.visibility_of_element_located((By.CSS_SELECTOR, selector)), selector)

    def elements(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, selector):
        element = WebDriverWait(self.driver, WAIT_SECONDS).until(
            expected_conditions.element_to_be_clickable((By.CSS_SELECTOR, selector)), selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        return element

    def type(self, selector, text):
        element = self.element(selector)
        element.clear()
        element.send_keys(text)

    def wait_for_text(self, selector, text):
        WebDriverWait(self.driver, WAIT_SECONDS).until(
            expected_conditions.text_to_be_present_in_element((By.CSS_SELECTOR, selector), text), selector)

    def wait_until_gone(self, selector):
        WebDriverWait(self.driver, WAIT_SECONDS).until(
            expected_conditions.invisibility_of_element_located((By.CSS_SELECTOR, selector)), selector)

    def scroll_to(self, selector):
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'start'})", self.element(selector))

    def complaints(self):
        """What the browser's console holds that is worse than information."""
        return [entry for entry in self.driver.get_log("browser") if entry["level"] in ("WARNING", "SEVERE")]

    def picture(self, name):
        """Keeps a picture: for the documents when asked to, else beside the other results of the tests."""
        update = os.environ.get("UPDATE_SCREENSHOTS") == "1"
        folder = ROOT / ("docs/images" if update else ".build-interop/screenshots")
        folder.mkdir(parents=True, exist_ok=True)
        assert self.driver.save_screenshot(str(folder / f"{name}.png"))
