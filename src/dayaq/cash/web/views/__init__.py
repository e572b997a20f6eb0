"""Views of cash and bank, by what they are about."""
