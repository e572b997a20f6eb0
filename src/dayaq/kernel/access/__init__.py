"""Who people are here, where they work and what they may do."""
