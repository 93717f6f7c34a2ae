"""'I'll try it', and the one question afterwards: whether it worked."""
