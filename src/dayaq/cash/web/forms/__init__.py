"""Forms of cash and bank."""
