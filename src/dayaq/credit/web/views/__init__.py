"""Pages of the credit room."""
