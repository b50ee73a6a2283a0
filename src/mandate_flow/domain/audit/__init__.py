"""Proves what happened: canonical bytes, a chain of hashes, and commitments to what may be erased."""

from mandate_flow.domain.audit.canonical import canonical
from mandate_flow.domain.audit.chain import ChainCheck, Finding, Row, SealedValue
from mandate_flow.domain.audit.seal import Sealed, commitment, reopen, seal

__all__ = ["ChainCheck", "Finding", "Row", "Sealed", "SealedValue", "canonical", "commitment", "reopen", "seal"]
