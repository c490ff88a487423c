"""Models of forms that come from elsewhere: what is fine goes through, what is hostile does not."""

from collective.prai.transfer.forms import package as packages
from collective.prai.transfer.forms.model import checked_model
from collective.prai.transfer.forms.model import field_names
from collective.prai.transfer.forms.model import LARGEST
from collective.prai.transfer.forms.model import Refused
from collective.prai.transfer.forms.model import stripped
from collective.prai.transfer.forms.package import FormPackage
from collective.prai.transfer.forms.package import opened
from collective.prai.transfer.forms.package import written
import json
import pytest


HEAD = (
    '<model xmlns="http://namespaces.plone.org/supermodel/schema"'
    ' xmlns:form="http://namespaces.plone.org/supermodel/form"'
    ' xmlns:security="http://namespaces.plone.org/supermodel/security"'
    ' xmlns:easyform="http://namespaces.plone.org/supermodel/easyform">'
)
LINE = '<field name="commune" type="zope.schema.TextLine"><title>Commune</title></field>'
FREE = {"etalab-2.0"}


def model(inside=LINE, schema=""):
    return f"{HEAD}<schema {schema}>{inside}</schema></model>"


def field(attributes="", inside="<title>A</title>", kind="zope.schema.TextLine", name="a"):
    return model(f'<field name="{name}" type="{kind}" {attributes}>{inside}</field>')


def choice(values, kind="zope.schema.Choice"):
    return field(inside=f"<title>A</title><values>{values}</values>", kind=kind)


LAUGHS = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + model().replace(
    "Commune", "&b;"
)
STRANGER = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + model().replace("Commune", "&x;")
HOSTILE = {
    "nothing": "",
    "no xml": "<model",
    "half a surrogate": model().replace("Commune", "\ud800"),
    "another root": "<html/>",
    "no field": model(""),
    "two schemas": f"{HEAD}<schema>{LINE}</schema><schema>{LINE}</schema></model>",
    "billion laughs": LAUGHS,
    "a file of the server": STRANGER,
    "a document type in capitals and small letters": "<!DocType m>" + model(),
    "hidden by an encoding": '<?xml version="1.0" encoding="utf-7"?>' + model(),
    "an entity that is undeclared": model().replace("Commune", "&x;"),
    "an instruction": model("<?php echo 1 ?>" + LINE),
    "huge": model(LINE + " " * LARGEST),
    "deep": model("<a>" * 5000 + "</a>" * 5000),
    "code by based-on": model(schema='based-on="os.system"'),
    "unknown class": field(kind="os.system"),
    "a file field": field(kind="plone.namedfile.field.NamedBlobFile"),
    "python by default": field('easyform:TDefault="python:1/0"'),
    "python by enabling": field('easyform:TEnabled="python:1/0"'),
    "python by checking": field('easyform:TValidator="python:1/0"'),
    "hidden": field('easyform:THidden="True"'),
    "server side": field('easyform:serverSide="True"'),
    "depends": field('easyform:depends_on="x"'),
    "class": field('easyform:css_class="x"'),
    "unknown widget": field('form:widget="os.system"'),
    "widget of another kind": field('form:widget="z3c.form.browser.radio.RadioFieldWidget"'),
    "widget as an element": field(inside="<title>A</title><form:widget type='os.system'/>"),
    "unknown check": field('easyform:validators="collective.prai.email|os"'),
    "permission": field('security:read-permission="cmf.ManagePortal"'),
    "mode": field('form:mode="hidden"'),
    "default factory": field(inside="<title>A</title><defaultFactory>os.getcwd</defaultFactory>"),
    "constraint": field(inside="<title>A</title><constraint>os.system</constraint>"),
    "vocabulary": field(inside="<title>A</title><vocabulary>plone.app.vocabularies.Users</vocabulary>",
                        kind="zope.schema.Choice"),
    "source": field(inside="<title>A</title><source>os.environ</source>", kind="zope.schema.Choice"),
    "no title": field(inside=""),
    "title twice": field(inside="<title>A</title><title>B</title>"),
    "markup in a title": field(inside="<title><b>A</b></title>"),
    "escaped markup in a help": field(inside="<title>A</title><description>&lt;img src=x onerror=x()&gt;</description>"),
    "escaped markup in a group": model(f'<fieldset name="a" description="&lt;script&gt;">{LINE}</fieldset>'),
    "long title": field(inside=f"<title>{'a' * 2000}</title>"),
    "name of code": field(name="__class__"),
    "name in capitals": field(name="ID"),
    "name that answers have": field(name="id"),
    "name twice": model(LINE + LINE),
    "no name": model('<field type="zope.schema.TextLine"><title>A</title></field>'),
    "too many": model("".join(LINE.replace("commune", f"c{n}") for n in range(200))),
    "group of code": model(f'<fieldset name="a" class="x">{LINE}</fieldset>'),
    "object": model(f'<object name="a">{LINE}</object>'),
    "choice without choices": field(kind="zope.schema.Choice"),
    "no choice": choice(""),
    "choice twice": choice("<element>A</element><element>A</element>"),
    "choice of markup": choice("<element><b>A</b></element>"),
    "choices of a line": choice("<element>A</element>", "zope.schema.TextLine"),
    "several without choices": field(inside="<title>A</title><value_type type='zope.schema.TextLine'/>",
                                     kind="zope.schema.Set"),
    "bound that is no number": field(inside="<title>A</title><min>import os</min>", kind="zope.schema.Int"),
    "bound of a line": field(inside="<title>A</title><min>1</min>"),
    "default of a number": field(inside="<title>A</title><default>x</default>", kind="zope.schema.Int"),
    "required maybe": field(inside="<title>A</title><required>maybe</required>"),
}  # fmt: skip


class TestModel:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile(self, name):
        with pytest.raises(Refused) as caught:
            checked_model(HOSTILE[name])
        assert str(caught.value.sentence)

    def test_fine_is_written_anew(self):
        several = (
            '<field name="jours" type="zope.schema.Set"'
            ' form:widget="z3c.form.browser.checkbox.CheckBoxFieldWidget"><title>Jours</title>'
            '<value_type type="zope.schema.Choice"><values><element key="lu">Lundi</element></values></value_type>'
            "</field>"
        )
        made = checked_model(
            model(f"<!-- note -->{LINE}<fieldset name='g' label='Les jours'>{several}</fieldset>")
        )
        assert field_names(made) == ["commune", "jours"]
        assert "note" not in made and 'label="Les jours"' in made and 'key="lu"' in made
        assert checked_model(made) == made

    def test_own_expressions_stay_at_home(self):
        own = field('easyform:TDefault="python:1" easyform:THidden="False" easyform:validators="isEmail"')
        made = checked_model(stripped(own))
        assert "python" not in made and "isEmail" in made

    @pytest.mark.parametrize("name", ["THidden", "serverSide"])
    def test_what_no_visitor_is_shown_stays_at_home(self, name):
        secret = (
            f'<field name="vers" type="zope.schema.TextLine" easyform:{name}="True">'
            "<title>Vers</title><default>chef@girou.example</default></field>"
        )
        grouped = f'<fieldset name="suite">{secret}</fieldset>'
        for own in (LINE + secret, LINE + grouped):
            made = checked_model(stripped(model(own)))
            assert field_names(made) == ["commune"] and "girou" not in made and "suite" not in made


class TestPackage:
    package = FormPackage(
        "Équipement", "Dix minutes", model(), "La mairie",
        "<p>Bonjour <a href='https://a.example/'>ici</a></p>",
        thanks_title="Merci", licence="etalab-2.0", attribution="ARDESI", source="https://a.example/l", revision=3,
    )  # fmt: skip

    def changed(self, sign=True, **values):
        data = json.loads(written(self.package)) | values
        if sign:
            data["sha256"] = packages._digest({key: one for key, one in data.items() if key != "sha256"})
        return json.dumps(data).encode()

    def test_there_and_back(self):
        assert written(self.package) == written(self.package)
        found = opened(written(self.package), FREE)
        assert found.title == "Équipement" and found.source == "https://a.example/l" and found.revision == 3
        assert field_names(found.fields_model) == ["commune"]
        assert "https://a.example/" in found.prologue

    def test_words_bring_no_script(self):
        words = '<p onclick="x()">A<script>x()</script><img src="https://t.example/p.gif"><a href="javascript:x()">b</a></p>'
        found = opened(self.changed(prologue=words, source="javascript:x()"), FREE)
        assert found.prologue == "<p>Ab</p>" and found.source == ""

    @pytest.mark.parametrize(
        "raw",
        [b"", b"\xff\xfe", b"PK\x03\x04", b"[]", b"null", b"{}", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000,
         b" " * (packages.LARGEST + 1)],
    )  # fmt: skip
    def test_no_form(self, raw):
        with pytest.raises(Refused):
            opened(raw, FREE)

    @pytest.mark.parametrize(
        "values",
        [
            {"format": "other"}, {"version": 2}, {"version": True}, {"more": 1}, {"title": ""}, {"title": ["a"]},
            {"title": "a" * 300}, {"title": "a\x00"}, {"licence": "unknown"}, {"licence": "CC-BY-4.0"},
            {"revision": -1}, {"revision": "1"}, {"revision": True}, {"fields_model": "<x/>"}, {"fields_model": None},
            {"actions_model": packages.ACTIONS.replace("SaveData", "CustomScript")}, {"actions_model": None},
            {"prologue": "a" * 30_000}, {"description": {}},
        ],
    )  # fmt: skip
    def test_wrong(self, values):
        with pytest.raises(Refused):
            opened(self.changed(**values), FREE)

    def test_changed_on_its_way(self):
        with pytest.raises(Refused):
            opened(self.changed(sign=False, attribution="Moi"), FREE)
        with pytest.raises(Refused):
            opened(self.changed(sign=False, sha256={}), FREE)
