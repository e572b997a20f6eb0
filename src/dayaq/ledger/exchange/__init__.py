"""Bank accounts in other currencies: what they hold and what it stands at."""
