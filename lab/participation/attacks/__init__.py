"""What someone could try against published numbers, tried: against ours, and against a naive twin that it breaks."""
