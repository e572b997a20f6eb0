"""The credit room: from the application to the loan paid back."""
