"""What one can subscribe to, and by which way."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from comity.bodies.models import Body
from comity.notices import rules
from comity.notices.models import Subscription, Webhook, new_secret, sealed
from comity.notices.queries import webhooks_of
from comity.people.models import Account
from comity.record.acts import KINDS
from comity.record.clock import today
from comity.record.sentences import SORTS, Names
from comity.record.words import kind_name, package_name

Choices = list[tuple[str, str]]
GENERAL = {
    rules.AWAITED: pgettext_lazy("what to follow", "What awaits my seat, and what falls due in three days"),
    rules.EVERYTHING: pgettext_lazy("what to follow", "Everything that I may read"),
}
WAYS = {
    rules.MAIL: pgettext_lazy("how to be told", "by e-mail, at once"),
    rules.DIGEST: pgettext_lazy("how to be told", "by e-mail, once a day"),
}
FAULTS = {
    "unreadable": gettext_lazy("This is no address of a webhook. It looks like https://example.org/comity."),
    "not_https": gettext_lazy("A webhook is reached by https, so that nobody on the way reads or changes it."),
    "with_password": gettext_lazy("Leave the password out of the address: every message is signed instead."),
}
MOST = 100
"""Subscriptions that one account may have, and as many deliveries an act may make for it."""
MOST_WEBHOOKS = 5


class SubscriptionForm(forms.Form):
    """What to follow, `sort:code`, and by which way, `mail`, `digest` or `webhook:3`.

    followed   a body or document that the reader came from; its code
    """

    what = forms.ChoiceField(label=gettext_lazy("What to follow"))
    way = forms.ChoiceField(label=gettext_lazy("How to be told"))

    def __init__(self, account: Account, *values: Any, followed: str = "", **named: Any) -> None:
        super().__init__(*values, **named)
        self.account = account
        self.fields["what"].choices = what_choices(followed)
        self.fields["way"].choices = way_choices(account)
        if followed:
            self.initial["what"] = followed

    def clean(self) -> dict[str, Any]:
        if Subscription.objects.filter(account=self.account).count() >= MOST:
            raise forms.ValidationError(
                gettext("An account has %(most)s subscriptions at most. End one first.") % {"most": MOST}
            )
        return self.cleaned_data

    def save(self) -> None:
        what, _, code = self.cleaned_data["what"].partition(":")
        way, _, webhook = self.cleaned_data["way"].partition(":")
        Subscription.objects.get_or_create(
            account=self.account, what=what, code=code, way=way, webhook_id=int(webhook) if webhook else None
        )


class WebhookForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address of a webhook"),
        max_length=500,
        help_text=gettext_lazy("A program of yours to which a signed message is posted for each act."),
    )

    def __init__(self, account: Account, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.account = account

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if fault := rules.fault_of_address(address, settings.COMITY_PRIVATE_WEBHOOKS):
            raise forms.ValidationError(FAULTS[fault])
        if len(webhooks_of(self.account)) >= MOST_WEBHOOKS:
            raise forms.ValidationError(
                gettext("An account has %(most)s webhooks at most. Remove one first.") % {"most": MOST_WEBHOOKS}
            )
        return address

    def save(self) -> str:
        """Keep the webhook, and answer with its secret, which is shown this once."""
        secret = new_secret()
        Webhook.objects.create(account=self.account, address=self.cleaned_data["address"], sealed=sealed(secret))
        return secret


def what_choices(followed: str = "") -> list[Any]:
    """All that can be followed, in groups. A document is followed from its own page."""
    names = Names(today())
    groups: list[Any] = [(code + ":", str(label)) for code, label in GENERAL.items()]
    codes = sorted(set(Body.objects.filter(until=None).values_list("code", flat=True)))
    bodies = [(f"{rules.BODY}:{code}", names.of("body", code)) for code in codes]
    if followed and followed not in dict(bodies):
        groups.insert(0, (followed, name_of(*followed.split(":", 1), names)))
    groups.append((gettext("A body"), bodies))
    packages = sorted({kind.partition(".")[0] for kind in KINDS})
    whole = [(f"{rules.KIND}:{package}", package_name(package).capitalize()) for package in packages]
    groups.append((gettext("A field of acts"), whole))
    groups += [(package_name(package).capitalize(), _kinds_of(package)) for package in packages]
    return groups


def _kinds_of(package: str) -> Choices:
    kinds = sorted(kind for kind in KINDS if kind.startswith(f"{package}."))
    return [(f"{rules.KIND}:{kind}", kind_name(kind).capitalize()) for kind in kinds]


def way_choices(account: Account) -> Choices:
    webhooks = [(f"{rules.WEBHOOK}:{one.pk}", one.address) for one in webhooks_of(account) if not one.off_since]
    letters = [(way, str(label)) for way, label in WAYS.items()] if account.has_address else []
    return [*letters, *webhooks]


def name_of(what: str, code: str, names: Names) -> str:
    """What a subscription is to, in the reader's words."""
    if what in GENERAL:
        return str(GENERAL[what])
    if what == rules.KIND:
        package = package_name(code).capitalize()
        return f"{package}: {kind_name(code)}" if "." in code else package
    return names.of(what, code) if what in SORTS else code


def way_name(way: str, address: str = "") -> str:
    return address or str(WAYS[way])
