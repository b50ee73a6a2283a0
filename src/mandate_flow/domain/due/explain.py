"""A trace told in sentences, in the reader's language; a code that is not known is shown as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from mandate_flow.domain.due.words import HOLIDAYS, SPEECHES, Speech


def explain(trace: Iterable[tuple[str, str]], lang: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence a step, in French, English or Dutch (fr, en, nl; French for any other language).

    `labels` names triggers in that language, by code; a trigger without label is shown by its code.
    """
    speech = SPEECHES.get(lang, SPEECHES["fr"])
    sentences = []
    before = ""
    for code, day in trace:
        sentences.append(_sentence(speech, code, before, day, labels))
        before = day
    return tuple(sentences)


def _sentence(speech: Speech, code: str, before: str, day: str, labels: Mapping[str, str]) -> str:
    kind, _, detail = code.partition(":")
    names = {"day": _day(speech, day), "before": _day(speech, before) if before else "", "detail": detail}
    if kind == "trigger":
        names["label"] = labels.get(detail, detail)
    elif kind in speech.decisions or kind == "lapsed":
        kind = f"{kind}_{detail}" if f"{kind}_{detail}" in speech.sentences else kind
        names["decision"] = speech.decisions.get(detail, detail)
    elif kind == "reading":
        held, _, rule = detail.partition(".")
        said = labels.get(f"other_reading.{rule}", "")
        kind, names["said"] = f"reading_{held}", f" ({said})" if said else ""
    elif kind == "roll":
        kind = "roll" if day > before else "roll_back"
        names["reason"] = _reason(speech, detail)
    else:
        kind = _counted(speech, kind, detail, names)
    return speech.sentences.get(kind, "{code}{colon} {day}.").format(**names, code=code, colon=speech.colon)


def _counted(speech: Speech, kind: str, detail: str, names: dict[str, str]) -> str:
    """The sentence for a length, forwards or backwards; fills in its words."""
    number, _, unit = detail.partition(" ")
    if kind not in ("plus", "working", "clear", "lost", "left"):
        return kind
    try:
        count = int(number)
    except ValueError:
        return "unknown"
    words = speech.units.get(unit or kind, (unit, unit))
    names["length"] = f"{abs(count)}\u00a0{words[abs(count) > 1]}"
    return kind if count > 0 or kind in ("lost", "left") else f"{kind}_back"


def _reason(speech: Speech, detail: str) -> str:
    """Why a day is closed: a day of the weekend, or a holiday by its name."""
    kind, _, name = detail.partition(":")
    if kind != "holiday":
        return speech.weekend.get(kind, kind)
    spoken = "; ".join(HOLIDAYS.get(speech.lang, {}).get(one, one) for one in name.split("; "))
    return speech.holiday.format(name=spoken)


def _day(speech: Speech, iso: str) -> str:
    day = date.fromisoformat(iso)
    number = speech.first if day.day == 1 else str(day.day)
    return f"{number}\u00a0{speech.months[day.month - 1]} {day.year}"
