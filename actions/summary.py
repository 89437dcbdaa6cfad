"""The summary to take along: what was told, asked, judged and advised, as a PDF page and as Markdown."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.interview import DONE, OPEN
from actions.person import Person, person_of
from actions.triage import fix_for
from actions.verdict import SURE, level_for, named
from actions.wording import buttons, say
from knowledge.causes import table
from knowledge.reply import block, file_part
from knowledge.search import searcher
from knowledge.summary.content import Case, Summary, summarise
from knowledge.summary.markdown import in_short, to_markdown
from knowledge.summary.pdf import to_pdf


class ActionSummary(Action):
    """Writes the summary of the conversation."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_summary"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter the summary in short, with its files; say so where nothing is known yet."""
        person = person_of(tracker)
        if not (person.known or person.signs or person.said):
            dispatcher.utter_message(
                text=say("no_summary"),
                buttons=[] if person.interview == OPEN else buttons("after_answer"),
                json_message=block("chat", person.values, level=person.judged),
            )
            return []
        case = case_of(person, datetime.now().astimezone().date())
        summary = summarise(case)
        loop = asyncio.get_running_loop()
        pdf = await loop.run_in_executor(None, to_pdf, summary)
        lines = [f"• {line}" for line in in_short(summary)]
        dispatcher.utter_message(
            text="\n".join([say("summary"), *([say("in_short"), *lines] if lines else [])]),
            json_message=block(
                "chat",
                person.values,
                level=case.level if person.judged else None,
                files=_files(summary, pdf),
                speech=say("summary_spoken"),
            ),
        )
        return []


def case_of(person: Person, day: date) -> Case:
    """Return what the conversation has come to; the level counts the likely cause once the interview is over."""
    causes = named(table().rank(person.values)) if person.known else []
    finished = person.interview == DONE
    level = level_for(person, causes if finished else [])
    fixes = [fix_for(causes[0], level)] if person.told and causes else []
    passages, known = searcher().store.by_id, searcher().sources
    said = [name for name in dict.fromkeys([*fixes, *person.said]) if name in passages]
    sure = bool(causes) and (len(causes) == 1 or causes[0].support >= SURE)
    advice = [passages[name] for name in said]
    return Case(person.values, person.signs, level, finished, causes, sure, advice, day, known)


def _files(summary: Summary, pdf: bytes) -> list[dict[str, str]]:
    name = f"knee-summary-{summary.day.isoformat()}"
    return [
        file_part(f"{name}.pdf", "application/pdf", pdf),
        file_part(f"{name}.md", "text/markdown", to_markdown(summary).encode("utf-8")),
    ]
