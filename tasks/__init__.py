"""The stages of the pipeline, one folder each, and the records that move between them."""
