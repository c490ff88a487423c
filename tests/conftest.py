from xdist.scheduler import LoadScopeScheduling


pytest_plugins = ["pytest_plone"]
#: Lanes that start servers and browsers of their own, and what builds the demonstration site.
APART = ("tests/live/", "tests/site/browser/", "tests/site/demo/")


class Lanes(LoadScopeScheduling):
    """Two lanes for two processors (``-n 2``), each in its order.

    A site's layers are set up once for all tests that share them, in the order of the files: tests that
    were dealt out one by one would each find the layers of another.
    """

    def _split_scope(self, nodeid):
        return "servers" if nodeid.startswith(APART) else "sites"


def pytest_xdist_make_scheduler(config, log):
    return Lanes(config, log)
