"""The rich text editor lets go of the Tab key: in a list or a table it would keep whoever has no mouse."""

from plone import api
import json


RECORD = "plone.other_settings"
#: Without them Tab nests the line of a list, again and again, and goes from cell to cell of a table.
KEPT_FREE = {"lists_indent_on_tab": False, "table_tab_navigation": False}


def free_tab():
    """Add ours to the site's own settings of the editor; a value that someone chose stays."""
    _write({**KEPT_FREE, **_read()})


def forget_tab():
    """Take away what ``free_tab`` added."""
    _write({name: value for name, value in _read().items() if KEPT_FREE.get(name) is not value})


def _read() -> dict:
    """The settings; a text that is no JSON object is somebody's mistake, which Plone itself passes over."""
    try:
        found = json.loads(api.portal.get_registry_record(RECORD, default=None) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _write(settings: dict):
    if settings != _read():
        api.portal.set_registry_record(RECORD, json.dumps(settings, sort_keys=True) if settings else "")
