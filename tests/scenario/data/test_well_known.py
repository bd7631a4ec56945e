"""Small files with the quirks of the 14 tables that everybody plots: each loads with at most its target named, or says what to write."""

import pytest

from tests.scenario.data.support import fault, read


def rows(*columns, count=30):
    """Lines of so many rows; a column is a list to go round in, or a function of the row."""
    return [",".join(each(i) if callable(each) else each[i % len(each)] for each in columns) for i in range(count)]


def number(step, digits=2):
    return lambda i: f"{(i * 37 % 29) * step + 1:.{digits}f}"


def dates(i):
    return f"1914-{1 + i % 12:02}-{1 + i % 28:02}"


def times(i):
    return f"2019-03-{1 + i % 28:02} 20:{i % 60:02}:09"


FILES = {
    "tips": (
        '"total_bill","tip","sex","smoker","day","time","size"',
        rows(number(1.7), number(0.3), ['"Female"', '"Male"'], ['"No"', '"Yes"', '"No"'], ['"Sun"', '"Sat"'], ['"Dinner"'], ["2", "3", "4"]),
    ),
    "mpg": (
        "mpg,cylinders,displacement,horsepower,weight,acceleration,model_year,origin,name",
        rows(number(1, 1), ["8", "4", "6"], number(9, 1), ["130.0", "", "95.0"], number(50, 0), number(0.5), ["70", "71"],
             ["usa", "japan", "europe", "usa"], lambda i: f"chevrolet chevelle {i}"),
    ),
    "iris": (
        "sepal_length,sepal_width,petal_length,petal_width,species",
        rows(number(0.1), number(0.1), number(0.2), number(0.3), ["setosa", "versicolor", "virginica"]),
    ),
    "penguins": (
        "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex",
        [*rows(["Adelie", "Gentoo"], ["Torgersen", "Biscoe"], number(1), number(0.5), number(3, 0), number(99, 0), ["MALE", "FEMALE", ""]),
         "Adelie,Torgersen,,,,,"],
    ),
    "diamonds": (
        '"carat","cut","color","clarity","depth","table","price","x","y","z"',
        rows(number(0.1), ['"Ideal"', '"Very Good"'], ['"E"', '"F"', '"J"'], ['"SI2"', '"VS1"'], number(1, 1), ["55", "61"], number(40, 0),
             number(0.2), number(0.3), number(0.4)),
    ),
    "taxis": (
        "pickup,dropoff,passengers,distance,fare,tip,payment,pickup_zone,dropoff_borough",
        rows(times, times, ["1", "2"], number(0.5), number(2), number(0.2), ["cash", "credit card", ""], lambda i: f"UN/Zone {i}",
             ["Manhattan", "Queens"]),
    ),
    "titanic": (
        "survived,pclass,sex,age,fare,embarked,adult_male,deck,alive,alone",
        rows(["0", "1"], ["3", "1", "2"], ["male", "female", "male"], ["22.0", "", "38.0"], number(3, 4), ["S", "C", "Q"],
             ["True", "False"], ["", "C", "", "E"], ["no", "yes"], ["False", "True", "True"]),
    ),
    "flights": (
        "year,month,passengers",
        rows(lambda i: str(1949 + i // 12), ["January", "February", "March", "April", "May", "June"], number(7, 0)),
    ),
    "anscombe": ("dataset,x,y", rows(["I", "II", "III", "IV"], number(1, 1), number(0.5))),
    "car_crashes": (
        "total,speeding,alcohol,ins_premium,ins_losses,abbrev",
        rows(number(1), lambda i: f"{i}.332000000000001", number(1, 3), number(20), number(5), lambda i: "ABCDEFG"[i % 7] + "KLMNOPQ"[i // 7]),
    ),
    "dowjones": ("Date,Price", rows(dates, number(1, 1))),
    "healthexp": (
        "Year,Country,Spending_USD,Life_Expectancy",
        rows(lambda i: str(1970 + i // 5), ["Germany", "France", "Great Britain", "Japan", "USA"], number(30, 3), number(0.5, 1)),
    ),
    "planets": (
        "method,number,orbital_period,mass,distance,year",
        rows(["Radial Velocity", "Transit"], ["1", "2"], number(9, 4), ["7.1", "", "2.21"], ["77.4", "19.84"], ["2006", "2008", "2011"]),
    ),
    "brain_networks": (
        "network,1,1,2",
        ["node,1,1,1", "hemi,lh,rh,lh", ",,,", *rows(str, number(1, 12), number(2, 12), number(3, 12))],
    ),
}  # fmt: skip


def content(name):
    names, lines = FILES[name]
    return "\n".join([names, *lines, ""])


@pytest.mark.parametrize(
    ("name", "inputs", "rows_left"),
    [
        ("tips", 2 + 2 + 2 + 2 + 1, 30),
        ("diamonds", 6 + 2 + 3 + 2, 30),
        ("titanic", 4 + 2 + 3 + 1 + 1, 10),
        ("flights", 1 + 6, 30),
        ("anscombe", 4 + 1, 30),
        ("healthexp", 1 + 5 + 1, 30),
        ("planets", 2 + 4, 20),
    ],
)
def test_it_loads_as_it_is(tmp_path, name, inputs, rows_left):
    scenario = read(tmp_path, content(name))
    assert (scenario.objective.data.inputs, scenario.objective.data.total) == (inputs, rows_left)
    assert scenario.reading.target == FILES[name][0].split(",")[-1].strip('"')
    assert scenario.reading.rows == len(FILES[name][1])


@pytest.mark.parametrize(
    ("name", "target", "inputs", "rows_left", "sentence"),
    [
        ("mpg", "mpg", 6 + 3, 20, ("the last column 'name' is text (chevrolet chevelle 0, chevrolet chevelle 1, "
         'chevrolet chevelle 10, and 27 more), and what is predicted is a number; write target = "model_year", or one of '
         '"mpg", "cylinders", "displacement", "horsepower", "weight", "acceleration"')),
        ("iris", "petal_width", 3 + 3, 30, ("the last column 'species' is text (setosa, versicolor, virginica), and what is "
         'predicted is a number; write target = "petal_width", or one of "sepal_length", "sepal_width", "petal_length"')),
        ("penguins", "body_mass_g", 3 + 2 + 2 + 2, 20, ("the last column 'sex' is text (FEMALE, MALE), and what is predicted "
         'is a number; write target = "body_mass_g", or one of "bill_length_mm", "bill_depth_mm", "flipper_length_mm"')),
        ("taxis", "fare", 3 + 2 + 2, 20, ("the last column 'dropoff_borough' is text (Manhattan, Queens), and what is "
         'predicted is a number; write target = "tip", or one of "passengers", "distance", "fare"')),
        ("car_crashes", "total", 4, 30, ("the last column 'abbrev' is text (AK, AL, AM, and 27 more), and what is predicted is "
         'a number; write target = "ins_losses", or one of "total", "speeding", "alcohol", "ins_premium"')),
    ],
)  # fmt: skip
def test_it_loads_with_its_target_named(tmp_path, name, target, inputs, rows_left, sentence):
    assert fault(tmp_path, content(name)) == f"target: d.csv: {sentence}"
    data = read(tmp_path, content(name), f'target = "{target}"').objective.data
    assert (data.inputs, data.total, data.names[-1]) == (inputs, rows_left, target)


def test_it_says_what_to_write(tmp_path):
    assert fault(tmp_path, content("dowjones")) == (
        "inputs: d.csv: leaves no input for the target 'Price': 'Date' (text with 30 different values, more than 20; "
        'text = "one-hot" takes it)'
    )
    assert read(tmp_path, content("dowjones"), 'text = "one-hot"').objective.data.inputs == 30
    assert fault(tmp_path, content("brain_networks")) == (
        "path: d.csv, line 1: lines 1 to 3 all look like names; keep one line of names and delete the others"
    )
    names, lines = FILES["brain_networks"]
    assert read(tmp_path, "\n".join([names, *lines[3:]])).objective.data.total == 30


def test_all_of_them_are_here():
    assert len(FILES) == 14
