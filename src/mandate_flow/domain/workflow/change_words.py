"""The sentences in which a change of a workflow is told: from what to what, what came, what went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mandate_flow.domain.said import joined, said


def stated(what: str, words: str) -> str:
    """« Niveau : bloquante. »"""
    return said("{what} : {words}.", what=said(what), words=words)


def turned(what: str, before: str, after: str) -> Iterator[str]:
    """From one value to another, when they differ."""
    if before != after:
        rien = said("rien")
        yield said("{what} : {before} → {after}.", what=said(what), before=before or rien, after=after or rien)


def reworded(what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """A text; a change of languages other than French alone is only named."""
    if before.get("fr") != after.get("fr"):
        yield said("{what} : « {before:words} » → « {after:words} ».", what=said(what), before=before, after=after)
    elif dict(before) != dict(after):
        yield said("{what} : traduction modifiée.", what=said(what))


def relisted(what: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """What a list gained and lost."""
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    if come:
        yield said("{what} : en plus, {come}.", what=said(what), come=joined(come, ", "))
    if gone:
        yield said("{what} : en moins, {gone}.", what=said(what), gone=joined(gone, ", "))


def switched(sentence: tuple[str, str], before: bool, after: bool) -> Iterator[str]:  # noqa: FBT001 - what is compared
    """The first sentence for what became true, the second for what no longer is."""
    if before != after:
        yield sentence[0] if after else sentence[1]
