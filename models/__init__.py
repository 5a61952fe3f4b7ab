"""The shipped English pipeline, its card, and the project that trains it."""
