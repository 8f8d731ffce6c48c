"""The words that Streamlit's program writes by itself, as it writes them; assets/portal.js puts ours in their place."""

from lab.i18n import N_, gettext

WORDS = (
    N_("Choose an option"),
    N_("Choose options"),
    N_("No options to select"),
    N_("No results"),
    N_("Select all"),
    N_("Select {count} matches"),
    N_("Clear all"),
    N_("Clear value"),
    N_("Clear"),
    N_("Open"),
    N_("Close"),
    N_("Search"),
    N_("Choose date"),
    N_("Choose time"),
    N_("Previous month"),
    N_("Next month"),
    N_("year"),
    N_("month"),
    N_("day"),
    N_("Use arrow keys to navigate dates. Enter to select. Escape to close."),
    N_("Increment"),
    N_("Decrement"),
    N_("Show password"),
    N_("Hide password"),
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Press Ctrl+Enter to apply"),
    N_("Press Ctrl+Enter to submit form"),
    N_("Press ⌘+Enter to apply"),
    N_("Press ⌘+Enter to submit form"),
    N_("Upload"),
    N_("file upload"),
    N_("Copy to clipboard"),
    N_("Copied"),
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Show data"),
    N_("Show chart"),
    N_("Download as CSV"),
    N_("Download as PNG"),
    N_("Copy Vega-Lite spec"),
    N_("Show/hide columns"),
    N_("Vega visualization"),
    N_("Notifications"),
    N_("progress"),
    N_("Connecting"),
    N_("Running..."),
    N_("Please wait..."),
    N_("Connection error"),
    N_("Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:"),
    N_("Bad message format"),
    N_("Page not found"),
)


def words() -> dict[str, str]:
    """Streamlit's word to ours, in the reader's language; empty where they are the same."""
    told = {word: gettext(word) for word in WORDS}
    return {word: ours for word, ours in told.items() if ours != word}
