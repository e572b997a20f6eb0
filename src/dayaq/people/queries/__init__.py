"""Questions about people. Each starts from what the actor may see."""
