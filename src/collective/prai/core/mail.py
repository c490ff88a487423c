"""Mails that leave the site: a title or an answer with a line break never writes a header.

``send_mail`` speaks once the transaction is through, and never fails it; ``deliver`` speaks at once and says
whether the server took the mail, for commands that must not lose one.
"""

from email.charset import Charset
from email.charset import QP
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr
from plone import api
from Products.MailHost.MailHost import MailBase
from Products.MailHost.MailHost import MailHostError
from smtplib import SMTPException
import logging
import transaction


logger = logging.getLogger(__name__)
#: What a host raises where a mail does not leave.
FAILURES = (OSError, SMTPException, MailHostError, RuntimeError, ValueError)


#: As SMTP wants lines to end: servers refuse mails with any other.
_LINES = compat32.clone(linesep="\r\n")
#: Legible as sent: what is only base64 looks like spam to many.
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


def one_line(text: str) -> str:
    """A title with a line break must not write a header."""
    return " ".join(text.split())


def send_mail(to: str, subject: str, body: str, headers: dict[str, str] | None = None, sender: str = ""):
    """Send once the transaction is through; an address or subject of several lines becomes one."""
    host, mail = api.portal.get_tool("MailHost"), compose(to, subject, body, headers, sender)
    if mail is None:
        return
    if _speaks_smtp(host):
        # In the transaction, a server that does not answer would abort what is told.
        transaction.get().addAfterCommitHook(_deliver, (host, mail | {"immediate": True}))
    else:
        _deliver(True, host, mail)


def deliver(to: str, subject: str, body: str, headers: dict[str, str] | None = None) -> bool:
    """Whether the server, or the queue of the machine, has taken it."""
    host, mail = api.portal.get_tool("MailHost"), compose(to, subject, body, headers)
    if mail is None:
        return False
    try:
        host.send(**mail, immediate=_speaks_smtp(host))
    except FAILURES as error:
        logger.warning("A mail could not be sent: %s", type(error).__name__)
        return False
    return True


def can_send() -> bool:
    """Whether the site has a sender's address, and somebody to hand mails to."""
    host = api.portal.get_tool("MailHost")
    address = api.portal.get_registry_record("plone.email_from_address", default=None)
    # The registry's, as Plone's own mailer reads it: what the mail host was made with is not asked again.
    server = api.portal.get_registry_record("plone.smtp_host", default=None)
    return bool(address and (not _speaks_smtp(host) or server))


def compose(
    to: str, subject: str, body: str, headers: dict[str, str] | None = None, sender: str = ""
) -> dict | None:
    """What the host's ``send`` takes; None while the site has no sender address.

    ``sender``: an address of one of our offices, for what is answered by that office and not by the site.
    """
    address = api.portal.get_registry_record("plone.email_from_address", default=None)
    if not address:
        logger.warning("No mail sent: the site has no sender address.")
        return None
    name = api.portal.get_registry_record("plone.email_from_name", default=None) or ""
    # A message, and no text to be parsed: no body can begin with headers.
    text = MIMEText(body, "plain", _UTF8, policy=_LINES)
    for header, value in (headers or {}).items():
        # On one line: not every program puts a folded address together again.
        text[header] = Header(one_line(value), maxlinelen=900)
    return {
        "messageText": text,
        "mto": one_line(to),
        "mfrom": formataddr((one_line(name), one_line(sender or address))),
        "subject": one_line(subject),
        "charset": "utf-8",
    }


def _speaks_smtp(host) -> bool:
    """Whether the host calls a server itself: neither a queue of files nor a stand-in."""
    return host._send.__func__ is MailBase._send and not host.smtp_queue


def _deliver(committed: bool, host, mail: dict):
    if not committed:
        return
    try:
        host.send(**mail)
    except FAILURES as error:
        logger.warning("A mail could not be sent: %s", type(error).__name__)
