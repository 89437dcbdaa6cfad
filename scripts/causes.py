"""From the log of a failed command to one clear sentence."""

from __future__ import annotations

import re

NO_COMPILER = (
    "a package had to be compiled and no C compiler was found. Install one, for example: "
    "apt-get install build-essential (Debian, Ubuntu) or xcode-select --install (macOS)."
)

# The first that fits is told, so the most certain stand first.
CAUSES: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|ENOSPC|Errno 28|[Dd]isk quota exceeded",
        "the disk is full. Make room (the environments need about 6 GB, in the project and while unpacking in {tmp}), "
        "then run the same command again.",
    ),
    (
        r"(?:command|error:) '?\S*(?:gcc|g\+\+|cc|c\+\+|clang)(?:-\d+)?'? failed: No such file"
        r"|unable to execute '\S*(?:gcc|g\+\+|cc|clang)\S*'"
        r"|No such file or directory: '\S*(?:gcc|g\+\+|cc|clang)'"
        r"|(?:gcc|g\+\+|cc|clang): (?:command )?not found"
        r"|no acceptable C compiler|CMAKE_C(?:XX)?_COMPILER not set|Unknown compiler\(s\)|xcrun: error",
        NO_COMPILER,
    ),
    (
        r"Python\.h: No such file",
        "a package had to be compiled and Python's header files are missing. Install them, for example: "
        "apt-get install python3-dev.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "a downloaded package is not the one in the lock. Nothing of it was installed. Try again; "
        "if it stays so, make the locks anew: make lock.",
    ),
    (
        r"EUSAGE|package\.json and package-lock\.json .* (?:are not in sync|in sync)",
        "bot/widget/package-lock.json does not belong to package.json. Bring them together: "
        "npm install --package-lock-only --prefix bot/widget.",
    ),
    (
        r"name resolution|NameResolutionError|NewConnectionError|Network is unreachable|ENOTFOUND|EAI_AGAIN"
        r"|ECONNREFUSED|ETIMEDOUT|ConnectTimeoutError|Max retries exceeded|Could not resolve host",
        "the package index could not be reached. Look at the network connection and the proxy settings, "
        "then run the same command again.",
    ),
    (
        r"No matching distribution found for (?P<what>\S+)",
        "pip finds no {what} for this machine. The locks are made for 64-bit Linux on x86; elsewhere: make lock.",
    ),
    (r"Permission denied|EACCES", "a file could not be written: permission denied."),
    (r"Address already in use", "a port it needs is in use by another program."),
    (r"MemoryError|Cannot allocate memory|heap out of memory", "the machine ran out of memory."),
)


def explain(log: str, status: int, tmp: str = "the folder for temporary files") -> str:
    """Return one sentence on why a command failed, judged from its output and its exit status."""
    for pattern, sentence in CAUSES:
        match = re.search(pattern, log)
        if match:
            return sentence.format(tmp=tmp, what=match.groupdict().get("what", ""))
    if status in (-9, 137):
        return "it was killed, most likely because the machine ran out of memory."
    return f"it ended with status {status}; the lines above say more."
