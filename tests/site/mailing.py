"""A site whose mails really leave, to a server that keeps them."""

from Acquisition import aq_base
from plone import api
from Products.MailHost.interfaces import IMailHost
from Products.MailHost.MailHost import MailHost
from zope.component import getSiteManager


def send_to(sink, portal, sender: str):
    """The site speaks SMTP to the sink; mails of its own come from ``sender``."""
    manager, host = getSiteManager(portal), MailHost("MailHost")
    portal.MailHost = host
    manager.unregisterUtility(provided=IMailHost)
    manager.registerUtility(aq_base(host), IMailHost)
    api.portal.set_registry_record("plone.smtp_host", "localhost")
    api.portal.set_registry_record("plone.smtp_port", sink.port)
    api.portal.set_registry_record("plone.email_from_address", sender)
