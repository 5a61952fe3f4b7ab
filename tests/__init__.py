"""Tests, benches and tools for both; they mirror the folders of the product."""
