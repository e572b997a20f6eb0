"""Questions about cash and bank."""
