"""The tuned reader: the encoder's upper layers trained to read symptoms, intents and danger, beside the patterns.

`learn` trains it, `build` turns its weights into one ONNX file (both with torch, outside the Rasa server), and
`reader` reads messages with that file inside it.
"""
