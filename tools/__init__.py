"""What `make` runs: set-up, assets, checks of the tree. The product imports nothing from here."""
