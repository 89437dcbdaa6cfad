"""Has a file read by a worker process (`worker.py`), and gives up on those that want too much."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

from knowledge.ingest.document import Document, IngestError
from knowledge.ingest.worker import MOST_MEMORY
from knowledge.settings import ROOT

MOST_SECONDS = 40  # of processor time; 200 pages of PDF take half of it, an article one
PATIENCE = 300  # seconds by the clock, on a machine that is busy with other things
REMEDY = "It may be broken or made to do harm; take in its text alone, as .txt."


def extract(kind: str, content: bytes, seconds: int = MOST_SECONDS) -> Document:
    """Return what is in a file of `kind` with this content; reading may take `seconds` of processor time.

    Raises:
        IngestError: it cannot be read, or wants more time or memory than an article needs.
    """
    command = [sys.executable, "-B", "-m", "knowledge.ingest.worker", kind, str(seconds)]
    size = f"{len(content):,} bytes of {kind}"
    try:
        done = subprocess.run(command, input=content, capture_output=True, cwd=ROOT, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise IngestError(f"reading it was given up after {PATIENCE} s", size, REMEDY) from error
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise IngestError(f"reading it took more than {seconds} s of work", size, REMEDY)
    if done.returncode:
        if b"MemoryError" in done.stderr:
            raise IngestError(f"reading it took more than {MOST_MEMORY / 1e9:.1f} GB of memory", size, REMEDY)
        how = f"status {done.returncode}" if done.returncode > 0 else signal.Signals(-done.returncode).name
        raise IngestError("reading it failed", f"{size} (it ended with {how})", REMEDY)
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise IngestError(*answer["error"])
    return Document.model_validate(answer["document"])
