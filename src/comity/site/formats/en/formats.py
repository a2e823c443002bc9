"""English dates as documents between states write them: 9 June 2017."""

DATE_FORMAT = "j F Y"
YEAR_MONTH_FORMAT = "F Y"
