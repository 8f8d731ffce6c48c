"""Pages about the exercises as plain HTML: the lesson plans."""
