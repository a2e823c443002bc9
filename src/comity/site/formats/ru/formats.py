"""Russian dates without the abbreviated word for year, which would leave a sentence with two full stops."""

DATE_FORMAT = "j E Y"
YEAR_MONTH_FORMAT = "F Y"
