"""Names, acts and statements across articles."""
