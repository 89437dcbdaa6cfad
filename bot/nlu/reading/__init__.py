"""The parts of the symptom reader: text to tokens, tokens to matches, matches to findings."""
