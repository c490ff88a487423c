"""A call that takes dossiers, and those who have to do with it."""

from collective.prai.programme.apply.ready_form import create_form
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from plone import api
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.programme.applying import Applicant
from tests.site.programme.applying import CENTRE
from tests.site.programme.applying import OFFICE
from tests.site.programme.applying import PASSWORD
from tests.site.programme.applying import PUBLIC
import pytest
import transaction


_OWN = """<field xmlns="http://namespaces.plone.org/supermodel/schema" name="question_libre" type="zope.schema.TextLine">
  <title>Une question des agents</title><required>False</required></field>"""


@pytest.fixture(scope="class")
def applied_site(class_site):
    portal = class_site
    api.portal.set_registry_record("plone.email_from_address", CENTRE)
    api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
    with api.env.adopt_roles(["Manager"]):
        for name, group in (("agente", "agents-region"), ("redactrice", "redacteurs"), ("elue", None)):
            api.user.create(username=name, email=f"{name}@ardesi.example", password=PASSWORD)
            if group:
                api.group.add_user(groupname=group, username=name)
    girou = make(portal, "prai.Organisation", "published", title="Coteaux du Girou", id="girou")
    call = make(
        portal, "prai.Call", "open", title="Appel à projets innovants", id="innovants",
        opens=datetime(2006, 9, 1, 8), closes=datetime.now() + timedelta(days=30),  # noqa: DTZ005 (as forms keep it)
        contact_email=OFFICE, contact_function="Service du numérique", contact_organisation=relate(girou),
        requirements=[{"label": "Un référent est nommé", "explanation": "", "blocking": True}],
        rates=[{"funder": "FEDER", "percent": Decimal(50), "since": None, "decided_by": None},
               {"funder": "Région", "percent": Decimal(30), "since": None, "decided_by": None}],
    )  # fmt: skip
    form = create_form(call)
    form.fields_model = form.fields_model.replace(
        "</fieldset></schema>", f"{_OWN}</fieldset></schema>"
    ).replace("</fieldset>\n  </schema>", f"{_OWN}</fieldset></schema>")
    assert "question_libre" in form.fields_model
    transaction.commit()
    return portal


@pytest.fixture
def applicant(applied_site):
    found = Applicant(applied_site, applied_site["appels"]["innovants"])
    found.forget()
    return found
