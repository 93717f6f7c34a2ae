"""Who is told what: the inbox, and mail."""
