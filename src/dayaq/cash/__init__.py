"""Cash and bank: official blanks, the cash box, hand-overs, counts, statements, red flags."""
