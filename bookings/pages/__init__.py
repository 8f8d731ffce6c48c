"""Pages for those who run labs: layout, words and one verb per action."""
