"""The resource centre of a regional digital programme, and the programme around it."""

from zope.i18nmessageid import MessageFactory


PACKAGE_NAME = "collective.prai"
_ = MessageFactory(PACKAGE_NAME)
