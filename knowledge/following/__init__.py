"""Whether a message goes on about the topic under discussion, moves to another, or is neither."""
