"""Acting in a browser: with scripts a form tells what would be minuted as one writes; without them it works too."""

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

PASSWORD = "seven grey herons waiting"
PAGES = (
    *("delegation", "acts", "acts/people.issue_credential", "acts/register.enter_document", "acts/bodies.meet"),
    *("acts/about/state:IN", "states/IN", "bodies/CHS", "acts/charter.amend"),
)


@pytest.fixture(scope="module")
def invitation(operator) -> str:
    letter = operator("people", "invite", "olga@rehearsal.example", "--seat", "secretariat", "--role", "officer")
    return next(line for line in letter.splitlines() if "/accounts/password/reset/key/" in line).partition("8000/")[2]


@pytest.fixture
def officer(reader, invitation):
    """Somebody of the secretariat, logged in."""
    reader.window.set_script_timeout(30)
    reader.opens(invitation)
    if reader.finds_all("#id_password1"):
        reader.finds("#id_password1").send_keys(PASSWORD)
        reader.finds("#id_password2").send_keys(PASSWORD)
    else:
        reader.opens("accounts/login")
        reader.finds("#id_login").send_keys("olga@rehearsal.example")
        reader.finds("#id_password").send_keys(PASSWORD)
    reader.finds(".form .button--main").click()
    until(reader, ".sitting__ways")
    reader.window.get_log("browser")
    yield reader
    reader.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    reader.window.delete_all_cookies()


def until(reader, selector: str):
    return WebDriverWait(reader.window, 10).until(lambda window: reader.finds_all(selector))[0]


def until_said(reader, selector: str, words: str) -> None:
    def is_said(window) -> bool:
        return words in reader.asks("document.querySelector(arguments[0])?.textContent || ''", selector)

    WebDriverWait(reader.window, 10).until(is_said)


def until_seen(reader, selector: str, words: str = "") -> None:
    """Without scripts the driver does not know when a page has arrived."""
    waiting = WebDriverWait(reader.window, 10, ignored_exceptions=[StaleElementReferenceException])
    waiting.until(lambda window: any(words in found.text for found in reader.finds_all(selector)))


def choose(reader, field: str, value: str) -> None:
    Select(reader.window.find_element(By.ID, field)).select_by_value(value)


def test_the_form_tells_what_would_be_minuted_while_one_writes(officer):
    officer.opens("acts/membership.name_state")
    officer.finds("#id_state").send_keys("x")
    until_said(officer, "#id_state_error", "two letters")
    assert not officer.asks("document.getElementById('id_name.en_error').textContent"), "nobody has written there yet"
    officer.finds("#id_state").clear()
    officer.finds("#id_state").send_keys("XT")
    officer.window.find_element(By.ID, "id_name.en").send_keys("Thule")
    until_said(officer, "#outcome", "Thule was entered in the list of states.")
    assert not officer.asks("document.getElementById('id_state_error').textContent")
    assert officer.asks("document.activeElement.id") == "id_name.en", "who writes is not disturbed"
    assert officer.window.get_log("browser") == []


def test_choices_follow_what_is_chosen(officer):
    officer.opens("acts/people.issue_credential")
    choose(officer, "id_seat", "delegation:IN")
    until(officer, "#id_role option[value=expert]")
    WebDriverWait(officer.window, 10).until(lambda window: len(officer.finds_all("#id_role option")) == 4)
    choose(officer, "id_role", "head")
    officer.finds("#id_account").send_keys("olga@rehearsal.example")
    until_said(officer, "#outcome", "names its head of delegation")
    officer.finds("#id_note").send_keys("1/2026")
    until_said(officer, "#outcome", "was seated as head of delegation")


def test_pages_lead_to_the_acts_about_what_they_show(officer):
    officer.opens("states/IN")
    button = until(officer, ".here__acts a.button")
    button.click()
    officer.arrives_at("/acts/")
    assert officer.asks("document.querySelector('#id_state').value") == "IN"
    assert officer.window.get_log("browser") == []


def test_without_scripts_one_goes_step_by_step(officer):
    officer.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    officer.opens("acts/membership.name_state")
    officer.finds("#id_state").send_keys("x")
    officer.window.find_element(By.ID, "id_name.en").send_keys("Thule")
    officer.finds(".doing .button--main").click()
    until_seen(officer, "#id_state_error", "two letters")
    officer.finds("#id_state").clear()
    officer.finds("#id_state").send_keys("XT")
    officer.finds(".doing .button--main").click()
    until_seen(officer, ".preview__sentence", "Thule was entered in the list of states.")
    officer.finds(".doing .button--main").click()
    officer.arrives_at("/states/XT")
    until_seen(officer, ".told", "Thule was entered in the list of states.")
    officer.opens("states/IN")
    officer.finds(".here a").click()
    until_seen(officer, ".here__acts a.button")


@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
def test_nothing_stands_in_the_way_of_whoever_acts(officer, language):
    for page in PAGES:
        for width, dark in ((1280, True), (390, False)):
            officer.with_screen(width, dark).opens(language + page)
            assert (page, officer.hurdles()) == (page, [])
            assert (page, officer.asks("document.documentElement.scrollWidth") <= width) == (page, True)
