"""What is done with cash and bank."""
