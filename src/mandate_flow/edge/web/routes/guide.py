"""The help: what the states are, who does what, and the words."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from mandate_flow.domain.people import Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.routes.law import LAW_READERS
from mandate_flow.edge.web.rows import stage_css
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import STAFF, Pages

pages = Pages()
DOES: Final = {
    Role.MISSION: "Suit et ouvre les dossiers de toutes les collectivités, prépare les délibérations et les mandats.",
    Role.AGENT: "Ouvre et complète les dossiers de sa collectivité, dépose les pièces, répond aux échéances.",
    Role.JURIST: "Qualifie l’activité et l’aide, choisit le régime avec une seconde personne, tient les textes à jour.",
    Role.APPROVER: "Confirme, en seconde personne, les étapes qui engagent : régime, signature, clôture d’un contrôle.",
    Role.CONTROLLER: "Lit tout, vérifie l’intégrité du journal, ne modifie rien.",
    Role.ADMINISTRATOR: "Inscrit les personnes, surveille le fonctionnement ; ne lit pas les dossiers.",
    Role.STRUCTURE: "Rend compte de son mandat ; pour l’instant par courriel, en répondant aux rappels.",
}
WORDS: Final = (
    ("SIG", "Service d’intérêt général : un service au public que la collectivité juge nécessaire."),
    (
        "SIEG",
        "Service d’intérêt économique général : un SIG rendu sur un marché, donc soumis au droit des aides d’État.",
    ),
    ("Mandat", "L’acte par lequel la collectivité confie le service : obligations, durée, compensation, contrôle."),
    (
        "Compensation",
        "Ce que la collectivité paie pour couvrir le coût net des obligations, avec un bénéfice raisonnable au plus.",
    ),
    ("Surcompensation", "Ce qui a été payé au-delà du coût net et du bénéfice raisonnable ; cela se reprend."),
    (
        "De minimis",
        "Aide si faible, sur trois ans et tous financeurs confondus, qu’elle échappe au contrôle européen.",
    ),
    (
        "Entreprise unique",
        "Les sociétés et associations liées entre elles, comptées ensemble pour le plafond de minimis.",
    ),
    ("Caractère exécutoire", "Moment où une délibération s’applique : après transmission au préfet et publication."),
    ("Délai franc", "Délai qui ne compte ni son premier ni son dernier jour."),
    ("Seconde personne", "Une étape qui engage est proposée par une personne et confirmée par une autre."),
    ("Empreinte", "Suite de caractères calculée sur un contenu : si un seul signe change, elle change toute entière."),
)


@pages.get_page("/aide", allows=STAFF)
def guide(here: Here) -> Response:
    """Plain words, from the published workflows where they say it themselves."""
    workflows = here.desk.library.workflows
    return show(
        here,
        "aide.html",
        states=[
            {
                "label": in_language(state.label),
                "help": in_language(state.help),
                "css": stage_css(state.rank),
                "end": state.ending,
            }
            for state in (workflows[0].states.values() if workflows else ())
        ],
        roles=[(formats.ROLES[role], does, role in here.person.roles) for role, does in DOES.items()],
        words=WORDS,
        reads_law=LAW_READERS.admits(here.person),
    )
