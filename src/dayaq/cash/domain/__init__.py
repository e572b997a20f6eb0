"""The rules of counting, matching and looking closer; pure."""
