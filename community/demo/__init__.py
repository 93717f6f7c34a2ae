"""A small living network to look around in: written through the actions, as its people would have, and taken away."""
