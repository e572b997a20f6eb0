"""What every room may use, and nothing of theirs."""
