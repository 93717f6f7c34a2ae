"""Write it up: from what worked to a page, in one press, with its sources kept at both ends."""
