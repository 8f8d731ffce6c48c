"""The ground that bookings and exercises stand on. Imports neither of them."""

__version__ = "0.1.0"
