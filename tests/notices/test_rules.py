"""Who is told, where a webhook may lead, how it is signed: tables of cases."""

from datetime import date

import pytest

from comity.notices.rules import falls_due, fault_of_address, for_good, is_public, signature, wanted


@pytest.mark.parametrize(
    ("what", "code", "awaits", "expected"),
    [
        ("everything", "", False, True),
        ("awaited", "", False, False),
        ("awaited", "", True, True),
        ("kind", "register.relate", False, True),
        ("kind", "register", False, True),
        ("kind", "regist", False, False),
        ("kind", "register.add_version", False, False),
        ("document", "charter", False, True),
        ("document", "chart", False, False),
        ("body", "CHS", False, True),
        ("body", "charter", False, False),
    ],
)
def test_a_subscription_asks_for_an_entry(what: str, code: str, awaits: bool, expected: bool) -> None:
    assert wanted(what, code, "register.relate", ("document:charter", "body:CHS"), awaits) is expected


@pytest.mark.parametrize(
    ("due", "last", "today", "expected"),
    [
        ("2031-03-08", "2031-03-04", "2031-03-05", True),
        ("2031-03-09", "2031-03-04", "2031-03-05", False),
        ("2031-03-07", "2031-03-04", "2031-03-05", False),
        ("2031-03-07", "2031-03-01", "2031-03-05", True),
    ],
)
def test_one_is_reminded_three_days_before_and_once(due: str, last: str, today: str, expected: bool) -> None:
    days = [date.fromisoformat(day) for day in (due, last, today)]
    assert falls_due(*days) is expected
    assert not falls_due(None, *days[1:])


def test_a_message_is_signed_as_the_specification_shows() -> None:
    """The example that the makers of the specification give."""
    secret, message = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signed = signature(secret, message, 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://hooks.example.org/comity?x=1", None),
        ("http://hooks.example.org/comity", "not_https"),
        ("ftp://hooks.example.org/", "not_https"),
        ("https://anna:secret@hooks.example.org/", "with_password"),
        ("https://", "unreadable"),
        ("hooks.example.org", "unreadable"),
        ("https://hooks.example.org:99999/", "unreadable"),
        ("https://hooks.example.org/ a", "unreadable"),
        ("https://крюк.example.org/", "unreadable"),
    ],
)
def test_an_address_is_one_that_can_be_reached_safely(address: str, fault: str | None) -> None:
    assert fault_of_address(address, private=False) == fault
    assert fault_of_address("http://127.0.0.1:9000/", private=True) is None


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "2002:7f00:1::"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1"),
    ],
)
def test_nobody_is_led_into_a_private_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1"])
def test_the_internet_is_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(("code", "expected"), [(421, False), (451, False), (550, True), (554, True), (250, False)])
def test_a_mail_server_refuses_for_now_or_for_good(code: int, expected: bool) -> None:
    assert for_good(code) is expected
