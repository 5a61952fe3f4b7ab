"""Parse: from the bytes of a page to an article with labelled blocks."""
