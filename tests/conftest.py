pytest_plugins = ["pytest_plone"]
