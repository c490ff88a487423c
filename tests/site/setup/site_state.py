"""What the profile made of a site, as plain values, and the way back to what an older version made of it.

``tests/data/site-1000.json`` is what the released version 1000 set up: whatever the profile says more, an
upgrade step must bring to existing sites too.
"""

from collections.abc import Callable
from collective.prai.core import reserved
from lxml import etree
from pathlib import Path
from plone import api
from plone.registry.interfaces import IRegistry
from unittest.mock import patch
from zope.component import getUtility
import collective.prai
import json


BASELINE = Path(__file__).parents[2] / "data" / "site-1000.json"
PROFILE = Path(collective.prai.__file__).parent / "profiles" / "default"
_TYPE = ("behaviors", "allowed_content_types", "filter_content_types", "default_view", "view_methods")
_PACKAGE = "collective.prai"


def _named(pattern: str, element: str = "*") -> set[str]:
    """What our profile speaks of: the rest is Plone's, and changes with its releases."""
    trees = [etree.parse(path) for path in PROFILE.glob(pattern)]
    return {str(name) for tree in trees for name in tree.xpath(f"//{element}/@name")}


def _records() -> dict:
    records, named, found = getUtility(IRegistry).records, _named("registry/*.xml", "record"), {}
    for name in records:
        if "prai" in name or name in named:
            try:
                found[name] = json.loads(json.dumps(records[name].value, sort_keys=True, default=sorted))
            except TypeError:
                found[name] = "?"
    return found


def _configlets(portal) -> dict:
    actions = portal.portal_controlpanel.listActions()
    return {
        action.getId(): action.getActionExpression()
        for action in actions
        if getattr(action, "appId", "") == _PACKAGE
    }


def _actions(portal) -> dict:
    named = _named("actions.xml")
    return {
        f"{category.getId()}/{action.getId()}": [action.visible, action.url_expr, action.title]
        for category in portal.portal_actions.objectValues()
        for action in category.objectValues()
        if action.getId() in named
    }


def _types(portal) -> dict:
    named = _named("types/*.xml", "object")
    return {
        fti.getId(): {
            name: list(v) if isinstance(v := getattr(fti, name, ""), tuple) else v for name in _TYPE
        }
        for fti in portal.portal_types.objectValues()
        if fti.getId() in named
    }


def _roles(portal) -> dict:
    return {
        permission: sorted(role["name"] for role in portal.rolesOfPermission(permission) if role["selected"])
        for permission in portal.possible_permissions()
        if permission.startswith(_PACKAGE)
    }


def _catalog(portal) -> dict:
    catalog, named = portal.portal_catalog, _named("catalog.xml", "index")
    columns = {str(name) for name in etree.parse(PROFILE / "catalog.xml").xpath("//column/@value")}
    return {
        "indexes": {name: catalog.Indexes[name].meta_type for name in catalog.indexes() if name in named},
        "columns": {name: True for name in catalog.schema() if name in columns},
    }


def state_of(portal) -> dict:
    """Of the site's settings that the profile is answerable for: kind → name → plain value."""
    return {
        "records": _records(),
        "configlets": _configlets(portal),
        "actions": _actions(portal),
        "types": _types(portal),
        "roles": _roles(portal),
        "top": {item.getId(): item.portal_type for item in portal.contentValues()},
        "groups": {group.getId(): sorted(group.getRoles()) for group in api.group.get_groups()},
    } | _catalog(portal)


def baseline() -> dict:
    return json.loads(BASELINE.read_text())


def _remove_record(name: str):
    """A record of ours goes; one of Plone, of which we said nothing then, has its default again."""
    records = getUtility(IRegistry).records
    if "prai" in name:
        del records[name]
    else:
        records[name].value = records[name].field.default


def _remove(portal, kind: str, name: str):
    category, _slash, action = name.partition("/")
    removers: dict[str, Callable] = {
        "records": lambda: _remove_record(name),
        "configlets": lambda: portal.portal_controlpanel.unregisterConfiglet(name),
        "actions": lambda: portal.portal_actions[category].manage_delObjects([action]),
        "indexes": lambda: portal.portal_catalog.delIndex(name),
        "columns": lambda: portal.portal_catalog.delColumn(name),
        "types": lambda: portal.portal_types.manage_delObjects([name]),
        "roles": lambda: portal.manage_permission(name, [], acquire=1),
        "top": lambda: portal.manage_delObjects([name]),
        "groups": lambda: api.group.delete(groupname=name),
    }
    removers[kind]()


def _restore(portal, kind: str, name: str, value):
    if kind == "records":
        record = getUtility(IRegistry).records[name]
        kind = getattr(record.field, "_type", None)
        record.value = kind(value) if isinstance(value, list) and isinstance(kind, type) else value
    elif kind == "types":
        portal.portal_types[name].manage_changeProperties(**value)
    elif kind == "roles":
        portal.manage_permission(name, value, acquire=0)
    elif kind == "actions":
        category, _slash, action = name.partition("/")
        portal.portal_actions[category][action].visible = value[0]
        portal.portal_actions[category][action].url_expr = value[1]


def bring_back(portal, old: dict):
    """Take away what ``old`` does not have, and put back its values: the site as that version made it."""
    new = state_of(portal)
    with patch.object(reserved, "RESERVED", frozenset()):  # which that version let anyone take
        for name in old["top"].keys() - new["top"].keys():
            page = api.content.create(portal, old["top"][name], name, title=name)
            api.content.transition(page, "publish")
    for kind, values in new.items():
        for name in values.keys() - old[kind].keys():
            _remove(portal, kind, name)
        for name in values.keys() & old[kind].keys():
            if values[name] != old[kind][name]:
                _restore(portal, kind, name, old[kind][name])
