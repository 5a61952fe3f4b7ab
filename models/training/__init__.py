"""Train the pipeline: convert, train, package, evaluate. Not needed to use it."""
