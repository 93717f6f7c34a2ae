"""People: profiles, settings, signing in."""
