"""The summary to take along: what was told, asked, judged and advised, as one neutral page, as Markdown and as PDF."""
