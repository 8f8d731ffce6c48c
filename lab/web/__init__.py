"""The plain HTML side of the house: forms, cookies, protection, and the routes that Streamlit cannot give."""
