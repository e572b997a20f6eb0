"""Forms of the credit room."""
