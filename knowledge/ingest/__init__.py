"""Takes in a shop's own articles: from a file to passages that wait for a reviewer (docs/ingest.md)."""
