"""Django's database, as it is named in `DATABASES`."""
