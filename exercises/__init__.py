"""What youths do: one folder per exercise. Knows no booking."""
