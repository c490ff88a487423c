from babel.messages.catalog import Message
from collective.prai.locales.__main__ import catalogue
from collective.prai.locales.__main__ import faults
from collective.prai.locales.__main__ import LANGUAGES
from collective.prai.locales.__main__ import messages
from collective.prai.locales.__main__ import TEMPLATE


def entries(*pairs, **options):
    return {msgid: Message(msgid, french, **options) for msgid, french in pairs}


class TestFaults:
    def test_a_whole_catalogue_has_none(self):
        code = entries(("Reason: ${reason}", ""))
        assert list(faults(code, code, entries(("Reason: ${reason}", "Motif\u00a0: ${reason}")))) == []

    def test_a_message_without_french(self):
        code = entries(("Draft", ""))
        assert list(faults(code, code, {})) == ["no French: Draft"]
        assert list(faults(code, code, entries(("Draft", "")))) == ["no French: Draft"]

    def test_a_fuzzy_message(self):
        code = entries(("Draft", ""))
        french = entries(("Draft", "Brouillon"), flags={"fuzzy"})
        assert list(faults(code, code, french)) == ["the French is marked fuzzy: Draft"]

    def test_a_line_that_could_begin_with_a_sign(self):
        code, french = entries(("Reason: ${reason}", "")), entries(("Reason: ${reason}", "Motif : ${reason}"))
        (fault,) = faults(code, code, french)
        assert "no-break space" in fault and "Reason" in fault

    def test_a_template_that_is_not_the_code_s(self):
        code, french = entries(("Draft", "")), entries(("Draft", "Brouillon"))
        assert list(faults({}, code, french)) == ["the template and the code differ, run make i18n: Draft"]

    def test_a_variable_left_out(self):
        code, french = entries(("Reason: ${reason}", "")), entries(("Reason: ${reason}", "Motif"))
        assert list(faults(code, code, french)) == ["the French leaves out {'reason'}: Reason: ${reason}"]


class TestCatalogues:
    def test_every_language_knows_every_message_of_the_template(self):
        wanted = messages(TEMPLATE).keys()
        for language in LANGUAGES:
            assert messages(catalogue(language)).keys() == wanted
