"""What pages, the credit room and the reports ask of training."""
