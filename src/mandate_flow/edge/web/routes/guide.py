"""The help: what the states are, who does what, and the words."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from mandate_flow.domain.people import Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import N_, _, in_language
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.routes.law import LAW_READERS
from mandate_flow.edge.web.rows import stage_css
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import STAFF, Pages

pages = Pages()
DOES: Final = {
    Role.MISSION: N_(
        "Suit et ouvre les dossiers de toutes les collectivités, prépare les délibérations et les mandats."
    ),
    Role.AGENT: N_("Ouvre et complète les dossiers de sa collectivité, dépose les pièces, répond aux échéances."),
    Role.JURIST: N_(
        "Qualifie l’activité et l’aide, choisit le régime avec une seconde personne, tient les textes à jour."
    ),
    Role.APPROVER: N_(
        "Confirme, en seconde personne, les étapes qui engagent : régime, signature, clôture d’un contrôle."
    ),
    Role.CONTROLLER: N_("Lit tout, vérifie l’intégrité du journal, ne modifie rien."),
    Role.ADMINISTRATOR: N_("Inscrit les personnes, surveille le fonctionnement ; ne lit pas les dossiers."),
    Role.STRUCTURE: N_("Rend compte de son mandat ; pour l’instant par courriel, en répondant aux rappels."),
}
WORDS: Final = (
    (N_("SIG"), N_("Service d’intérêt général : un service au public que la collectivité juge nécessaire.")),
    (
        N_("SIEG"),
        N_("Service d’intérêt économique général : un SIG rendu sur un marché, donc soumis au droit des aides d’État."),
    ),
    (
        N_("Mandat"),
        N_("L’acte par lequel la collectivité confie le service : obligations, durée, compensation, contrôle."),
    ),
    (
        N_("Compensation"),
        N_("Ce que la collectivité paie pour couvrir le coût net des obligations, et un bénéfice raisonnable au plus."),
    ),
    (N_("Surcompensation"), N_("Ce qui a été payé au-delà du coût net et du bénéfice raisonnable ; cela se reprend.")),
    (
        N_("De minimis"),
        N_("Aide si faible, sur trois ans et tous financeurs confondus, qu’elle échappe au contrôle européen."),
    ),
    (
        N_("Entreprise unique"),
        N_("Les sociétés et associations liées entre elles, comptées ensemble pour le plafond de minimis."),
    ),
    (
        N_("Caractère exécutoire"),
        N_("Moment où une délibération s’applique : après transmission au préfet et publication."),
    ),
    (N_("Délai franc"), N_("Délai qui ne compte ni son premier ni son dernier jour.")),
    (N_("Seconde personne"), N_("Une étape qui engage est proposée par une personne et confirmée par une autre.")),
    (
        N_("Empreinte"),
        N_("Suite de caractères calculée sur un contenu : si un seul signe change, elle change toute entière."),
    ),
)


@pages.get_page("/aide", allows=STAFF)
def guide(here: Here) -> Response:
    """Plain words, from the published workflows where they say it themselves."""
    flows = here.desk.library.workflows
    told = next((flow for flow in flows if flow.name == "sieg"), flows[0] if flows else None)
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
            for state in (told.states.values() if told else ())
        ],
        roles=[(_(formats.ROLES[role]), _(does), role in here.person.roles) for role, does in DOES.items()],
        words=[(_(word), _(meaning)) for word, meaning in WORDS],
        reads_law=LAW_READERS.admits(here.person),
    )
