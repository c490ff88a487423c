"""What the item remembers of its publication, beside its fields: one small annotation."""

from BTrees.OOBTree import OOBTree
from zope.annotation.interfaces import IAnnotations


KEY = "collective.prai.publication"


def recall(obj, name: str, default=None):
    """One remembered value; never writes."""
    return IAnnotations(obj).get(KEY, {}).get(name, default)


def recall_all(obj) -> dict:
    """All of them; never writes."""
    return dict(IAnnotations(obj).get(KEY, {}))


def remember(obj, **values):
    """Keep these values; None forgets one."""
    annotations = IAnnotations(obj)
    if KEY not in annotations:
        annotations[KEY] = OOBTree()
    memory = annotations[KEY]
    for name, value in values.items():
        if value is None:
            memory.pop(name, None)
        elif memory.get(name) != value:
            memory[name] = value


def forget(obj):
    """A copy starts its own life."""
    IAnnotations(obj).pop(KEY, None)
