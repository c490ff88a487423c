from collective.prai.core.geography import epcis
from collective.prai.core.geography import home_departments
from collective.prai.core.geography import municipalities


def test_the_whole_region_is_there():
    assert len(municipalities()) == 2944
    assert len(epcis()) == 103
    assert set(home_departments()) == {"09", "12", "31", "32", "46", "65", "81", "82"}


def test_codes_keep_their_leading_zero():
    place = municipalities()["09001"]
    assert (place.name, place.department, place.population) == ("Aigues-Juntes", "09", 59)


def test_coteaux_du_girou_is_still_on_the_map():
    assert "Girou" in epcis()["243100732"].name


def test_each_municipality_belongs_to_a_home_department():
    assert {m.department for m in municipalities().values()} == set(home_departments())
