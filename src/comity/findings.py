"""What may be wrong with an instance: each finding says what is, and what to do about it.

Ours beside Django's own, in Django's form (`CheckMessage`): an Error is to be put right, a Warning to be thought
about. Nothing is changed by looking. `comity check` asks them all; those for production alone when it is told to.
"""

import os
import smtplib
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.mail import get_connection
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from comity.folder import SECRETS
from comity.roles import APPLICATION

NOT_OURS = stat.S_IRWXG | stat.S_IRWXO
PASSING = stat.S_IXGRP | stat.S_IXOTH
"""Others may pass through the data folder: the embedded server may have a system user of its own."""

MAY_NOT = {
    "record_entry": "UPDATE, DELETE, TRUNCATE",
    "record_node": "UPDATE, DELETE, TRUNCATE",
    "record_head": "DELETE",
}
"""What the application's role may do with no entry: the record only grows."""

Findings = Iterator[CheckMessage]


def folder() -> Findings:
    """The data folder, and the secrets in it."""
    data = Path(settings.COMITY_DATA)
    if not data.is_dir():
        yield Warning(f"There is no data folder {data} yet.", hint="`comity run` makes it.", id="comity.W101")
        return
    if data.stat().st_mode & NOT_OURS & ~PASSING:
        yield Error(
            f"Others may look into the data folder {data}.", hint=f"Let nobody: chmod 711 {data}", id="comity.E101"
        )
    for name in SECRETS:
        secret = data / name
        if secret.exists() and secret.stat().st_mode & NOT_OURS:
            yield Error(
                f"Others may read {secret}.",
                hint=f"chmod 600 {secret}. Whoever may have read it knows it still: docs/security.md says what then.",
                id="comity.E102",
            )


def names() -> Findings:
    """Whether what the environment says of hosts, TLS and address holds together."""
    hosts, address = settings.ALLOWED_HOSTS, urlsplit(settings.COMITY_ADDRESS)
    if "*" in hosts:
        yield Error(
            "COMITY_HOSTS takes every name, so a letter can be made to lead to another's site.",
            hint="Write the names under which the site is reached, with commas between them.",
            id="comity.E201",
        )
    if address.scheme not in ("http", "https") or not address.hostname:
        yield Error(
            f"COMITY_ADDRESS is no web address: {settings.COMITY_ADDRESS}",
            hint="It looks like https://record.example.org.",
            id="comity.E202",
        )
    elif not _is_among(address.hostname, hosts):
        yield Error(
            f"Letters lead to {address.hostname} (COMITY_ADDRESS), a name that COMITY_HOSTS does not have.",
            hint=f"Add it: COMITY_HOSTS={','.join([*hosts, address.hostname])}",
            id="comity.E203",
        )
    if address.scheme == "https" and not settings.HTTPS:
        yield Error(
            "COMITY_ADDRESS begins with https, but cookies would travel without TLS too.",
            hint="Set COMITY_HTTPS=yes, and let the proxy set X-Forwarded-Proto.",
            id="comity.E204",
        )
    if address.scheme == "http" and settings.HTTPS:
        yield Error(
            "Links in letters begin with http (COMITY_ADDRESS), though COMITY_HTTPS says that there is TLS.",
            hint=f"Write COMITY_ADDRESS=https://{address.netloc}",
            id="comity.E205",
        )
    yield from _sign_on()


def _is_among(host: str, hosts: list[str]) -> bool:
    return any(
        name in ("*", host, f"[{host}]") or (name.startswith(".") and f".{host}".endswith(name)) for name in hosts
    )


def _sign_on() -> Findings:
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        if not app["client_id"] or not app["secret"]:
            yield Error(
                "Single sign-on has an issuer, but no client or no secret.",
                hint="Set COMITY_OIDC_CLIENT and COMITY_OIDC_SECRET to what the provider gave you.",
                id="comity.E206",
            )
        if settings.HTTPS and not app["settings"]["server_url"].startswith("https://"):
            yield Error(
                "The provider of single sign-on is reached without TLS (COMITY_OIDC_ISSUER).",
                hint="Write its address with https.",
                id="comity.E207",
            )


def production() -> Findings:
    """What is well enough on one's own machine, and not where an organisation depends on it."""
    if not settings.HTTPS:
        yield Error(
            "Without TLS passwords and sessions can be read on the way.",
            hint="Put a proxy that speaks TLS before it, and set COMITY_HTTPS=yes: docs/production.md.",
            id="comity.E301",
        )
    if not os.environ.get("COMITY_ADDRESS"):
        yield Error(
            "COMITY_ADDRESS is not set, so letters lead nowhere.",
            hint="Set it to where the site is: COMITY_ADDRESS=https://record.example.org",
            id="comity.E302",
        )
    if settings.COMITY_ORIGIN.startswith("localhost"):
        yield Error(
            "COMITY_ORIGIN is not set: the record would be signed in the name of localhost/log, for good.",
            hint="Choose the log's name before the first act: COMITY_ORIGIN=record.example.org/log",
            id="comity.E303",
        )
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield Error(
            "Without COMITY_SMTP_URL letters are printed, and with them the links that let people in.",
            hint="Set it to your mail server: smtp://user:password@mail.example.org:587",
            id="comity.E304",
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Warning(
            "Letters come from comity@localhost, which mail servers refuse.",
            hint="Set COMITY_MAIL_FROM=comity@example.org",
            id="comity.W301",
        )


def mail() -> Findings:
    """Whether the mail server lets us in, if there is one."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return
    try:
        server = get_connection(timeout=10)
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        yield Error(
            f"The mail server does not let us in ({error}).", hint="Put COMITY_SMTP_URL right.", id="comity.E401"
        )


def roles() -> Findings:
    """Whether the role as which the application runs can do no more than it has to."""
    marks = "rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication"
    again = "An administrator takes it away; `comity run` then gives the rights that are needed."
    me = "(SELECT oid FROM pg_roles WHERE rolname = current_user)"
    if _one(f"SELECT {marks} FROM pg_roles WHERE rolname = current_user"):
        sentence = f"The role {APPLICATION} may more than it has to: no policy binds it."
        hint = f"ALTER ROLE {APPLICATION} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION;"
        yield Error(sentence, hint=hint, id="comity.E501")
    if count := _one(f"SELECT count(*) FROM pg_class WHERE relowner = {me}"):
        sentence = f"The role {APPLICATION} owns {count} tables or indexes, so it may change what it likes in them."
        yield Error(sentence, hint=f'REASSIGN OWNED BY {APPLICATION} TO "{_owner()}";', id="comity.E502")
    if _one(f"SELECT count(*) FROM pg_auth_members WHERE member = {me}"):
        yield Error(f"The role {APPLICATION} is a member of other roles.", hint=again, id="comity.E503")
    for table, rights in MAY_NOT.items():
        if _one("SELECT has_table_privilege(%s, %s)", [table, rights]):
            sentence = f"The role {APPLICATION} may {rights.lower()} in {table}; the record only grows."
            yield Error(sentence, hint="Start `comity run` once: it grants the rights anew.", id="comity.E504")


def policies() -> Findings:
    """Whether PostgreSQL sees to who may read what, on every table that has readers."""
    from comity.record.policies import policies

    guarded = "SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(%s)"
    if open_ := [table for table in policies() if not _one(guarded, [table])]:
        yield Error(
            f"Everybody may read all of {', '.join(open_)}.",
            hint="Start `comity run` once: it puts the policies in place.",
            id="comity.E505",
        )


def migrations() -> Findings:
    executor = MigrationExecutor(connections["owner"])
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Warning(
            f"{len(plan)} migrations are pending, the first is {plan[0][0]}.",
            hint="Make a dump, then start `comity run`: it brings the tables up to date.",
            id="comity.W501",
        )


def record() -> Findings:
    """Whether the key at hand is the one that signed the record, and the name the one in which it did."""
    from comity.record.keys import FILE, signer
    from comity.record.models import Head
    from comity.record.notes import BadNote

    head = Head.objects.first()
    if head is None or not head.checkpoint:
        return
    if not (Path(settings.COMITY_DATA) / FILE).exists():
        yield Error(
            f"The record is signed, and its key {FILE} is not in the data folder: nothing can be added.",
            hint="Put the key back from its backup, before anything is started: another one would be made.",
            id="comity.E601",
        )
        return
    try:
        key = signer().verifier
        key.open(head.checkpoint)
    except BadNote as error:
        yield Error(
            f"{FILE} is not the key that signed the record ({error}).",
            hint="Put the right one back.",
            id="comity.E602",
        )
        return
    if key.name != settings.COMITY_ORIGIN:
        yield Error(
            f"COMITY_ORIGIN is {settings.COMITY_ORIGIN}, but the record is signed in the name of {key.name}.",
            hint=f"Leave it as it first was: COMITY_ORIGIN={key.name}",
            id="comity.E603",
        )


def charter() -> Findings:
    """Whether there is a charter, and what is odd in it."""
    from comity.charter.check import oddities
    from comity.charter.queries import in_force
    from comity.record.clock import today

    found = in_force(today())
    if found is None:
        yield Warning("The record has no charter yet.", hint="`comity load FOLDER` enters one.", id="comity.W601")
        return
    for fault in oddities(found[0]):
        yield Warning(f"Odd in the charter: {fault.sentence}", hint="An amendment mends it.", id="comity.W602")


def _one(statement: str, values: list[str] | None = None) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
        return row[0] if row else None


def _owner() -> str:
    return str(connections["owner"].settings_dict["USER"])
