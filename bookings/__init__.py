"""Time and seats: labs, rooms, sessions and who sits where. Knows no exercise."""
