"""Rules of the revolving fund: pure Python, whole minor units."""
