"""What a measure reached, of what its indicators tell."""

from collective.prai.programme.dated import latest_of


def row(date, value, **more):
    return {"date": date, "value": value} | more


def test_the_whole_year_counts_after_one_of_its_months():
    """Of the corpus: about 30 in June, 27 in all."""
    assert latest_of([row("2008", 27), row("2008-06", 30, qualifier="about")]) == [row("2008", 27)]


def test_a_forecast_is_no_result():
    forecast = row("2009", 40, qualifier="forecast")
    assert latest_of([row("2008", 27), forecast]) == [row("2008", 27)]
    assert latest_of([forecast]) == []


def test_series_of_one_time_stand_side_by_side():
    rows = [row("2008", 28, series="sites"), row("2008", 3, series="plateformes"), row("2007", 1)]
    assert latest_of(rows) == rows[:2]
    assert latest_of([]) == latest_of([row("2008", None)]) == []
