"""The public keys of a provider, and what a token signed with one of them says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from mandate_flow.provider.errors import ProviderRefused, ProviderSilent

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

ALGORITHMS: Final = ("RS256", "ES256")


class Keys:
    """Keys are fetched once, and once more for a token signed by a key we do not know: providers renew theirs."""

    def __init__(self, fetch: Callable[[], Mapping[str, Any]]) -> None:
        self._fetch = fetch
        self._held: KeySet | None = None
        self._lock = Lock()

    def claims(self, token: str) -> Mapping[str, Any]:
        """What a token says, its signature checked. Raises ProviderRefused, ProviderSilent."""
        from joserfc import jwt  # noqa: PLC0415  (an extra: only who configures a provider needs it)
        from joserfc.errors import InvalidKeyIdError, JoseError  # noqa: PLC0415

        try:
            try:
                return jwt.decode(token, self._keys(), algorithms=ALGORITHMS).claims
            except InvalidKeyIdError:
                return jwt.decode(token, self._keys(again=True), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError) as error:
            raise ProviderRefused("La signature du fournisseur n’est pas la sienne.") from error

    def _keys(self, *, again: bool = False) -> KeySet:
        from joserfc.errors import JoseError  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        with self._lock:
            if self._held is None or again:
                try:
                    self._held = KeySet.import_key_set(self._fetch())  # type: ignore[arg-type]
                except (JoseError, KeyError, ValueError, TypeError) as error:
                    raise ProviderSilent from error
            return self._held
