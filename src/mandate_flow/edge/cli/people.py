"""`mandate-flow user` and `login-link`: who may sign in, and a link for someone who cannot receive it."""

from __future__ import annotations

from typing import Annotated

import typer

from mandate_flow.domain.people import SYSTEM, Role
from mandate_flow.edge.cli.opened import desk
from mandate_flow.edge.cli.output import AsJson, as_json, say, table

app = typer.Typer(no_args_is_help=True, help="Les personnes : les ajouter, les lister.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(name="login-link")(login_link)


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="Adresse électronique, qui sert à se connecter.")],
    name: Annotated[str, typer.Option(help="Nom affiché.")],
    role: Annotated[list[Role], typer.Option(help="Fonction ; répétez l’option pour plusieurs.")],
    *,
    authority: Annotated[str | None, typer.Option(help="Collectivité d’un agent, par exemple commune-59350.")] = None,
    lang: Annotated[str, typer.Option(help="Langue de ses courriels : fr, en ou nl.")] = "fr",
) -> None:
    """Ajouter une personne. Elle se connecte ensuite par un lien reçu par courriel, sans mot de passe."""
    from mandate_flow.edge.clock import moment
    from mandate_flow.service.registers import NewPerson, add_person

    with desk() as opened:
        new = NewPerson(name=name, email=email, roles=frozenset(role), authority=authority, lang=lang)
        person = add_person(opened, new, moment(SYSTEM))
    say(f"{person.name} <{person.email}> peut se connecter.")


@app.command(name="list")
def list_people(*, json: AsJson = False) -> None:
    """Lister les personnes et leurs fonctions."""
    with desk() as opened, opened.store.read() as unit:
        found = unit.registers.people()
    rows = [(one.name, one.email, ", ".join(sorted(one.roles)), one.authority or "") for one in found]
    if json:
        as_json([dict(zip(("name", "email", "roles", "authority"), row, strict=True)) for row in rows])
    else:
        table("Personnes", ("nom", "adresse", "fonctions", "collectivité"), rows)


def login_link(email: Annotated[str, typer.Argument(help="Adresse d’une personne enregistrée.")]) -> None:
    """Donner un lien de connexion à usage unique, valable quinze minutes, pour la personne de cette adresse."""
    from mandate_flow.edge.clock import now
    from mandate_flow.service.sign_in import link_for

    with desk() as opened:
        say(link_for(opened, email, now()))
