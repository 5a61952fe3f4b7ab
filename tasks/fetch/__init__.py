"""Fetch: from a reference to the bytes of a page."""
