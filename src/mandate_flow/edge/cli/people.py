"""`mandate-flow user`, `authorities` and `login-link`: who may sign in, for whom, and a link to sign in with."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.edge.cli.opened import desk
from mandate_flow.edge.cli.output import AsJson, as_json, say, table

app = typer.Typer(no_args_is_help=True, help="Les personnes : les ajouter, les modifier, les retirer, les lister.")
Email = Annotated[str, typer.Argument(help="Adresse électronique, qui sert à se connecter.")]
Roles = Annotated[list[Role] | None, typer.Option("--role", help="Fonction ; répétez l’option pour plusieurs.")]
AuthorityId = Annotated[
    str | None, typer.Option("--authority", help="Collectivité d’un agent ; voir « mandate-flow authorities ».")
]
StructureId = Annotated[
    str | None,
    typer.Option("--structure", help="Structure, pour la fonction structure : la fin de l’adresse de sa page."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(name="login-link")(login_link)
    app.command(name="authorities")(authorities)


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Nom affiché.")],
    role: Annotated[list[Role], typer.Option(help="Fonction ; répétez l’option pour plusieurs.")],
    *,
    authority: AuthorityId = None,
    structure: StructureId = None,
    lang: Annotated[str, typer.Option(help="Langue de ses courriels : fr, en ou nl.")] = "fr",
) -> None:
    """Ajouter une personne. Elle se connecte ensuite par un lien reçu par courriel, sans mot de passe."""
    from mandate_flow.edge.clock import moment
    from mandate_flow.service.registers import NewPerson, add_person

    with desk() as opened:
        new = NewPerson(name, email, frozenset(role), authority, structure, lang)
        person = add_person(opened, new, moment(SYSTEM))
    say(f"{person.name} <{person.email}> peut se connecter.")


@app.command()
def change(
    email: Email,
    *,
    role: Roles = None,
    name: Annotated[str | None, typer.Option(help="Nom affiché.")] = None,
    authority: AuthorityId = None,
    structure: StructureId = None,
    lang: Annotated[str | None, typer.Option(help="Langue de ses courriels : fr, en ou nl.")] = None,
) -> None:
    """Modifier une personne : ce qui n’est pas donné reste. Les fonctions données remplacent les siennes."""
    from mandate_flow.edge.clock import moment
    from mandate_flow.service.administration import person_of
    from mandate_flow.service.registers import change_person

    with desk() as opened:
        before = person_of(opened, email)
        given: dict[str, Any] = {"name": name, "authority": authority, "structure": structure, "lang": lang}
        after = replace(before, **{field: value for field, value in given.items() if value is not None})
        done = change_person(opened, replace(after, roles=frozenset(role or before.roles)), moment(SYSTEM))
    say(f"{done.name} <{done.email}> : {', '.join(sorted(done.roles))}.")


@app.command()
def retire(email: Email) -> None:
    """Retirer l’accès d’une personne et fermer ses sessions. Ce qu’elle a fait reste sous son nom."""
    from mandate_flow.edge.clock import moment
    from mandate_flow.service.administration import person_of
    from mandate_flow.service.registers import retire_person
    from mandate_flow.service.sessions import close_all

    with desk() as opened:
        person, now = person_of(opened, email), moment(SYSTEM)
        retire_person(opened, person.id, now)
        close_all(opened, person, now.at, by=SYSTEM)
    say(f"{person.name} <{person.email}> ne peut plus se connecter.")


def authorities(*, json: AsJson = False) -> None:
    """Lister les collectivités et leurs identifiants, que demandent « user add » et « user change »."""
    with desk() as opened, opened.store.read() as unit:
        rows = [(one.id, one.name, one.kind) for one in unit.registers.authorities()]
    if json:
        as_json([dict(zip(("id", "name", "kind"), row, strict=True)) for row in rows])
    else:
        table("Collectivités", ("identifiant", "nom", "genre"), rows)


@app.command(name="list")
def list_people(*, json: AsJson = False) -> None:
    """Lister les personnes et leurs fonctions."""
    with desk() as opened, opened.store.read() as unit:
        found = unit.registers.people()
    if json:
        as_json([_row(one) for one in found])
    else:
        rows = [(one.name, one.email, ", ".join(sorted(one.roles)), one.authority or "") for one in found]
        table("Personnes", ("nom", "adresse", "fonctions", "collectivité"), rows)


def login_link(email: Annotated[str, typer.Argument(help="Adresse d’une personne enregistrée.")]) -> None:
    """Donner un lien de connexion à usage unique, valable quinze minutes, pour la personne de cette adresse."""
    from mandate_flow.edge.clock import now
    from mandate_flow.service.sign_in import link_for

    with desk() as opened:
        say(link_for(opened, email, now()))


def _row(one: Person) -> dict[str, object]:
    """`authority` is "" for whoever has none."""
    return {"name": one.name, "email": one.email, "roles": sorted(one.roles), "authority": one.authority or ""}
