"""Courses, attendance, certificates, and the business plan with its hazard check and coaching."""
