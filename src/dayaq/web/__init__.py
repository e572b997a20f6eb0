"""The shell: what every page wears, and the pages composed of what the rooms register."""
