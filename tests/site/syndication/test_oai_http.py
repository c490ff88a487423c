"""OAI-PMH as a harvester meets it: each verb, sets, deletions, dates; each answer valid."""

from collective.prai.syndication import sweep as sweeping
from collective.prai.syndication.outbox import query_outbox
from plone import api
from plone.registry.interfaces import IRegistry
from tests.site.conftest import make
from tests.site.syndication.oai_schemas import DC
from tests.site.syndication.oai_schemas import FORMATS
from tests.site.syndication.oai_schemas import OAI
from tests.site.syndication.oai_schemas import PRAI
from tests.site.syndication.oai_site import BASE
from tests.site.syndication.oai_site import CHANGED
from tests.site.syndication.oai_site import SITE
from tests.site.syndication.oai_site import utc
from urllib.parse import urlencode
from zope.component import getUtility
import requests
import time
import transaction


class TestVerbs:
    def test_identify(self, oai):
        answer = oai.ask("verb=Identify")
        (told,) = answer.tree.iter(OAI + "Identify")
        assert {child.tag.removeprefix(OAI): child.text for child in told if not len(child)} == {
            "repositoryName": "Centre de ressources",
            "baseURL": BASE,
            "protocolVersion": "2.0",
            "adminEmail": "bureau@centre.example.org",
            "earliestDatestamp": min(oai.list().texts(OAI + "datestamp")),
            "deletedRecord": "persistent",
            "granularity": "YYYY-MM-DDThh:mm:ssZ",
            "compression": "gzip",
        }
        assert f"oai:centre.example.org:{'0' * 32}" in answer.response.text
        assert dict(answer.request.items()) == {"verb": "Identify"}
        assert answer.response.headers["Content-Encoding"] == "gzip"
        plain = oai.send(query="?verb=Identify", headers={"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain.headers and plain.content.startswith(b"<?xml")

    def test_address_of_the_office_where_the_site_has_none(self, oai):
        def told(email):
            getUtility(IRegistry)["plone.email_from_address"] = email
            sweeping.sweep(oai.portal)
            transaction.commit()
            return oai.ask("verb=Identify").texts(OAI + "adminEmail")

        sheet = make(oai.portal, "prai.Organisation", "published", title="ARDESI", id="ardesi")
        sheet.email = "office@ardesi.example"
        assert told(None) == ["office@ardesi.example"]
        sheet.email = None
        assert told(None) == ["postmaster@centre.example.org"]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(sheet, check_linkintegrity=False)
        assert told("bureau@centre.example.org") == ["bureau@centre.example.org"]

    def test_formats_and_their_schema(self, oai):
        answer = oai.ask("verb=ListMetadataFormats")
        assert answer.texts(OAI + "metadataPrefix") == ["oai_dc", "prai"]
        assert answer.texts(OAI + "schema")[1] == f"{SITE}/diffusion/oai-prai.xsd"
        served = requests.get(f"{oai.portal.absolute_url()}/diffusion/oai-prai.xsd", timeout=30)
        assert served.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert b'targetNamespace="urn:collective.prai:item:1"' in served.content and PRAI in FORMATS
        again = requests.get(served.url, headers={"If-None-Match": served.headers["ETag"]}, timeout=30)
        assert again.status_code == 304
        for name in ("ancienne", "retiree"):
            one = oai.ask({"verb": "ListMetadataFormats", "identifier": oai.identifier(name)})
            assert one.texts(OAI + "metadataPrefix") == ["oai_dc", "prai"]

    def test_sets_have_french_titles_and_everything_is_in_its_own(self, oai):
        answer = oai.ask("verb=ListSets")
        names = dict(zip(answer.texts(OAI + "setSpec"), answer.texts(OAI + "setName"), strict=True))
        assert {"type", "theme", "departement", "type:Study", "departement:09"} <= set(names)
        assert names["theme:petite-enfance"] == "Petite enfance" and names["departement:09"] == "Ariège"
        assert names["type:HowTo"] == "Fiche pratique"
        listed = oai.list()
        for uid in listed.headers:
            for spec in listed.specs(uid):
                assert uid in oai.list(set=spec, verb="ListIdentifiers").headers, (uid, spec)
        for spec in names:
            got = oai.list(set=spec, verb="ListIdentifiers") if spec.startswith(("type", "theme")) else None
            for uid, deleted in got.headers.items() if got is not None else ():
                assert deleted or any(one == spec or one.startswith(f"{spec}:") for one in listed.specs(uid))

    def test_records_in_the_order_of_the_log_and_no_draft(self, oai):
        answer = oai.list()
        assert oai.named(answer) == {
            "ancienne": False, "etude": False, "enfance": False, "retiree": True, "partie": False,
        }  # fmt: skip
        stamps = answer.texts(OAI + "datestamp")
        assert stamps == sorted(stamps) and "brouillon" not in answer.response.text
        assert answer.token is None
        assert list(oai.list(verb="ListIdentifiers").headers.items()) == list(answer.headers.items())
        assert oai.list("prai").headers == answer.headers

    def test_dublin_core_has_licence_credit_and_permanent_id(self, oai):
        answer = oai.ask(
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": oai.identifier("ancienne")}
        )
        assert answer.texts(DC + "title") == ["Fiche ancienne"]
        assert answer.texts(DC + "creator") == ["ARDESI"]
        assert answer.texts(DC + "subject") == ["Tourisme"]
        assert answer.texts(DC + "description") == ["Un résumé & des « signes » <b>."]
        assert answer.texts(DC + "publisher") == ["Centre de ressources"]
        assert answer.texts(DC + "type") == ["Text", "Fiche pratique"]
        assert answer.texts(DC + "coverage") == ["Ariège"]
        assert answer.texts(DC + "language") == ["fr"]
        assert answer.texts(DC + "identifier") == [
            f"{SITE}/fiches-pratiques/fiche-ancienne", f"urn:uuid:{oai.uids['ancienne']}",
        ]  # fmt: skip
        assert answer.texts(DC + "rights") == [
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "ARDESI",
        ]  # fmt: skip
        assert answer.specs(oai.uids["ancienne"]) == ["departement:09", "theme:tourisme", "type:HowTo"]
        assert answer.request.get("identifier") == oai.identifier("ancienne")

    def test_rich_format_says_what_changes_says(self, oai):
        items = requests.get(f"{oai.portal.absolute_url()}/++api++/@changes", timeout=30).json()["items"]
        (item,) = (one for one in items if one.get("title") == "Fiche ancienne")
        answer = oai.ask(
            {"verb": "GetRecord", "metadataPrefix": "prai", "identifier": oai.identifier("ancienne")}
        )
        (told,) = answer.tree.iter(f"{PRAI}item")
        assert (told.get("id"), told.get("type")) == (item["id"], item["@type"])
        assert told.findtext(f"{PRAI}html") == item["content"]["html"]
        assert told.findtext(f"{PRAI}etag") == item["etag"]
        assert dict(told.find(f"{PRAI}licence").items()) == {
            name: item["licence"][name] for name in ("id", "url")
        }
        fields = {one.get("name"): one.text or "" for one in told.find(f"{PRAI}content")}
        assert set(fields) == set(item["content"]) - {"html"}
        assert fields["problem"] == item["content"]["problem"]


class TestDeletions:
    def test_withdrawn_is_deleted_everywhere_for_ever(self, oai):
        for prefix in ("oai_dc", "prai"):
            answer = oai.ask(
                {"verb": "GetRecord", "metadataPrefix": prefix, "identifier": oai.identifier("retiree")}
            )
            assert oai.named(answer) == {"retiree": True}
            assert answer.tree.find(f".//{OAI}metadata") is None
        assert answer.specs(oai.uids["retiree"]) == ["departement:09", "theme:tourisme", "type:HowTo"]
        assert oai.named(oai.list(set="theme:tourisme"))["retiree"] is True

    def test_who_left_a_set_is_deleted_in_that_set_alone(self, oai):
        uid = oai.uids["partie"]
        for spec, deleted in (("theme:tourisme", True), ("theme:urbanisme", False), ("type:HowTo", False)):
            assert oai.named(oai.list(set=spec))["partie"] is deleted
        assert oai.list(set="theme:tourisme").specs(uid) == ["theme:tourisme"]
        assert oai.list(set="theme").headers[uid] is False
        alone = oai.ask(
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": oai.identifier("partie")}
        )
        assert oai.named(alone) == {"partie": False}
        assert alone.specs(uid) == ["departement:09", "theme:urbanisme", "type:HowTo"]


class TestDates:
    def test_both_ends_are_included_and_nothing_else(self, oai):
        stamps = dict(zip(oai.list().headers, oai.list().texts(OAI + "datestamp"), strict=True))
        study = stamps[oai.uids["etude"]]
        assert oai.named(oai.list(from_=study, until=study)) == {"etude": False}
        assert list(oai.named(oai.list(from_=study))) == ["etude", "enfance", "retiree", "partie"]
        assert list(oai.named(oai.list(until=study))) == ["ancienne", "etude"]
        assert list(oai.named(oai.list(from_=study[:10], until=study[:10]))) == ["etude"]
        later = utc(time.time() - CHANGED["etude"] + 200)
        assert list(oai.named(oai.list(from_=later))) == ["enfance", "retiree", "partie"]
        echoed = oai.list(from_=study, set="type:Study")
        assert (echoed.request.get("from"), echoed.request.get("set")) == (study, "type:Study")

    def test_nothing_there_is_no_records_match(self, oai):
        for arguments in (
            {"until": "1970-01-01"},
            {"from_": "9999-12-31"},
            {"from_": utc(time.time() + 3600)},
            {"from_": "0001-01-01", "until": "2000-01-01"},
            {"set": "theme:haut-debit"},
            {"set": "theme:inconnu"},
            {"set": "type:prai.HowTo"},
            {"set": "licence:etalab-2.0"},
        ):
            for verb in ("ListRecords", "ListIdentifiers"):
                answer = oai.list(verb=verb, **arguments)
                assert answer.error == "noRecordsMatch", arguments
                assert answer.request.get("verb") == verb

    def test_what_is_not_reached_yet_is_not_served(self, oai):
        made = make(oai.portal, "prai.HowTo", "published", title="Fiche future")
        oai.uids["future"] = made.UID()
        sweeping.sweep(oai.portal)
        transaction.commit()
        assert "future" not in oai.named(oai.list())
        query = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": oai.identifier("future")}
        response = oai.send(query=f"?{urlencode(query)}")
        assert response.status_code == 503 and 0 <= int(response.headers["Retry-After"]) <= 5
        outbox = query_outbox(oai.portal)
        entry = outbox.entry(made.UID())
        entry.stamp -= 6
        outbox.index_log()
        transaction.commit()
        assert list(oai.named(oai.list()))[-1] == "future"
