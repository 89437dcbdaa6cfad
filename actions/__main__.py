"""The action server: `python -m actions`, on the loopback address only, for it asks nobody who they are.

One process, with index and networks loaded before it serves: rasa-sdk's own start pickles the actions into a second
process, which costs memory and cannot carry an onnxruntime session.
"""

from __future__ import annotations

import logging
import os

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from knowledge.coach.context.reader import context_reader
from knowledge.search import searcher
from knowledge.settings import settings

LOOPBACK = "127.0.0.1"


def main() -> None:
    """Serve until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    executor = ActionExecutor()
    executor.register_package("actions")
    searcher().find("is it ready?")
    context_reader()
    app = create_app(executor, cors_origins=None)
    host = os.environ.get("ACTION_INTERFACE", LOOPBACK)
    app.run(host=host, port=settings().action_port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
