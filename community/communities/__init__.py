"""Communities: founding, finding, joining, roles, and who sees them."""
