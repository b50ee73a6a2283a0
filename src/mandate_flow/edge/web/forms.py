"""Reads what a French person types, keeps it as typed, and says for each field what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Final, TypeVar

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said
from mandate_flow.domain.typed import read_day, read_money, read_number
from mandate_flow.domain.value import SEVERAL, FactType, Scalar, Value
from mandate_flow.edge.web.language import _

Read = TypeVar("Read")
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+$")
LINE: Final = 200
LONG: Final = 20_000


def read_percentage(text: str) -> Decimal:
    """3,45 % gives 3.45: a percentage is kept as it is typed. Raises BadInput."""
    return read_number(text.strip().removesuffix("%"))


def read_email(text: str) -> str:
    """An address that could be one. Raises BadInput."""
    if not EMAIL.match(text) or len(text) > LINE:
        raise BadInput(
            said("« {text} » n’est pas une adresse électronique", text=text), do="Exemple : prenom.nom@mairie.fr."
        )
    return text


def read_yes_no(text: str) -> bool:
    """Oui or non. Raises BadInput."""
    if text not in ("oui", "non"):
        raise BadInput("Répondez par oui ou par non")
    return text == "oui"


READERS: Final[Mapping[FactType, Callable[[str], Scalar]]] = {
    FactType.DATE: read_day,
    FactType.MONEY: read_money,
    FactType.PERCENTAGE: read_percentage,
    FactType.NUMBER: read_number,
    FactType.YES_NO: read_yes_no,
}


class Form:
    """One submitted form: what was typed, and the errors found while reading it (field name to sentence).

    Each reading method gives the value, or None when nothing was typed or an error was noted.
    """

    def __init__(self, typed: Iterable[tuple[str, str]] = ()) -> None:
        self.typed: dict[str, list[str]] = {}
        self.errors: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.partial = False
        for name, value in typed:
            self.typed.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def __contains__(self, name: str) -> bool:
        return name in self.typed

    def typed_in(self, name: str, otherwise: str = "") -> str:
        """What the field shows again: as typed, else the stored value."""
        return self.typed[name][0] if self.typed.get(name) else otherwise

    def all_typed_in(self, name: str, otherwise: Collection[str] = ()) -> Collection[str]:
        """The same for a field with several answers."""
        return self.typed.get(name, [] if self.typed and not self.partial else otherwise)

    def again(self, typed: Iterable[tuple[str, str]]) -> None:
        """Show these fields as typed, and every other one as it is stored."""
        self.partial, self.typed = True, {}
        for name, value in typed:
            self.typed.setdefault(name, []).append(value)

    def wrong(self, name: str, what: str) -> None:
        """Note an error, in the language spoken; the first one of a field stands."""
        self.errors.setdefault(name, _(what))

    def blame(self, error: BadInput, fields: Mapping[str, str]) -> None:
        """Put what a use case refused beside its field; `fields` translates the names it uses."""
        name = fields.get(error.where, error.where)
        self.wrong(name, self._about(name, "", error))

    def _named(self, name: str, label: str) -> str:
        return _(label or self.labels.get(name, "")) or _("Ce champ")

    def _about(self, name: str, label: str, error: BadInput) -> str:
        """The sentence of an error under the name its field has on the page, where it is known."""
        known = label or self.labels.get(name, "")
        return _("{label} : {sentence}", label=_(known), sentence=_sentence(error)) if known else _sentence(error)

    def read(self, name: str, reader: Callable[[str], Read], *, label: str = "", required: bool = False) -> Read | None:
        """Apply `reader` to what was typed; its BadInput becomes the error of the field."""
        raw = self.typed_in(name).strip()
        self.labels.setdefault(name, label)
        if not raw:
            if required:
                self.wrong(name, _("{label} : la réponse manque.", label=self._named(name, label)))
            return None
        try:
            return reader(raw)
        except BadInput as error:
            self.wrong(name, self._about(name, label, error))
            return None

    def text(self, name: str, *, label: str = "", required: bool = False, longest: int = LINE) -> str:
        """One or several lines, trimmed; "" when nothing was typed."""
        return self.read(name, lambda raw: _no_longer(raw, longest), label=label, required=required) or ""

    def choice(self, name: str, allowed: Collection[str], *, label: str = "", required: bool = False) -> str | None:
        """One of the allowed values."""
        return self.read(name, lambda raw: _one_of(raw, allowed), label=label, required=required)

    def choices(
        self, name: str, allowed: Collection[str], *, label: str = "", required: bool = False
    ) -> tuple[str, ...]:
        """Several of the allowed values, in the order they were sent."""
        given = tuple(dict.fromkeys(raw for raw in self.typed.get(name, []) if raw))
        self.labels.setdefault(name, label)
        if any(raw not in allowed for raw in given):
            self.wrong(name, _("{label} : choisissez dans la liste.", label=self._named(name, label)))
        elif required and not given:
            self.wrong(name, _("{label} : choisissez au moins une réponse.", label=self._named(name, label)))
        return tuple(raw for raw in given if raw in allowed)

    def value(self, name: str, kind: FactType, *, label: str = "", allowed: Collection[str] = ()) -> Value | None:
        """The answer to a question of a workflow; None when it is left empty or wrong (see `errors`)."""
        if kind in SEVERAL:
            return self.choices(name, allowed, label=label) or None
        if kind is FactType.CHOICE or (kind is FactType.ORGANISATION and allowed):
            return self.choice(name, allowed, label=label)
        longest = LONG if kind is FactType.LONG_TEXT else LINE
        return self.read(name, READERS.get(kind, lambda raw: _no_longer(raw, longest)), label=label)


def _no_longer(raw: str, longest: int) -> str:
    if len(raw) > longest:
        raise BadInput(
            said("Ce texte compte {count} caractères", count=len(raw)),
            do=said("Restez en dessous de {longest}.", longest=longest),
        )
    return raw


def _one_of(raw: str, allowed: Collection[str]) -> str:
    if raw not in allowed:
        raise BadInput("Cette réponse n’est pas proposée", do="Choisissez dans la liste.")
    return raw


def _sentence(error: BadInput) -> str:
    return f"{_(error.what).rstrip('.')}. {_(error.do)}".strip()
