"""Runs the site and the scheduler in one process, and the demonstration before them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import uvicorn

from mandate_flow.app import compose, upgrade
from mandate_flow.edge import scheduler
from mandate_flow.edge.clock import day_of, now
from mandate_flow.edge.web.app import create_app
from mandate_flow.service import demonstration
from mandate_flow.service.sign_in import make_link

if TYPE_CHECKING:
    from mandate_flow.app import Settings
    from mandate_flow.service.desk import Desk

TRIED_PORTS: Final = 50


def serve(settings: Settings, *, with_scheduler: bool = True) -> None:
    """Serve until interrupted. The database must be up to date."""
    _serve(compose(settings), settings, with_scheduler=with_scheduler)


def demonstrate(settings: Settings, say: Callable[[str], None], *, serve_after: bool) -> None:
    """Migrate, play the demonstration into an empty database, print where to look, and serve."""
    upgrade(settings)
    desk = compose(settings)
    if demonstration.is_empty(desk):
        say("Première fois : la démonstration lilloise se prépare (une vingtaine de secondes).")
        demonstration.load(desk, day_of(now()), say)
    else:
        say("Les données de la dernière fois sont gardées (dossier « var »).")
    say("")
    say(f"  Mandate Flow : {desk.base_url}")
    say("")
    say("  Un lien par fonction, valable une heure et une seule fois (d’autres : mandate-flow login-link ADRESSE) :")
    for label, person in demonstration.demo_people(desk):
        say(f"    {label:<28} {make_link(desk, person, now(), demonstration.LINKS_LAST)}")
    say("")
    say("  Structures et chiffres sont fictifs. Arrêter : Ctrl + C.")
    if serve_after:
        _serve(desk, settings, with_scheduler=True)


def free_port(host: str, first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    for port in range(first, first + TRIED_PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return first


def _serve(desk: Desk, settings: Settings, *, with_scheduler: bool) -> None:
    application = create_app(desk, settings)
    clockwork = scheduler.start(desk) if with_scheduler else None
    try:
        uvicorn.run(
            application,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
        )
    finally:
        if clockwork is not None:
            clockwork.stop()
        desk.store.close()
