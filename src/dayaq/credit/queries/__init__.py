"""Questions about loans."""
