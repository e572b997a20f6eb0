"""Pages of the programme room, by subject."""
