"""Mails of the review reach the right people, in French, and never hold back a transition."""

from collective.prai.core.mail import _deliver
from collective.prai.core.publication.acting import act
from email import message_from_bytes
from email.policy import default
from plone import api
from Products.MailHost.MailHost import MailHost
from smtplib import SMTPRecipientsRefused
import logging
import pytest
import transaction


@pytest.fixture
def people(portal):
    """An author and two reviewers, one without an address."""
    with api.env.adopt_roles(["Manager"]):
        for name, group, email in (
            ("redactrice", "redacteurs", "redactrice@ardesi.example"),
            ("relecteur", "relecteurs", "relecteur@ardesi.example"),
            ("relectrice", "relecteurs", "relectrice@ardesi.example"),
        ):
            api.user.create(username=name, email=email, password="Secret-123456")
            api.group.add_user(groupname=group, username=name)
    return portal


@pytest.fixture
def sheet(people, make_item):
    with api.env.adopt_user("redactrice"):
        found = api.content.create(people["fiches-pratiques"], "prai.HowTo", title="Recenser\nl'équipement")
        found.problem = "J'ai besoin de recenser."
        found.in_brief = make_item("prai.HowTo").in_brief
    return found


def mails(portal) -> list[tuple[str, str, str]]:
    """To, subject, body of what was sent."""
    found = []
    for sent in portal.MailHost.messages:
        message = message_from_bytes(sent, policy=default)
        found.append((message["To"], message["Subject"], message.get_content()))
    return found


class TestMails:
    def test_submission_tells_each_reviewer(self, people, sheet):
        with api.env.adopt_user("redactrice"):
            act(sheet, "submit", "Chiffres à vérifier.")
        sent = mails(people)
        assert [to for to, _subject, _body in sent] == [
            "relecteur@ardesi.example",
            "relectrice@ardesi.example",
        ]
        _to, subject, body = sent[0]
        assert subject == "À relire : Recenser l'équipement"
        assert sheet.absolute_url() in body
        assert "Chiffres à vérifier." in body
        assert "redactrice soumet" in body

    def test_sending_back_tells_the_author_why(self, people, sheet):
        with api.env.adopt_user("redactrice"):
            act(sheet, "submit")
        people.MailHost.reset()
        with api.env.adopt_user("relecteur"):
            act(sheet, "send_back", "Citez la source du $montant.")
        ((to, subject, body),) = mails(people)
        assert to == "redactrice@ardesi.example"
        assert subject.startswith("À reprendre : ")
        assert "Citez la source du $montant." in body

    def test_publication_tells_the_author_the_public_address(self, people, sheet):
        api.portal.set_registry_record("collective.prai.public_url", "https://prai.example")
        with api.env.adopt_user("relecteur"):
            act(sheet, "publish")
        ((to, _subject, body),) = mails(people)
        assert to == "redactrice@ardesi.example"
        assert f"https://prai.example/fiches-pratiques/{sheet.getId()}" in body

    def test_nobody_is_told_of_what_they_did(self, people, sheet):
        with api.env.adopt_user("relecteur"):
            act(sheet, "publish")
            people.MailHost.reset()
            act(sheet, "withdraw", "Fausse.")
            act(sheet, "restore_draft")
            act(sheet, "submit")
        assert [to for to, _s, _b in mails(people)] == ["relectrice@ardesi.example"]

    def test_an_emptied_text_sends_nothing(self, people, sheet):
        api.portal.set_registry_record("collective.prai.mails.publish_body", "")
        with api.env.adopt_user("relecteur"):
            act(sheet, "publish")
        assert mails(people) == []

    def test_edited_text_is_used(self, people, sheet):
        api.portal.set_registry_record("collective.prai.mails.publish_body", "Bravo pour $title, $inconnu")
        with api.env.adopt_user("relecteur"):
            act(sheet, "publish")
        assert mails(people)[0][2].startswith("Bravo pour Recenser")


def test_a_dead_mail_server_holds_back_nothing(functional_portal, caplog):
    portal = functional_portal
    with api.env.adopt_roles(["Manager"]):
        api.portal.set_registry_record("plone.smtp_host", "localhost")
        api.portal.set_registry_record("plone.smtp_port", 9)
        api.user.create(username="auteur", email="auteur@ardesi.example", password="Secret-123456")
        api.group.add_user(groupname="redacteurs", username="auteur")
        real = MailHost("MailHost")
        portal._delOb("MailHost")
        portal._setOb("MailHost", real)
        with api.env.adopt_user("auteur"):
            indicator = api.content.create(
                portal.indicateurs, "prai.Indicator", title="Communes", definition="Sites.", unit="nombre"
            )
        transaction.commit()
        with caplog.at_level(logging.WARNING):
            act(indicator, "publish")
            transaction.commit()
    assert api.content.get_state(indicator) == "published"
    assert "could not be sent" in caplog.text


def test_a_refused_address_is_not_in_the_log(caplog):
    class Host:
        def send(self, **mail):
            raise SMTPRecipientsRefused({"secretariat@gragnague.example": (550, b"unknown")})

    _deliver(True, Host(), {})
    assert "could not be sent" in caplog.text and "gragnague" not in caplog.text
