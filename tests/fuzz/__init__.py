"""Bytes that nobody meant, for everything that reads what strangers send. ``make fuzz`` runs 100,000 of each.

A kind is a function that makes one input from ``chance`` and gives it to what is to stand it;
it raises where that does more than turn the input away.
"""
