"""The programme on paper: phases, agreements, grants, budgets, expenses and results."""
