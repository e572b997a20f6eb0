"""State partner institutions, workshops, campaigns and lessons: the programme's ties to others.

Nothing here is about a survivor: the referral of a person to an institution belongs to the
room of cases, which stands above and finds the institution here.
"""
