"""Channels of ours that run inside the Rasa server."""
