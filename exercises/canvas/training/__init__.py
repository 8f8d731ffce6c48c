"""How the picture model is made: landscapes drawn by rule, and a network that learns to draw them by itself."""
