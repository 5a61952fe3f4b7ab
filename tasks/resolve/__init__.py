"""Names, events and statements across articles, as plain functions of records."""
