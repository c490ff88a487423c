from xdist.scheduler import LoadScopeScheduling


pytest_plugins = ["pytest_plone"]


class Folders(LoadScopeScheduling):
    """Whoever of the processes (``-n 2``) has nothing to do takes the next folder of tests, whole and in its order.

    A site's layers are set up once for all tests that share them, in the order of the files: tests that
    were dealt out one by one would each find the layers of another.  The longest folders come first as it
    happens (live, browser, core), and the demonstration site last, as its conftest wants.
    """

    def _split_scope(self, nodeid):
        parts = 3 if nodeid.startswith("tests/site/") else 2
        return "/".join(nodeid.split("/")[:parts])


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return Folders(config, log)
