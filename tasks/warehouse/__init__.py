"""Warehouse: the only door to DuckDB."""
