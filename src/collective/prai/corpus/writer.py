"""Drafts → items of the site: each one whole or not at all, and never over the work of an editor.

What the import wrote is remembered on the site (corpus id → UID, fingerprint of the row, fingerprint of
the fields that it wrote).  A second run therefore

- leaves an item alone when its row has not changed;
- updates it when the row has changed and the fields that the import wrote are still as it left them;
- keeps the editor's version, and says so, when one of these fields was edited, when a field that the row
  newly fills is filled already, or while someone is editing the item;
- does not bring back an item that was deleted on the site.
"""

from BTrees.OOBTree import OOBTree
from collective.prai.core.public_forms.ready import GUARDED
from collective.prai.core.publication.needs import missing
from collective.prai.core.publication.state import workflow_of
from collective.prai.core.publication.workflow import CALLS
from collective.prai.core.publication.workflow import DECLARATION
from collective.prai.core.publication.workflow import OPERATIONS
from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.publication.workflow import SITTINGS
from collective.prai.core.structure import date_publication
from collective.prai.core.structure import LANGUAGE
from collective.prai.core.structure import SECTION_OF
from collective.prai.corpus import fields
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.plan import closed
from collective.prai.corpus.reader import Refusal
from collective.prai.programme.journal import record
from collective.prai.programme.setup import FOLDERS
from dataclasses import dataclass
from plone import api
from plone.api.exc import InvalidParameterError
from plone.app.uuid.utils import uuidToObject
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.locking.interfaces import ILockable
from Products.CMFCore.WorkflowCore import WorkflowException
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.interface import Invalid
from zope.lifecycleevent import ObjectModifiedEvent
import transaction


KEY = "collective.prai.corpus"
#: Type → settings of each item of it that no file gives.
SETTINGS = {"EasyForm": GUARDED | {"showFields": [], "thanksdescription": "", "form_tabbing": False}}
#: Types whose items stand at the root: their addresses are given to people.
AT_THE_ROOT = ("EasyForm",)
#: Type → folder of the officers, where no section has it.
OFFICES = {row[2]: name for name, row in FOLDERS.items()}
#: Act of the log of a dossier that did not come through the site.
ENTERED = "paper"
#: States of an item that nobody has published yet.
UNFINISHED = ("draft", "private", "declared", "preparation")
#: Workflow → steps to where an item of the corpus belongs; a meeting of the past is over.
STEPS = {
    DECLARATION: ("confirm", "publish"),
    CALLS: ("open",),
    OPERATIONS: ("check", "publish"),
    SITTINGS: ("convene", "start", "close"),
}
#: State that a draft asks for → steps to it.
STEPS_TO = {
    "closed": ("open", "close"),
    "convened": ("convene",),
    "before_jury": ("submit", "declare_eligible", "to_jury"),
    "submitted": ("submit",),
}


@dataclass
class Outcome:
    """What became of one row; ``state`` and ``missing`` (field names and titles) are the item's now."""

    draft: Draft
    action: str
    uid: str = ""
    state: str = ""
    missing: tuple = ()
    remark: str = ""


class Writer:
    """Writes drafts into a site; ``checkpoint`` is called between items, never inside one."""

    def __init__(self, portal, checkpoint=lambda: None):
        self.portal = portal
        self.checkpoint = checkpoint
        self.memory = IAnnotations(portal).setdefault(KEY, OOBTree())
        self.refusals: list[Refusal] = []
        self.outcomes: dict[str, Outcome] = {}

    def write(self, drafts: list[Draft], progress=lambda: None) -> list[Draft]:
        """Items first, then their relations (any item may refer to any other), then publication.

        Everything is checked before anything is written.  Gives back the drafts that were sound.
        """
        types = {draft.id: draft.portal_type for draft in drafts}
        sound = [draft for draft in drafts if self._whole(self._check, draft, None, types)]
        sound = closed(sound, set(self.memory), self.refusals)
        pending = []
        for draft in sound:
            family = [(draft, None), *((child, draft) for child in draft.children)]
            pending += [one for one in family if self._whole(self._prepare, *one)]
            progress()
            self.checkpoint()
        for draft, parent in pending:
            self._whole(self._relate, draft, parent)
            self.checkpoint()
        for draft, parent in pending:
            self._publish(draft, parent)
            self.checkpoint()
        for draft in sound:
            self._look(draft)
        return sound

    def key(self, draft: Draft, parent: Draft | None = None) -> str:
        return f"{parent.id}/{draft.id}" if parent is not None else draft.id

    def item(self, key: str):
        """The item that was made of this corpus id, or None."""
        record = self.memory.get(key)
        return uuidToObject(record[0], unrestricted=True) if record else None

    def _whole(self, step, draft: Draft, parent, *args) -> bool:
        """Run one step of one item; a refusal undoes all that it has done."""
        savepoint = transaction.savepoint(optimistic=True)
        try:
            return step(draft, parent, *args)
        except (Refusal, ValueError, Invalid) as error:
            savepoint.rollback()
            self.outcomes.pop(self.key(draft, parent), None)
            self.refusals.append(error if isinstance(error, Refusal) else draft.row.refuse(str(error)))
            return False

    def _check(self, draft: Draft, _parent, types: dict) -> bool:
        """Refuse what the fields, the workflow or the place would refuse later."""
        item, record = self.item(draft.id), self.memory.get(draft.id)
        if record and (item is None or record[1] == self._row_print(draft)):
            return True
        container = item.aq_parent if item is not None else self._container(draft)
        values = self._checked(draft, container, types)
        for child in draft.children:
            self._checked(child, container, types)
        if item is not None and api.content.get_state(item, default="draft") in PUBLIC_STATES:
            if missing(item, values):
                raise draft.row.refuse("the public item would be incomplete with the changed row")
        return True

    def _prepare(self, draft: Draft, parent) -> bool:
        """Create or update the fields; True when relations and publication must follow."""
        key, values = self.key(draft, parent), fields.made(draft.portal_type, draft.values)
        record, item = self.memory.get(key), self.item(key)
        if record and item is None:
            return self._note(key, draft, "deleted", remark="deleted on the site, not brought back")
        if record and record[1] == self._row_print(draft):
            return self._note(key, draft, "unchanged", record[0])
        if item is None:
            item = self._create(draft, self._container(draft, parent), values)
            # Until its relations are there, the row counts as changed: a run that is cut short is taken up.
            self.memory[key] = (item.UID(), "", fields.digest(item, values), tuple(values))
            return self._note(key, draft, "created", item.UID(), go_on=True)
        if remark := self._edited(item, record, draft):
            return self._note(key, draft, "kept", record[0], remark=remark)
        every = fields.fields_of(draft.portal_type)
        dropped = [
            name for name in record[3] if name not in values and not fields.is_relation(every[name][1])
        ]
        fields.write(item, values | {name: every[name][1].missing_value for name in dropped})
        return self._note(key, draft, "updated", item.UID(), go_on=True)

    def _note(self, key, draft, action, uid="", remark="", go_on=False) -> bool:
        self.outcomes[key] = Outcome(draft, action, uid, remark=remark)
        return go_on

    def _row_print(self, draft: Draft) -> str:
        return fields.fingerprint([draft.portal_type, fields.plain(draft.values), draft.relations])

    def _container(self, draft: Draft, parent: Draft | None = None):
        if parent:
            found = self.item(self.key(parent))
        elif draft.portal_type in AT_THE_ROOT:
            found = self.portal
        else:
            found = self.portal.get((SECTION_OF | OFFICES)[draft.portal_type])
        if found is None:
            raise draft.row.refuse("the site has no section for this type")
        if draft.id in found:
            raise draft.row.refuse(
                f"{found.getId()}/{draft.id} is on the site already, not made by an import"
            )
        return found

    def _checked(self, draft: Draft, container, types: dict) -> dict:
        values = fields.made(draft.portal_type, draft.values)
        found = fields.problems(draft.portal_type, values, container)
        for name, ids in draft.relations.items():
            targets = [types.get(one) or self._type_on_site(one) for one in fields.listed(ids)]
            wrong = fields.wrong_targets(draft.portal_type, name, targets)
            found += [f"« {name} » cannot refer to {kind}" for kind in wrong]
        if found:
            raise draft.row.refuse(" ; ".join(found))
        return values

    def _type_on_site(self, key: str) -> str:
        item = self.item(key)
        return item.portal_type if item is not None else ""

    def _create(self, draft: Draft, container, values: dict):
        language = {"language": LANGUAGE} if "language" in fields.fields_of(draft.portal_type) else {}
        settings = SETTINGS.get(draft.portal_type, {})
        content = createContent(draft.portal_type, id=draft.id, **language | settings | values)
        item = addContentToContainer(container, content, checkConstraints=False)
        if item.getId() != draft.id:
            raise draft.row.refuse(f"the site would call it {item.getId()}")
        return item

    def _edited(self, item, record, draft: Draft) -> str:
        _uid, _print, written, names = record
        lock = ILockable(item, None)
        if lock is not None and lock.locked():
            return "someone is editing it on the site"
        if fields.digest(item, names) != written:
            return "edited on the site since the last import"
        new = [name for name in {**draft.values, **draft.relations} if name not in names]
        taken = [name for name in new if not fields.empty(item, name)]
        return f"filled on the site meanwhile: {', '.join(sorted(taken))}" if taken else ""

    def _relate(self, draft: Draft, parent) -> bool:
        key = self.key(draft, parent)
        outcome, record = self.outcomes[key], self.memory[key]
        item, every = self.item(key), fields.fields_of(draft.portal_type)
        dropped = [name for name in record[3] if fields.is_relation(every[name][1])]
        relations = {name: [] for name in dropped} | {
            name: [self._target(draft, one) for one in fields.listed(ids)]
            for name, ids in draft.relations.items()
        }
        if relations:
            fields.relate(item, relations)
            # Creation indexed it without them.
            item.reindexObject(idxs=["prai_actors", "prai_place_from", "prai_reuse_of", "maturity"])
        if outcome.action == "updated":
            notify(ObjectModifiedEvent(item))
        names = tuple(sorted({*draft.values, *draft.relations}))
        self.memory[key] = (outcome.uid, self._row_print(draft), fields.digest(item, names), names)
        return True

    def _target(self, draft: Draft, key: str):
        item = self.item(key)
        if item is None:
            raise draft.row.refuse(f"it refers to {key}, which was deleted on the site")
        return item

    def _publish(self, draft: Draft, parent):
        """Through the workflow, as an editor would; what the guard refuses stays a draft."""
        outcome = self.outcomes.get(self.key(draft, parent))
        item = self.item(self.key(draft, parent))
        if outcome is None or api.content.get_state(item, default="") not in UNFINISHED:
            return
        if missing(item):
            return
        savepoint = transaction.savepoint(optimistic=True)
        if draft.portal_type == "prai.Application":
            # Handed in on paper: no form is asked whether its questions are answered.
            record(item, ENTERED, "Exemple du site de démonstration")
        steps = STEPS_TO[draft.state] if draft.state else STEPS.get(workflow_of(item), ("publish",))
        try:
            for step in steps:
                # An import tells nobody: whoever started it reads the report.
                api.content.transition(item, step, comment="Import du corpus", tell_nobody=True)
            date_publication(item)
        except (WorkflowException, InvalidParameterError) as error:
            savepoint.rollback()
            outcome.remark = str(error)

    def _look(self, draft: Draft):
        outcome, item = self.outcomes.get(draft.id), self.item(draft.id)
        if outcome is None or item is None:
            return
        outcome.state = api.content.get_state(item, default="")
        outcome.missing = tuple(missing(item)) if outcome.state in UNFINISHED else ()
