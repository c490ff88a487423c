"""What an applicant typed, as typed: a draft may be wrong, and comes back as it was left."""

from collective.prai.core.public_forms.checks import without_control
from persistent.mapping import PersistentMapping
from zope.annotation.interfaces import IAnnotations


#: Annotations of a dossier: name of a box → text or texts; id of a file → question that it answers.
TYPED, QUESTIONS = "collective.prai.programme.typed", "collective.prai.programme.files"
#: Beginning of the names of boxes, as the builder of forms writes them.
BOX = "form.widgets."
#: Characters of one text, of all together, and number of boxes.
LONGEST, LONGEST_IN_ALL, MOST = 20_000, 400_000, 600


class TooMuch(ValueError):
    """More than any form asks for."""


def read_boxes(form: dict) -> dict[str, str | list[str]]:
    """Texts of the boxes of a form that was sent, without what cannot be written; TooMuch."""
    found, length = {}, 0
    for name, value in form.items():
        if not isinstance(name, str) or not name.startswith(BOX) or len(name) > 120:
            continue
        values = value if isinstance(value, list) else [value]
        texts = [without_control(one).strip() for one in values if isinstance(one, str)]
        length += sum(map(len, texts))
        if len(texts) > MOST or any(len(text) > LONGEST for text in texts):
            raise TooMuch
        found[name] = texts if isinstance(value, list) else "".join(texts)
    if len(found) > MOST or length > LONGEST_IN_ALL:
        raise TooMuch
    return found


def typed_of(application) -> dict:
    return dict(IAnnotations(application).get(TYPED) or {})


def keep_typed(application, typed: dict):
    IAnnotations(application)[TYPED] = PersistentMapping(typed)


def forget_typed(application):
    """What was typed of persons goes with the rest of them."""
    IAnnotations(application).pop(TYPED, None)


def questions_of_files(application) -> dict[str, str]:
    """Id of a file → name of the question."""
    return dict(IAnnotations(application).get(QUESTIONS) or {})


def keep_question(application, file_id: str, question: str):
    IAnnotations(application)[QUESTIONS] = PersistentMapping(
        questions_of_files(application) | {file_id: question}
    )
