"""Pages of cash and bank."""
