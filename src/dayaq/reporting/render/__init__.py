"""A result as files and paper: every format shows the same cells."""
