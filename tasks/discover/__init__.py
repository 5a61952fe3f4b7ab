"""Discover: from what a person names to references of articles at rest."""
