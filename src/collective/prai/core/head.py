"""HEAD answers what GET would, without the body: link checkers and monitors ask so.

Zope looks for a method named HEAD on the item, and Dexterity's answers 404 for every page.  The
server leaves the body out by itself, as it knows the true method.
"""

#: Below it everything is a page, also for who accepts nothing but JSON.
PAGES = "/diffusion/"


def head_as_get(event):
    """Have pages traversed as for GET; programs' services have their own HEAD.

    No layer is known at this moment: the rule holds for the whole process, as HTTP has it.
    """
    request = event.request
    if request.get("REQUEST_METHOD") != "HEAD":
        return
    accept = request.environ.get("HTTP_ACCEPT", "")
    path = request.environ.get("PATH_INFO", "")
    if "++api++" not in path and ("json" not in accept or PAGES in path):
        request.set("REQUEST_METHOD", "GET")
