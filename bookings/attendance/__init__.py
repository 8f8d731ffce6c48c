"""What a lab's sessions come to when it applies for support by attendance: rules as data, sums, and files."""
