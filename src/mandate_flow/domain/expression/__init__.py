"""Conditions written by those who know the law, compiled once: true, false, or unknown for want of named values."""

from mandate_flow.domain.expression.failure import ExpressionError
from mandate_flow.domain.expression.functions import FORMS
from mandate_flow.domain.expression.parse import Expression, Result, parse
from mandate_flow.domain.expression.values import KINDS, Kind, Scope, Unknown

__all__ = ["FORMS", "KINDS", "Expression", "ExpressionError", "Kind", "Result", "Scope", "Unknown", "parse"]
