"""What pages and reports ask of the network."""
