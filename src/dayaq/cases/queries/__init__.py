"""Questions about cases. Each starts from what the actor may see."""
