"""What became of each corpus file, as a table that a person can check (pure)."""

from collective.prai.corpus.importer import Report
from collective.prai.corpus.writer import UNFINISHED


HEAD = """\
# The corpus on the demonstration site

Written by `bin/instance run instance/import_corpus.py --demo --report docs/corpus.md`; a test fails when it
is out of date. The files are in `src/collective/prai/profiles/demo/`: `corpus/` holds what the programme
left, `centre/` what was written for the centre from it. An item is published when the guard of the workflow
lets it pass; no datum was invented to pass it. The words of the corpus become tokens by
`src/collective/prai/corpus/terms.yaml`; what its sentences say and its keys do not is in `derived.yaml`
beside it, with the words that say so. What a second run does with edited items is said in `writer.py`.

"""


def as_markdown(report: Report) -> str:
    """Counts per file, then the drafts with what each lacks, the refusals, and what waits for its type."""
    lines = [
        "| file | items | imported | published | kept as draft | refused |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for file in report.files:
        found = [one for one in report.outcomes if one.draft.row.file == file]
        refused = len([one for one in report.refusals if one.file == file])
        drafts = len([one for one in found if one.state in UNFINISHED])
        imported = len([one for one in found if one.state])
        cells = (file, len(found) + refused, imported, imported - drafts, drafts, refused)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines += ["", "## Kept as drafts", "", "| file | item | what is missing |", "|---|---|---|"]
    for one in report.outcomes:
        if one.state in UNFINISHED:
            why = ", ".join(_need(need) for need in one.missing) or one.remark
            lines.append(f"| {one.draft.row.file} | {one.draft.id} | {why} |")
    if report.refusals:
        lines += ["", "## Refused", "", *(f"- {refusal}" for refusal in report.refusals)]
    lines += ["", "## Waiting for their content type", "", "| file | waits for |", "|---|---|"]
    lines += [f"| {name} | {what} |" for name, what in report.waiting.items()]
    return HEAD + "\n".join(lines) + "\n"


def _need(need) -> str:
    """``Client (`client`)``; one of several fields would do where there are several."""
    return f"{' or '.join(map(str, need.titles))} (`{need.field}`)"
