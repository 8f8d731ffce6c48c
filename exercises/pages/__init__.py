"""Pages where staff meet the exercises."""
