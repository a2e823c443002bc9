"""The pages of an account in a browser: nothing in anybody's way, and a passkey that is made and used."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.ui import WebDriverWait

PASSWORD = "seven grey herons waiting"
PAGES = ("accounts/login", "accounts/password/reset", "accounts/refused", "accounts/invitation-only")
OWN_PAGES = (
    *("accounts", "accounts/password/change", "accounts/2fa", "accounts/2fa/app/activate", "accounts/passkeys"),
    *(
        "accounts/notices",
        "accounts/passkeys/add",
        "accounts/email",
        "accounts/sessions",
        "accounts/logout",
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
        reader.opens("accounts/login")
        reader.finds("#id_login").send_keys("anna@sco.example")
        reader.finds("#id_password").send_keys(PASSWORD)
        reader.finds(".form .button--main").click()
    WebDriverWait(reader.window, 10).until(lambda window: reader.finds_all(".sitting__seat"))
    reader.opens("accounts/reauthenticate")
    reader.finds("#id_password").send_keys(PASSWORD)
    reader.finds(".form .button--main").click()
    yield reader
    reader.window.delete_all_cookies()


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


def test_another_seat_is_taken_with_the_keyboard(anna):
    anna.opens("members")
    before = anna.finds(".sitting__seat").text
    anna.finds(".sitting__menu summary").send_keys("\n")
    choice = anna.finds("#credential")
    other = next(one for one in choice.find_elements(By.TAG_NAME, "option") if not one.is_selected())
    other.click()
    anna.finds(".sitting__menu form .button").send_keys("\n")
    WebDriverWait(anna.window, 10).until(lambda window: anna.finds(".sitting__seat").text != before)
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
    WebDriverWait(anna.window, 10).until(lambda window: anna.finds_all(".sitting__seat"))
    assert problems(anna) == []
    anna.window.remove_virtual_authenticator()
