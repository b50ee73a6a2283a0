"""Who may say something beside a file, and what it is called."""

from __future__ import annotations

from typing import Final

from mandate_flow.domain.comment import CommentKind
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Person, Role

COMMENTS: Final = frozenset({Role.MISSION, Role.AGENT, Role.JURIST, Role.APPROVER})
REMARKS: Final = frozenset({Role.CONTROLLER})


def may_comment(by: Person, file: File) -> bool:
    """Staff who see the file; a structure and an administrator do not take part."""
    return by.is_any(COMMENTS | REMARKS) and by.may_see(file)


def kind_for(by: Person) -> CommentKind:
    """A controller remarks; others comment."""
    return CommentKind.COMMENT if by.is_any(COMMENTS) else CommentKind.REMARK
