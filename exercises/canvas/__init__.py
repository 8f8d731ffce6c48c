"""Canvas: paint with materials, and a landscape answers."""
