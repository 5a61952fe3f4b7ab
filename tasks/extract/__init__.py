"""Extract: from an article to the records it holds."""
