"""Figures that pages and exported reports share: pure, numbers in and markup out, no Streamlit."""
