"""The pages of an account in a browser: nothing in anybody's way, and a passkey that is made and used."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

PASSWORD = "seven grey herons waiting"
PAGES = ("accounts/login", "accounts/password/reset", "accounts/refused", "accounts/invitation-only", "api")
OWN_PAGES = (
    *("accounts", "accounts/password/change", "accounts/2fa", "accounts/2fa/app/activate", "accounts/passkeys"),
    *(
        "accounts/notices",
        "accounts/passkeys/add",
        "accounts/email",
        "accounts/sessions",
        "accounts/logout",
        "accounts/tokens",
        "members",
    ),
)


@pytest.fixture(scope="module")
def invitation(operator) -> str:
    """Where the letter leads to whom the operator has given two seats."""
    operator("people", "invite", "anna@sco.example", "--seat", "secretariat", "--role", "officer", "--name", "Anna")
    letter = operator("people", "invite", "anna@sco.example", "--seat", "delegation:IN", "--role", "expert")
    return next(line for line in letter.splitlines() if "/accounts/password/reset/key/" in line).partition("8000/")[2]


@pytest.fixture
def anna(reader, invitation):
    """Anna, logged in; the first time by the link in her letter. By the name that browsers tie passkeys to."""
    reader.site = reader.site.replace("127.0.0.1", "localhost")
    reader.window.set_script_timeout(30)
    reader.opens(invitation)
    if reader.finds_all("#id_password1"):
        reader.finds("#id_password1").send_keys(PASSWORD)
        reader.finds("#id_password2").send_keys(PASSWORD)
        reader.finds(".form .button--main").click()
    else:
        logs_in(reader)
    reader.waits_until(lambda: reader.finds_all(".sitting__seat"))
    reader.opens("accounts/reauthenticate")
    reader.finds("#id_password").send_keys(PASSWORD)
    reader.finds(".form .button--main").click()
    reader.waits_until(lambda: "reauthenticate" not in reader.window.current_url)
    yield reader
    reader.window.delete_all_cookies()


def logs_in(reader):
    reader.opens("accounts/login")
    reader.finds("#id_login").send_keys("anna@sco.example")
    reader.finds("#id_password").send_keys(PASSWORD)
    reader.finds(".form .button--main").click()
    reader.waits_until(lambda: reader.finds_all(".sitting__seat"))


def problems(reader) -> list[str]:
    return [entry["message"] for entry in reader.window.get_log("browser") if "Content Security" in entry["message"]]


@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_stands_in_the_way_of_whoever_wants_in(reader, language, page):
    reader.window.set_script_timeout(30)
    for width, dark in ((1280, False), (390, True)):
        reader.with_screen(width, dark).opens(language + page)
        assert reader.hurdles() == []
        assert reader.asks("document.documentElement.scrollWidth") <= width
    assert problems(reader) == []


def test_nothing_stands_in_the_way_of_whoever_is_in(anna):
    for page in OWN_PAGES:
        for width, dark in ((1280, True), (390, False)):
            anna.with_screen(width, dark).opens(page)
            assert (page, anna.hurdles()) == (page, [])
            assert (page, anna.asks("document.documentElement.scrollWidth") <= width) == (page, True)
    assert problems(anna) == []


MAIN_PAGES = (
    "",
    "members",
    "states/CN",
    "bodies",
    "record",
    "record/1",
    "documents",
    "charter",
    "acts",
    "help",
    "nowhere",
)
SLIP_IN = """
    const script = document.createElement("script");
    script.textContent = "window.slipped = true";
    document.head.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.slipped = true'>");
"""


def test_the_browser_has_nothing_to_hold_against_a_page_and_runs_nothing_that_slipped_in(anna):
    problems(anna)
    for page in MAIN_PAGES:
        anna.opens(page)
    assert problems(anna) == []
    anna.window.execute_script(SLIP_IN)
    found: list[str] = []
    # The picture is missing only a moment later; what is said of it then would be met by the next test.
    anna.waits_until(lambda: found.extend(problems(anna)) or len(found) == 2)
    assert not anna.asks("window.slipped")


def test_a_session_is_ended_from_elsewhere(anna):
    anna.window.delete_all_cookies()
    logs_in(anna)
    anna.opens("accounts/sessions")
    before = len(anna.finds_all(".sessions li"))
    assert before > 1, "the one that was left open, and this one"
    anna.finds(".sessions .button").click()
    anna.waits_until(lambda: len(anna.finds_all(".sessions li")) == before - 1)
    assert anna.finds_all(".told")


def test_another_seat_is_taken_with_the_keyboard(anna):
    anna.opens("members")
    before = anna.finds(".sitting__seat").text
    anna.finds(".sitting__menu summary").send_keys("\n")
    choice = anna.finds("#credential")
    other = next(one for one in choice.find_elements(By.TAG_NAME, "option") if not one.is_selected())
    other.click()
    anna.finds(".sitting__menu form .button").send_keys("\n")
    anna.waits_until(lambda: anna.finds(".sitting__seat").text != before)
    anna.arrives_at("/members")


def test_a_passkey_is_made_and_lets_in(anna):
    options = VirtualAuthenticatorOptions()
    options.has_resident_key = options.has_user_verification = options.is_user_verified = True
    anna.window.add_virtual_authenticator(options)
    anna.opens("accounts/passkeys/add")
    anna.finds("#id_passwordless").click()
    anna.finds("#passkey").click()
    anna.arrives_at("accounts/2fa/codes")
    anna.window.delete_all_cookies()
    anna.opens("members")
    assert not anna.finds_all(".sitting__seat")
    anna.opens("accounts/login")
    anna.finds("#passkey_login").click()
    anna.waits_until(lambda: anna.finds_all(".sitting__seat"))
    assert problems(anna) == []
    anna.window.remove_virtual_authenticator()
