"""Copies, stories and shared passages, as plain functions of texts and records."""
