"""Who gets in: sessions, accounts, one-time links, passwords."""
