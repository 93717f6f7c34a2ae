"""Texts that somebody has begun: kept on the server, so that they survive a crash and follow to every device."""
