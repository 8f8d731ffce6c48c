"""Tables of analysts who know nothing of our store: read, checked, measured and told."""
