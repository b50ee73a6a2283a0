"""One request as the pages see it: who, when, what was typed; and the site it is addressed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Protocol, TypeAlias, cast
from urllib.parse import urlencode

from fastapi import Depends, Request
from jinja2 import Environment
from starlette.datastructures import UploadFile

from mandate_flow.domain.command import Moment
from mandate_flow.domain.people import Person
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.numbers import small_number
from mandate_flow.edge.web.statics import Statics
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import LANGUAGES
from mandate_flow.service.sessions import Signed


class WebSettings(Protocol):
    """What the pages need of the settings: `development` opens the page of styles.

    `reauth_minutes`: for so long after proving to be there, one may sign, approve and administer.
    """

    @property
    def development(self) -> bool: ...

    @property
    def reauth_minutes(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Site:
    """What every page needs, put together once by `create_app`."""

    desk: Desk
    settings: WebSettings
    templates: Environment
    statics: Statics

    @property
    def secure(self) -> bool:
        """True when the public address is HTTPS: cookies are then sent over nothing else."""
        return self.desk.base_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: `someone` is the person signed in, if any; `token` the secret of the session or of the sign-in page.

    `signed` says through which session, and when that person last proved to be there.
    `theme` is light, dark, or "" to follow the machine; `keys` tells that keys alone may act.
    `fresh` tells that the token is new and must be given as a cookie. `form` and `uploads` are what a POST brought.
    """

    site: Site
    path: str
    query: Mapping[str, str]
    at: datetime
    day: date
    token: str
    csrf: str
    someone: Person | None = None
    signed: Signed | None = None
    fresh: bool = False
    client: str = ""
    theme: str = ""
    keys: bool = True
    form: Form = field(default_factory=Form)
    uploads: Mapping[str, tuple[UploadFile, ...]] = field(default_factory=dict)

    def chosen(self, name: str) -> tuple[UploadFile, ...]:
        """The files chosen in a field; a browser sends an empty one when there is none."""
        return tuple(one for one in self.uploads.get(name, ()) if one.filename)

    def upload(self, name: str) -> UploadFile | None:
        """The file chosen in a field that takes one."""
        return next(iter(self.chosen(name)), None)

    @property
    def desk(self) -> Desk:
        """The rooms behind the use cases."""
        return self.site.desk

    @property
    def person(self) -> Person:
        """The person signed in; the guard of the route has let nobody else through."""
        if self.someone is None:
            raise LookupError("this page is open to people who are not signed in")
        return self.someone

    @property
    def session(self) -> Signed:
        """The session of the person signed in."""
        if self.signed is None:
            raise LookupError("this page is open to people who are not signed in")
        return self.signed

    @property
    def confirmed(self) -> bool:
        """True while this person proved a short time ago to be there, by signing in or by a code."""
        lasts = timedelta(minutes=self.site.settings.reauth_minutes)
        return self.signed is not None and self.at < self.signed.confirmed_at + lasts

    @property
    def address(self) -> str:
        """The page as an address of this site: path and query."""
        query = urlencode(list(getattr(self.query, "multi_items", self.query.items)()))
        return f"{self.path}?{query}" if query else self.path

    @property
    def version(self) -> int | None:
        """The version that the form sent was filled upon, None when it does not say."""
        return small_number(self.form.typed_in("version"))

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """The languages one may choose, each in its own words."""
        return tuple(LANGUAGES.items())

    @property
    def moment(self) -> Moment:
        """Who acts and when, for a use case."""
        return Moment(by=self.person, at=self.at, day=self.day)


def _visit(request: Request) -> Visit:
    return cast("Visit", request.state.visit)


Here: TypeAlias = Annotated[Visit, Depends(_visit)]
"""Annotate a handler's first parameter with it: `def page(here: Here) -> Response`."""
