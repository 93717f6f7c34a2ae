"""What is done to people and by them: profiles, tokens, suspensions."""
