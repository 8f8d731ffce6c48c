"""The pages that youths meet, as plain HTML with forms."""
