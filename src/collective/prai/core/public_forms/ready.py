"""Ready-made forms: content that ARDESI edits, with the settings that our guard needs."""

from collective.prai.core.structure import date_publication
from collective.prai.core.structure import LANGUAGE
from pathlib import Path
from plone import api
from plone.app.textfield import RichTextValue


UNSET = (
    "default_fieldset_label", "thanksPageOverride", "formActionOverride", "onDisplayOverride",
    "afterValidationOverride", "headerInjection", "submitLabelOverride",
)  # fmt: skip
#: Of every form that is not made by hand.
GUARDED = {
    "showAll": False,
    "includeEmpties": False,
    # Our guard signs the form itself, and answers in a sentence instead of an error.
    "CSRFProtection": False,
    "autofocus": False,
    "unload_protection": False,
    # As an import leaves them: the stock « nothing » is an empty text, which no export keeps.
    **dict.fromkeys(UNSET),
}


def create_form(
    name: str,
    models: Path,
    *,
    title: str,
    description: str,
    prologue: str,
    thanks_title: str,
    thanks: str,
    shown: list[str],
    epilogue: str = "",
):
    """A published EasyForm at the root, unless something of that name is there.

    ``models``: folder of its fields.xml and actions.xml; ``shown``: fields that the thanks repeat.
    """
    if name in api.portal.get().objectIds():
        return
    form = api.content.create(
        api.portal.get(), "EasyForm", name,
        title=title,
        description=description,
        language=LANGUAGE,
        exclude_from_nav=True,
        fields_model=(models / "fields.xml").read_text(encoding="utf-8"),
        actions_model=(models / "actions.xml").read_text(encoding="utf-8"),
        formPrologue=rich(prologue),
        formEpilogue=rich(epilogue) if epilogue else None,
        submitLabel="Envoyer",
        thankstitle=thanks_title,
        thanksdescription="",
        thanksPrologue=rich(thanks),
        showFields=shown,
        **GUARDED,
    )  # fmt: skip
    api.content.transition(form, "publish")
    date_publication(form)


def rich(html: str) -> RichTextValue:
    return RichTextValue(html, "text/html", "text/x-html-safe")
