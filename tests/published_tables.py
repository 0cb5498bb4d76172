"""Small tables of published examples, typed in once for several tests."""

import pandas as pd


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split()]


# Mean and standard error of 37 countries in mathematics, PISA 2018 (OECD; the table pisa2018 of the R package csranks)
PISA = pd.DataFrame.from_dict(
    {
        "Australia": (491.3600252, 1.939833031),
        "Austria": (498.9423138, 2.970998694),
        "Belgium": (508.0703063, 2.262662011),
        "Canada": (512.0169429, 2.357475749),
        "Chile": (417.4065563, 2.41588757),
        "Colombia": (390.9322732, 2.989559274),
        "Czech Republic": (499.4676508, 2.460661531),
        "Denmark": (509.3983746, 1.735002337),
        "Estonia": (523.4145802, 1.743602224),
        "Finland": (507.3013618, 1.967920411),
        "France": (495.4075794, 2.320214487),
        "Germany": (500.0437805, 2.647083096),
        "Greece": (451.3703438, 3.091228197),
        "Hungary": (481.0826364, 2.319596741),
        "Iceland": (495.1873762, 1.953082603),
        "Ireland": (499.632894, 2.198621128),
        "Israel": (463.0345488, 3.498563228),
        "Italy": (486.5898573, 2.780045867),
        "Japan": (526.9732502, 2.471475318),
        "Korea": (525.933002, 3.121394315),
        "Latvia": (496.1263306, 1.962766789),
        "Lithuania": (481.1911884, 1.953282039),
        "Luxembourg": (483.421485, 1.097632409),
        "Mexico": (408.8014734, 2.493225544),
        "Netherlands": (519.2309824, 2.632277885),
        "New Zealand": (494.489676, 1.705942856),
        "Norway": (500.9637885, 2.219044878),
        "Poland": (515.6478747, 2.602085176),
        "Portugal": (492.4874062, 2.684570081),
        "Slovak Republic": (486.1648542, 2.555595707),
        "Slovenia": (508.8975441, 1.363877596),
        "Spain": (481.3926126, 1.462417763),
        "Sweden": (502.3877022, 2.654250935),
        "Switzerland": (515.3147131, 2.908003898),
        "Turkey": (453.5077774, 2.260406789),
        "United Kingdom": (501.7698992, 2.564428111),
        "United States": (478.2447174, 3.235444099),
    },
    orient="index",
    columns=["score", "se"],
)

# Home team, guest, won by each: the American League East of 1987 (Agresti 2002, Categorical Data Analysis, table 10.11)
BASEBALL = """
Milwaukee: Detroit 4 3, Toronto 4 2, New York 4 3, Boston 6 1, Cleveland 4 2, Baltimore 6 0
Detroit: Milwaukee 3 3, Toronto 4 2, New York 4 3, Boston 6 0, Cleveland 6 1, Baltimore 4 3
Toronto: Milwaukee 2 5, Detroit 4 3, New York 2 4, Boston 4 3, Cleveland 4 2, Baltimore 6 0
New York: Milwaukee 3 3, Detroit 5 1, Toronto 2 5, Boston 4 3, Cleveland 4 2, Baltimore 6 1
Boston: Milwaukee 5 1, Detroit 2 5, Toronto 3 3, New York 4 2, Cleveland 5 2, Baltimore 6 0
Cleveland: Milwaukee 2 5, Detroit 3 3, Toronto 3 4, New York 4 3, Boston 4 2, Baltimore 2 4
Baltimore: Milwaukee 2 5, Detroit 1 5, Toronto 1 6, New York 2 4, Boston 1 6, Cleveland 3 4
"""

# Fertility and five indicators of 47 Swiss provinces in 1888 (Mosteller and Tukey 1977; the table swiss of R)
SWISS = pd.DataFrame(
    {
        "Fertility": _numbers("""
            80.2 83.1 92.5 85.8 76.9 76.1 83.8 92.4 82.4 82.9 87.1 64.1 66.9 68.9 61.7 68.3 71.7 55.7 54.3
            65.1 65.5 65 56.6 57.4 72.5 74.2 72 60.5 58.3 65.4 75.5 69.3 77.3 70.5 79.4 65 92.2 79.3 70.4
            65.7 72.7 64.4 77.6 67.6 35 44.7 42.8
        """),
        "Agriculture": _numbers("""
            17 45.1 39.7 36.5 43.5 35.3 70.2 67.8 53.3 45.2 64.5 62 67.5 60.7 69.3 72.6 34 19.4 15.2 73 59.8
            55.1 50.9 54.1 71.2 58.1 63.5 60.8 26.8 49.5 85.9 84.9 89.7 78.2 64.9 75.9 84.6 63.1 38.4 7.7
            16.7 17.6 37.6 18.7 1.2 46.6 27.7
        """),
        "Examination": _numbers("""
            15 6 5 12 17 9 16 14 12 16 14 21 14 19 22 18 17 26 31 19 22 14 22 20 12 14 6 16 25 15 3 7 5 12 7
            9 3 13 26 29 22 35 15 25 37 16 22
        """),
        "Education": _numbers("""
            12 9 5 7 15 7 7 8 7 13 6 12 7 12 5 2 8 28 20 9 10 3 12 6 1 8 3 10 19 8 2 6 2 6 3 9 3 13 12 11 13
            32 7 7 53 29 29
        """),
        "Catholic": _numbers("""
            9.96 84.84 93.4 33.77 5.16 90.57 92.85 97.16 97.67 91.38 98.61 8.52 2.27 4.43 2.82 24.2 3.3
            12.11 2.15 2.84 5.23 4.52 15.14 4.2 2.4 5.23 2.56 7.72 18.46 6.1 99.71 99.68 100 98.96 98.22
            99.06 99.46 96.83 5.62 13.79 11.22 16.92 4.97 8.65 42.34 50.43 58.33
        """),
        "Infant.Mortality": _numbers("""
            22.2 22.2 20.2 20.3 20.6 26.6 23.6 24.9 21 24.4 24.5 16.5 19.1 22.7 18.7 21.2 20 20.2 10.8 20 18
            22.4 16.7 15.3 21 23.8 18 16.3 20.9 22.5 15.1 19.8 18.3 19.4 20.2 17.8 16.3 18.1 20.3 20.5 18.9
            23 20 19.5 18 18.2 19.3
        """),
    }
)
