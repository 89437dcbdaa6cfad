"""The steps from a bare checkout to a trained assistant: `python -m scripts.steps VERB`.

Each step is done again only when the content it depends on has changed (see stamp.py).
"""

from __future__ import annotations

import contextlib
import fcntl
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from scripts import console, environments
from scripts.console import BUILD, ROOT, Trouble
from scripts.environments import APP, BOT
from scripts.imports import local_imports
from scripts.stamp import Stamps, digest, files_of

NODE_NEEDED = 20
AT_ONCE = 3  # steps side by side: both environments, and the widget's parts, which mostly wait for the network
MODEL = ROOT / "models" / "kneewise.tar.gz"
WIDGET = ROOT / "bot" / "widget"


@dataclass(frozen=True)
class Step:
    """One step: what it depends on, what it leaves behind, and how it is done.

    It is done again when a step of `after` was; those of `behind` only have to be finished first.
    """

    name: str
    inputs: Callable[[], Sequence[Path]]
    is_there: Callable[[], bool]
    do: Callable[[], None]
    after: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


def _environment_inputs(name: str) -> list[Path]:
    files = ["requirements/pip.txt", f"requirements/{name}.txt"]
    return files_of(ROOT, [*files, "requirements/torch.txt"] if name == APP.name else files)


def _knowledge_inputs() -> list[Path]:
    # All content, but of the code only what the build uses: the interview's rules do not change the index.
    aside = {ROOT / "knowledge" / "shop" / "inbox", ROOT / "knowledge" / "ingest"}  # proposals, and what makes them
    aside |= {ROOT / "knowledge" / "following", ROOT / "knowledge" / "coach" / "context"}  # steps of their own
    found = [path for path in files_of(ROOT, ["knowledge", "settings.yml"]) if not aside & set(path.parents)]
    content = [path for path in found if path.suffix != ".py"]
    builder = ROOT / "knowledge" / "build.py"
    return sorted({*content, builder, *local_imports(ROOT, [builder], "knowledge")})


def _reader_inputs() -> list[Path]:
    return files_of(ROOT, ["bot/nlu/tuned", "data/nlu", "settings.yml", "knowledge/slots.py", "knowledge/tuning.py"])


def _following_inputs() -> list[Path]:
    folders = ["knowledge/following", "knowledge/follow_ups", "knowledge/tuning.py", "knowledge/export.py"]
    return files_of(ROOT, [*folders, "settings.yml"])


def _context_inputs() -> list[Path]:
    folders = ["knowledge/coach", "data/coach", "evaluation/data/coach-development.jsonl"]
    shared = [f"knowledge/{name}.py" for name in ("tuning", "export", "eight_bits", "encoder")]
    return files_of(ROOT, [*folders, *shared, "settings.yml"])


def _training_inputs() -> list[Path]:
    own = files_of(
        ROOT,
        ["config.yml", "domain.yml", "data/*/*.yml", "bot/nlu", "bot/policy*.py", "bot/standby.py", "build/encoder"],
    )
    code = [path for path in own if path.suffix == ".py"]
    return sorted({*own, *local_imports(ROOT, code, "bot"), *local_imports(ROOT, code, "knowledge")})


def _filled(*folders: Path) -> bool:
    return all(folder.is_dir() and any(folder.iterdir()) for folder in folders)


def _bring_widget() -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout if node else ""
    version = re.match(r"v(\d+)\.", told)
    if not npm or not version or int(version[1]) < NODE_NEEDED:
        found = told.strip() or "none"
        raise Trouble(
            f"Kneewise needs Node {NODE_NEEDED} or newer with npm, found: {found}. Install it and run this again."
        )
    command: list[str | Path] = [npm, "ci", "--prefix", WIDGET, "--no-audit", "--no-fund", "--ignore-scripts"]
    console.run_logged("Bringing the parts of the chat widget", command, "widget")


def _build_knowledge() -> None:
    console.run_logged(
        "Exporting the encoder and building the knowledge index", [APP.python, "-m", "knowledge", "build"], "knowledge"
    )


def _build_reader() -> None:
    console.run_logged("Building the tuned reader", [APP.python, "-m", "bot.nlu.tuned.build"], "reader")


def _build_following() -> None:
    console.run_logged(
        "Building the network for follow-ups", [APP.python, "-m", "knowledge.following.build"], "following"
    )


def _build_context() -> None:
    console.run_logged(
        "Building the network for the coach", [APP.python, "-m", "knowledge.coach.context.build"], "context"
    )


def _train() -> None:
    command: list[str | Path] = [BOT.python, "-m", "rasa", "train", "--domain", "domain.yml", "--data", "data"]
    command += ["--config", "config.yml", "--out", "models", "--fixed-model-name", "kneewise", "--augmentation", "0"]
    # Rasa's own cache does not see changes of our code or of the encoder; our stamps do.
    console.run_logged(
        "Training Rasa",
        [*command, "--force"],
        "train",
        {"RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(BUILD / "rasa-cache")},
    )


STEPS = (
    Step("bot-env", lambda: _environment_inputs("bot"), BOT.works, lambda: environments.make(BOT)),
    Step("app-env", lambda: _environment_inputs("app"), APP.works, lambda: environments.make(APP)),
    Step(
        "widget",
        lambda: files_of(ROOT, ["bot/widget/package.json", "bot/widget/package-lock.json"]),
        lambda: _filled(WIDGET / "node_modules"),
        _bring_widget,
    ),
    Step(
        "knowledge",
        _knowledge_inputs,
        lambda: _filled(BUILD / "encoder", BUILD / "index"),
        _build_knowledge,
        after=("app-env",),
    ),
    Step("following", _following_inputs, lambda: _filled(BUILD / "following"), _build_following, after=("app-env",)),
    Step("context", _context_inputs, lambda: _filled(BUILD / "context"), _build_context, after=("app-env",)),
    Step("reader", _reader_inputs, lambda: _filled(BUILD / "reader"), _build_reader, after=("app-env",)),
    Step("train", _training_inputs, MODEL.is_file, _train, after=("bot-env",), behind=("knowledge",)),
)
SETUP = ("bot-env", "app-env", "widget")
VERBS = {
    "setup": SETUP,
    "build": (*SETUP, "knowledge", "following", "context", "reader"),
    "train": (*SETUP, "knowledge", "following", "context", "reader", "train"),
}


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock that lets only one set-up work in this checkout at a time; says so while it waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            console.say("  Another make is at work in this folder; waiting for it to finish ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def bring_up_to_date(steps: Sequence[Step], stamps: Stamps, root: Path = ROOT) -> list[str]:
    """Do those of the steps whose inputs changed or whose results are missing; returns their names in order of ending.

    Steps that do not need each other are done side by side. When one fails the others are ended, and its error raised.
    """
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return _side_by_side(steps, lambda step: pool.submit(_do, step, stamps, root))
    finally:
        console.GIVEN_UP.clear()


def is_up_to_date(step: Step, stamps: Stamps, root: Path = ROOT) -> bool:
    """Return whether a step was done with the inputs that are there now, and what it left behind is there."""
    return _key(step, stamps, root) == stamps.key(step.name) and step.is_there()


def _key(step: Step, stamps: Stamps, root: Path) -> str:
    # A step follows when one it needs was done again with other inputs, hence their keys in its own.
    return digest(root, step.inputs(), [step.name, *(stamps.key(name) for name in step.after)])


def _side_by_side(steps: Sequence[Step], begin: Callable[[Step], Future[bool]]) -> list[str]:
    waiting, done = list(steps), []
    at_work: dict[Future[bool], Step] = {}
    try:
        while waiting or at_work:
            unfinished = {step.name for step in (*waiting, *at_work.values())}
            for step in [step for step in waiting if not unfinished & {*step.after, *step.behind}]:
                waiting.remove(step)
                at_work[begin(step)] = step
            # In short waits, so that signals are heard.
            for future in wait(at_work, timeout=0.2, return_when=FIRST_COMPLETED).done:
                step = at_work.pop(future)
                if future.result():
                    done.append(step.name)
    except BaseException:
        console.GIVEN_UP.set()
        raise
    return done


def _do(step: Step, stamps: Stamps, root: Path) -> bool:
    if is_up_to_date(step, stamps, root):
        return False
    key = _key(step, stamps, root)
    stamps.clear(step.name)
    start = time.monotonic()
    step.do()
    if not step.is_there():
        raise Trouble(f"The step '{step.name}' ended well but left nothing behind. Its output is in build/log/.")
    stamps.set(step.name, key, time.monotonic() - start)
    return True


def run(verb: str) -> int:
    """Bring everything up to date that a verb stands for; returns the exit status."""
    try:
        with alone(BUILD):
            environments.check_room(environments.room_needed((BOT, APP)), ROOT)
            wanted = [step for step in STEPS if step.name in VERBS[verb]]
            bring_up_to_date(wanted, Stamps(BUILD / ".stamps"))
            console.say("  Everything is up to date.")
    except Trouble as trouble:
        console.complain(str(trouble))
        return 1
    except OSError as error:
        console.complain(_about(error))
        return 1
    except console.Interrupted as interrupted:
        console.complain("Stopped. Run the same command again to go on from here.")
        return interrupted.status
    return 0


def _about(error: OSError) -> str:
    if error.errno in (28, 122):
        return "The disk is full. Make room (setting up needs about 6 GB) and run the same command again."
    return f"A file could not be used: {error}. Look at its permissions and run the same command again."


def main() -> int:
    """Run the verb named on the command line."""
    if len(sys.argv) != 2 or sys.argv[1] not in VERBS:
        console.complain(f"Usage: python -m scripts.steps {{{','.join(VERBS)}}}; received: {' '.join(sys.argv[1:])}")
        return 2
    console.raise_on_signals()
    return run(sys.argv[1])


if __name__ == "__main__":
    sys.exit(main())
