"""Prefect flows that join the stages, and the command line that starts them."""
