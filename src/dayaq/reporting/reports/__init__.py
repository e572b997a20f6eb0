"""Reports: one file each, listed in the catalogue."""
