"""Parts of the booking pages: each draws one thing, and owns the widget keys that begin with its `key`."""
