"""The commands of instance/, on a site that is committed, over a connection of their own."""

from collective.prai.core.commands import address_options
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.outbox import remove_outbox
from collective.prai.syndication.reconcile import reconcile
from collective.prai.syndication.sweep import mark_all
from pathlib import Path
from tests.site.conftest import make
from types import SimpleNamespace
from zope.component.hooks import setSite
import importlib.util
import json
import pytest
import requests
import sys
import transaction


FOLDER = Path(__file__).parents[3] / "instance"


def command(name):
    spec = importlib.util.spec_from_file_location(f"instance_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def site(functional):
    portal = functional["portal"]
    for number in range(12):
        make(portal, "prai.HowTo", "published", title=f"Fiche {number}")
    transaction.commit()
    yield portal
    setSite(portal)


def run(portal, name, /, **options):
    """The exit code of a command; then the test's own connection sees what it did."""
    module = command(name)
    code = module.main(SimpleNamespace(**options)) if options else module.main()
    setSite(portal)
    transaction.begin()
    return code


def changes(site, since=""):
    """What a partner is told over HTTP."""
    address = f"{site.absolute_url()}/++api++/@changes"
    return requests.get(address, params={"since": since} if since else {}, timeout=60).json()


class TestCommands:
    def test_in_turn(self, site, capsys, tmp_path):
        assert run(site, "sweep") is None
        assert "12 entries written" in capsys.readouterr().out
        epoch, head = query_outbox(site).epoch, query_outbox(site).head

        reconcile = {"site": "plone", "allow_withdrawals": False}
        assert run(site, "reconcile", **reconcile) == 0
        assert "0 entries written" in capsys.readouterr().out
        assert query_outbox(site).reconciliation.unchanged == 12

        first = changes(site)
        assert len(first["items"]) == 12 and changes(site, first["cursor"])["items"] == []
        file = tmp_path / "outbox.jsonl"
        outbox = {"site": "plone", "file": file, "replace": False, "allow_withdrawals": False}
        assert run(site, "outbox", action="export", **outbox) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["outbox.jsonl"]

        # The log is lost: partners start again, and have everything.  It is found again: they go on.
        query_outbox(site).reset()
        transaction.commit()
        assert changes(site, first["cursor"])["type"] == "Gone"
        mark_all(site)
        transaction.commit()
        assert run(site, "sweep") is None
        again = changes(site)
        assert {item["id"] for item in again["items"]} == {item["id"] for item in first["items"]}
        assert run(site, "outbox", action="import", **outbox) == 2
        assert "has a log already" in capsys.readouterr().err
        query_outbox(site).reset()
        transaction.commit()
        assert run(site, "outbox", action="import", **outbox) == 0
        assert query_outbox(site).knows(epoch, head)
        assert changes(site, first["cursor"])["items"] == []
        assert changes(site, again["cursor"])["type"] == "Gone"
        assert "12 entries are back; 0 items had changed" in capsys.readouterr().out

        file.write_bytes(file.read_bytes()[:-50])
        assert run(site, "outbox", action="import", **outbox) == 2
        assert "Nothing was changed" in capsys.readouterr().err
        assert run(site, "outbox", action="import", **(outbox | {"file": tmp_path / "autre"})) == 2

        for sheet in site["fiches-pratiques"].objectValues():
            sheet.manage_permission("View", ["Manager"], acquire=0)
        transaction.commit()
        assert run(site, "reconcile", **reconcile) == 2
        said = capsys.readouterr().err
        assert "12 of 12 published items" in said and said.count("/plone/fiches-pratiques/") == 12
        assert query_outbox(site).published == 12
        assert run(site, "reconcile", **(reconcile | {"allow_withdrawals": True})) == 0
        assert query_outbox(site).published == 0

        epoch = query_outbox(site).epoch
        command("new_epoch").main("plone")
        setSite(site)
        transaction.begin()
        assert query_outbox(site).epoch != epoch
        assert "a new log of 0 items" in capsys.readouterr().out

        with pytest.raises(SystemExit, match="no site autre"):
            run(site, "reconcile", site="autre", allow_withdrawals=False)
        setSite(site)
        remove_outbox()
        transaction.commit()
        with pytest.raises(SystemExit, match="no site plone"):
            run(site, "reconcile", **reconcile)

    @pytest.mark.parametrize("name", ["alerts", "reuses"])
    def test_addresses_that_are_kept(self, functional, capsys, name):
        portal, asked = functional["portal"], {"site": "plone", "show": None, "erase": None}
        transaction.commit()
        assert run(portal, name, **(asked | {"show": "mairie@ville.example"})) == 0
        assert json.loads(capsys.readouterr().out) == []
        assert run(portal, name, **(asked | {"erase": "mairie@ville.example"})) == 0
        assert capsys.readouterr().out.startswith("0 ")
        with pytest.raises(SystemExit, match="no site autre"):
            run(portal, name, **(asked | {"site": "autre"}))
        with pytest.raises(SystemExit, match="Set the public address"):
            run(portal, name, **asked)
        setSite(portal)

    def test_what_the_site_holds_of_an_address_and_what_is_past_its_day(self, functional, capsys):
        portal, asked = functional["portal"], {"site": "plone", "show": None, "erase": None}
        transaction.commit()
        run(portal, "personal_data", **(asked | {"show": "mairie@ville.example"}))
        assert json.loads(capsys.readouterr().out)["held"] == {}
        run(portal, "personal_data", **(asked | {"erase": "mairie@ville.example"}))
        assert capsys.readouterr().out == "0 things erased or emptied, 0 stay without the address.\n"
        with pytest.raises(SystemExit, match="--show ADDRESS or --erase ADDRESS"):
            run(portal, "personal_data", **asked)
        command("retention").main("plone")
        setSite(portal)
        said = capsys.readouterr().out
        assert "0 drafts erased." in said and "0 questions erased." in said and "0 settled dossiers" in said


class TestAddressOptions:
    @pytest.fixture
    def options(self, monkeypatch):
        def parse(*asked, **values):
            monkeypatch.setattr(sys, "argv", ["python", "-c", "instance/alerts.py", *asked])
            return vars(address_options("What it does.", "erase it", **values))

        return parse

    def test_a_site_and_an_address(self, options):
        assert options() == {"site": "prai", "show": None, "erase": None}
        assert options("ville", "--erase", " a@ville.example ") == {
            "site": "ville",
            "show": None,
            "erase": "a@ville.example",
        }
        assert options("--erase", "a@ville.example", shows=False) == {
            "site": "prai",
            "erase": "a@ville.example",
        }

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (("--erase", ""), "'' is not an e-mail address"),
            (("--show", " "), "' ' is not an e-mail address"),
            (("--show", "mairie"), "'mairie' is not an e-mail address"),
            (("--show",), "expected one argument"),
            (("--show", "a@b.example", "--erase", "a@b.example"), "not allowed with"),
            (("prai", "a@b.example"), "unrecognized arguments"),
        ],
    )
    def test_anything_else_is_refused_with_a_sentence(self, options, capsys, asked, said):
        with pytest.raises(SystemExit) as ended:
            options(*asked)
        assert ended.value.code == 2
        error = capsys.readouterr().err
        assert error.startswith("usage: alerts.py") and said in error

    def test_a_command_without_show_has_none(self, options, capsys):
        with pytest.raises(SystemExit):
            options("--show", "a@b.example", shows=False)
        assert "unrecognized arguments" in capsys.readouterr().err


class TestBesideASweeper:
    def test_a_batch_that_meets_another_sweep_is_done_again(self, site):
        run(site, "sweep")
        site["fiches-pratiques"].objectValues()[0].title = "Changée sans bruit"
        transaction.commit()
        outbox, others = query_outbox(site), []

        def commit():
            if len(others) < 3:
                others.append(sweep_elsewhere(outbox))
            transaction.commit()

        result = reconcile(site, commit=commit)
        assert (len(others), result.written, result.unchanged) == (3, 1, 11)
        assert outbox.head == 13 and outbox.reconciliation == result


def sweep_elsewhere(outbox):
    """Another process counts at the same time."""
    manager = transaction.TransactionManager()
    connection = outbox._p_jar.db().open(manager)
    connection.get(outbox.seq._p_oid).touch()
    manager.commit()
    connection.close()
