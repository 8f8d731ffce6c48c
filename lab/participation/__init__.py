"""Who took part: the ledger that bookings and exercises write to, and what may be published from it."""
