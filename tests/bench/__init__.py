"""What the product costs: speed and memory, measured."""
