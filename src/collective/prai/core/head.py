"""HEAD answers what GET would, without the body: link checkers and monitors ask so.

Zope looks for a method named HEAD on the item, and Dexterity's answers 404 for every page.  The
server would send the body that was made for GET, and the client take it for its next answer.
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


def without_body(event):
    """Keep the headers of what was made, its length included, and nothing behind them.

    Subscriber of IPubSuccess and of IPubFailure: when nobody writes on the answer any more.
    """
    request = event.request
    if request.environ.get("REQUEST_METHOD") != "HEAD":
        return
    response = request.response
    if response.getHeader("Content-Length") is None:
        response.setHeader("Content-Length", str(len(response.body)))
    response.body = b""
