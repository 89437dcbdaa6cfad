"""The secrets of a channel, from the environment. A channel without them is off, and says so once at the start."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence

logger = logging.getLogger(__name__)


def credentials(channel: str, names: Sequence[str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the secrets of a channel by the names of their variables; empty where one is missing.

    They do not stand in `credentials.yml`, since Rasa refuses to start where a variable named there is not set.

    Args:
        channel: what to call it in the log.
        names: the environment variables that it needs, all of them.
        environment: where to read them.
    """
    found = {name: environment.get(name, "").strip() for name in names}
    missing = [name for name, value in found.items() if not value]
    if not missing:
        return found
    if len(missing) == len(names):
        # A warning, as the Rasa server shows nothing less of ours.
        logger.warning("%s is off. To use it, set %s.", channel, " and ".join(names))
    else:
        logger.warning("%s is off: %s is not set.", channel, " and ".join(missing))
    return {}
