"""What municipalities do with AI, for whom and how far it has come: public facts about municipalities, never persons.

`terms` says what an initiative is, `register` keeps them, `reading` and `files` take them in and out, `coverage` counts
where children are meant and where nothing is, and `sentences` tells it. See docs/initiatives.md.
"""
