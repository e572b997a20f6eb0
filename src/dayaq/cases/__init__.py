"""The case of a person: needs, plan, counselling, assistance, referrals, jobs, complaints."""
