"""Pages of the books: windows, contributions, cash and bank, journal, trial balance."""
