"""A password that cannot be read is none: stock Plone answers 500 to it, on every page."""

from ZPublisher.utils import basic_auth_decode


def drop_unreadable(event):
    """Subscriber of IPubStart.  Whoever sends such a header is anonymous."""
    request = event.request
    try:
        basic_auth_decode(request._auth)
    except ValueError:
        request._auth = None
