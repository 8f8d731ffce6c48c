"""How an exercise's Gradio app is set up: nothing of a child is kept by it."""

import gradio as gr

from exercises import appearance


def test_an_exercises_app_keeps_no_history_empties_its_cache_and_hands_out_no_files() -> None:
    with gr.Blocks(analytics_enabled=False) as blocks:
        gr.HTML("hello")
    appearance.app(blocks, lambda request: None)
    assert blocks.delete_cache == (600, 3600)
    assert blocks.run_history is False
    assert blocks.config["run_history"] is False
    assert blocks.config["footer_links"] == []
    assert blocks.allowed_paths == []
    assert not blocks.share
