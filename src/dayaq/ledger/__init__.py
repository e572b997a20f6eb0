"""The books: accounts, entries and the transfers between them."""
