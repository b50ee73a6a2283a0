"""Comments of a file: what may be said, settled and withdrawn; nothing of the file changes, no proposal lapses."""

from __future__ import annotations

from typing import Final

from mandate_flow.domain.command import AddComment, CommentCommand, Moment, SettleComment
from mandate_flow.domain.comment import Comment, CommentKind
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import File
from mandate_flow.domain.refusal import Unchanged
from mandate_flow.domain.said import said
from mandate_flow.domain.talking import kind_for

LONGEST: Final = 4000


def comment(file: File, command: CommentCommand, moment: Moment) -> Draft | Unchanged:
    """What the command does. Raises BadInput, and Forbidden for withdrawing what somebody else said."""
    if isinstance(command, AddComment):
        return _add(file, command, moment)
    held = _known(file, command.id)
    if isinstance(command, SettleComment):
        if held.answers:
            raise BadInput("Une réponse se traite avec le commentaire auquel elle répond.", where="id")
        if held.settled == command.settled:
            return Unchanged()
        return Draft(Action.COMMENT_SETTLED if command.settled else Action.COMMENT_REOPENED, {"id": held.id})
    if held.actor != moment.by.id:
        raise Forbidden("Seule la personne qui a écrit un commentaire peut le retirer.", do="Répondez-lui plutôt.")
    return Unchanged() if held.withdrawn else Draft(Action.COMMENT_WITHDRAWN, {"id": held.id})


def _add(file: File, command: AddComment, moment: Moment) -> Draft | Unchanged:
    if command.id in file.comments:
        return Unchanged()  # the same form, sent twice
    text = command.text.strip()
    if not text:
        raise BadInput("Le commentaire est vide.", do="Écrivez-le, puis envoyez-le.", where="text")
    if len(text) > LONGEST:
        raise BadInput(
            said("Ce commentaire compte {n:number} caractères.", n=len(text)),
            do=said("Restez en dessous de {most:number}.", most=LONGEST),
            where="text",
        )
    root = _known(file, command.answers) if command.answers else None
    kind = kind_for(moment.by) if root is None else root.kind
    outcome = {
        "id": command.id,
        "kind": CommentKind(kind).value,
        "text": Personal(text),
        "mentions": [one for one in dict.fromkeys(command.mentions) if one != moment.by.id],
        "answers": (root.answers or root.id) if root else "",
    }
    return Draft(Action.FILE_COMMENTED, outcome)


def _known(file: File, comment_id: str) -> Comment:
    held = file.comments.get(comment_id)
    if held is None:
        raise BadInput("Ce commentaire n’est pas dans le dossier.", do="Revenez au dossier.", where="id")
    return held
