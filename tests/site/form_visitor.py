"""Someone who fills in a public form with a browser that runs no script."""

from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import sign
from email import message_from_bytes
from email import policy
from lxml import html as lxml_html
from plone.keyring.interfaces import IKeyManager
from urllib.parse import urlencode
from zope.component import getUtility
import requests
import time
import transaction


#: What robots write in fields that every form of ours has.
JUNK = (
    {"email": "a@b.fr\r\nBcc: tous@mairie.example"},
    {"organisation": "\ud800"},
    {"organisation": ["A", "B"], "email": ["a@b.example", "c@d.example"]},
    {"organisation": "<script>alert(1)</script>"},
)


class FormVisitor:
    """Of one form at the root of the site; ``answers``: what is sent unless a test says otherwise."""

    form = ""
    answers: dict = {}  # noqa: RUF012 (each kind of visitor has its own, and none writes in it)

    def __init__(self, portal):
        self.portal = portal
        self.url = f"{portal.absolute_url()}/{self.form}"
        self.mails = portal.MailHost

    def token(self, age=10):
        secret = next(key for key in getUtility(IKeyManager)["_forms"] if key)
        return sign(int(time.time()) - age, self.portal[self.form].UID(), secret)

    def send(self, age=10, raw=(), headers=(), **changed):
        """The page that answers; an answer of None is left out."""
        values = {
            f"form.widgets.{name}": value
            for name, value in (self.answers | changed).items()
            if "." not in name
        }
        values |= {"form.buttons.submit": "Envoyer", "telecopie": "", "prai.moment": self.token(age)}
        values |= dict(raw)
        pairs = [(k, v) for k, v in values.items() if v is not None]
        body = urlencode(pairs, doseq=True, errors="surrogatepass")
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "fr"} | dict(headers)
        answer = requests.post(self.url, data=body, headers=kind, timeout=30)
        transaction.begin()
        return answer

    def sent(self):
        return [message_from_bytes(mail, policy=policy.default) for mail in self.mails.messages]

    def is_told_of_junk(self, **changed):
        """It is an error of the sender, comes back harmless, and writes to nobody but who is meant."""
        answer = self.send(**changed)
        assert answer.status_code in (200, 400) and "<script>alert(1)" not in answer.text
        for mail in self.sent():
            assert mail["Bcc"] is None and "tous@" not in str(mail.items())

    def forget(self):
        """As an hour later."""
        hourly.clear()
        del self.mails.messages[:]  # ``reset`` would make a list that the server does not know


def wrong_fields(answer) -> set[str]:
    """Fields that the summary names, each of which says its sentence beside it."""
    tree = lxml_html.fromstring(answer.content)
    names = {
        node.get("href").removeprefix("#formfield-form-widgets-") for node in tree.cssselect(".prai-errors a")
    }
    for name in names:
        field = tree.get_element_by_id(f"formfield-form-widgets-{name}")
        assert field.cssselect(".invalid-feedback, .fieldErrorBox, .prai-error"), name
    return names


def text(answer) -> str:
    """What stands on the page, without the frame of the site."""
    return " ".join(lxml_html.fromstring(answer.content).get_element_by_id("content").text_content().split())
