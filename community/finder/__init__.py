"""Finding: the search page, what is known already while somebody asks, and the way on when there is no index."""
