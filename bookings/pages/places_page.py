"""Who has, is offered and waits for the seats of a session."""
