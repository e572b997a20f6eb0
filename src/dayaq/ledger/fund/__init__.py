"""The revolving fund over the books: contributions, costs, its identity, its turns, its end."""
