"""Who may see and do what: permissions, predicates, THE table, its twin in SQL, and the three questions."""
