"""The Rasa server: `python -m bot.serve`, with the model, ports and addresses of the settings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent / "models" / "kneewise.tar.gz"
MOST_BYTES = 64 * 1024  # of a request; a message is at most a few hundred
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SANIC_REQUEST_MAX_SIZE": str(MOST_BYTES),
    # Of the wait for the rest of a request too; Rasa's own limit of an hour is not in use without its API.
    "SANIC_RESPONSE_TIMEOUT": "30",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}


def main() -> None:
    """Serve until stopped."""
    if not MODEL.is_file():
        sys.exit(f"No model: {MODEL.name} is missing from models/. Run `make train`.")
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    from knowledge.settings import settings

    os.environ["ACTION_PORT"] = str(settings().action_port)
    from rasa.__main__ import main as rasa

    from bot import forms, remote, slots
    from knowledge.coach.context.reader import context_reader

    remote.install()
    forms.install()
    slots.install()
    context_reader()  # at the first figure told it would hold up a turn
    root = MODEL.parent.parent
    os.chdir(root)
    sys.argv = [
        "rasa", "run", "--model", str(MODEL), "--port", str(settings().rasa_port),
        "--interface", os.environ.get("RASA_INTERFACE", "127.0.0.1"),
        "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
    ]  # fmt: skip
    rasa()


if __name__ == "__main__":
    main()
