"""What people type in the journey, page by page: label of the question → what is typed or chosen."""

from typing import Final

IDENTIFICATION: Final = {
    "Description du service": "Autopartage solidaire : 40 voitures en libre accès, dont 10 à tarif social.",
    "Territoire desservi": "Lille, Hellemmes et Lomme",
    "Public visé": "Tous les habitants ; tarif réduit sous condition de ressources",
    "Compétence de la collectivité": "Code des transports, article L. 1231-14, et statuts de la commune.",
    "Nature du service": "Service économique autre que ceux ci-dessous",
    "Forme de l’organisme": "Société coopérative d’intérêt collectif (SCIC)",
    "Mois de clôture de l’exercice": "12",
    "Liens avec d’autres entreprises": "aucun",
    "Autres financeurs publics": "Région Hauts-de-France : 30 000 € par an",
    "Élus ou agents liés à l’organisme": "aucun",
    "Une aide a déjà été versée à l’organisme": "Non",
    "Demande reçue le": "5/1/2026",
    "Chargé de l’analyse": "Claire Delcourt",
    "Accusé de réception envoyé le": "09/01/2026",
}
IDENTIFICATION_DOCUMENTS: Final = (
    "Statuts de l’organisme",
    "Demande de subvention (CERFA 12156 ou équivalent)",
)

# First the general de minimis, which does not bear such an amount …
ANALYSIS: Final = {
    "Activité économique": "Oui",
    "Pourquoi": "Les usagers paient la moitié du prix ; un loueur privé existe dans l’agglomération.",
    "Ressources publiques": "Oui",
    "Avantage réservé à cet organisme": "Oui",
    "Effet possible sur la concurrence et les échanges": "Oui",
    "Carence du marché": "Aucun opérateur ne dessert les quartiers prioritaires (enquête de 2025).",
    "Obligations de service public": "Une station à moins de 400 m dans chaque quartier prioritaire ; tarif social.",
    "Régime retenu": "R4 – De minimis général",
    "Motifs du régime": "Petit montant, pensions-nous.",
    "Instrument": "Convention pluriannuelle d’objectifs valant mandat",
    "Motifs de l’instrument": "Le projet est à l’initiative de la coopérative.",
    "Le projet dit tout ce qu’il doit dire": "Oui",
    "Montant par an": "412 500,00",
}
DEMINIMIS: Final = {
    "Vérification du cumul": "Aucun autre financement des mêmes coûts.",
    "Aide de minimis accordée par ce dossier": "412 500",
}
# … then the regime that does.
DECISION: Final = {
    "Régime retenu": "R6 – Décision SIEG : compensation compatible, sans notification",
    "Motifs du régime": "La compensation dépasse les plafonds de minimis ; l’autopartage n’est pas un transport.",
}
ANALYSIS_DOCUMENTS: Final = (
    "Budget prévisionnel du service",
    "Avis juridique signé",
    "Projet de délibération et de mandat",
)

COUNCIL: Final = {
    "Séance du": "26/06/2026",
    "Numéro de la délibération": "2026-DEL-142",
    "Organe qui a décidé": "Conseil municipal, métropolitain ou autre assemblée",
    "Convocation envoyée le": "22/06/2026",  # four days before: too late
    "Crédits ouverts au budget": "Oui",
    "Déports": "aucun",
    "Liste des délibérations affichée le": "30/06/2026",
    "Reçue en préfecture le": "02/07/2026",
    "Publiée le": "03/07/2026",
}
IN_TIME: Final = {"Convocation envoyée le": "16/06/2026"}
COUNCIL_DOCUMENTS: Final = ("Délibération signée — Lille", "Accusé de réception de la préfecture — Lille")

MANDATE: Final = {
    "Début du mandat": "01/01/2027",
    "Fin du mandat": "31/12/2036",
    "Organisme chargé du service": "SCIC Lilas Autopartage",
    "Droits exclusifs ou spéciaux": "60 emplacements réservés sur voirie",
    "Formule de la compensation": "Coûts directs + part des charges communes − recettes + bénéfice raisonnable",
    "Clause de surcompensation": "Contrôle chaque année ; l’excédent est déduit ou rendu.",
    "Le mandat cite la décision SIEG": "Oui",
    "L’organisme a d’autres activités": "Oui",
    "Clause de calendrier des comptes rendus": "Oui",
    "Clause de contrôle et d’accès": "Oui",
    "Clause de modification et de résiliation": "Oui",
    "Taux de bénéfice prévu": "4,2",  # above swap + 100 basis points
    "Taux de swap de référence": "2,45",
    "Source du taux de swap": "Commission européenne, « Swap rate proxies », 2e semestre 2026, 10 ans",
    "L’organisme supporte un risque commercial": "Non",
    "Signé par la collectivité le": "09/07/2026",
    "Signé par l’organisme le": "09/07/2026",
    "Mandat signé le": "09/07/2026",
    "Premier versement le": "15/01/2027",
}
# Tables are filled cell by cell.
KEYS: Final = {
    "Charge commune, ligne 1": "Siège",
    "Activité, ligne 1": "Service confié",
    "Part, ligne 1": "6",
    "Sur, ligne 1": "10",
    "Charge commune, ligne 2": "Siège",
    "Activité, ligne 2": "Autres activités",
    "Part, ligne 2": "4",
    "Sur, ligne 2": "10",
}
ACCOUNTS: Final = {
    "Dépense, ligne 1": "Personnel et véhicules",
    "Montant dépensé, ligne 1": "540 000",
    "Charge commune, ligne 1": "Siège",
    "Montant entier, ligne 1": "100 000",
    "Recette, ligne 1": "Abonnements",
    "Nature de la recette, ligne 1": "Paiements des usagers",
    "Montant reçu, ligne 1": "210 000",
}
REASONABLE: Final = {"Taux de bénéfice prévu": "3,45"}
MANDATE_DOCUMENTS: Final = ("Mandat signé (convention)",)

CONTROL: Final = {
    "Capital employé pour le service": "150 000",
    "Subventions publiques reçues en argent": "442 500",
    "Clés de répartition inchangées": "Oui",
    "Comptes approuvés le": "20/05/2028",
    "Comptes publiés le": "30/06/2028",
    "Projet de rapport envoyé à l’organisme le": "10/07/2028",
    "Réponse de l’organisme reçue le": "17/07/2028",
}
# 412 500 were paid for 540 000 + 60 % of 100 000 − 210 000 + 3,45 % of 150 000: an excess of 17 325.
CONTROL_DECISION: Final = {
    "Suite donnée au contrôle": "Excédent déduit de la période suivante",
    "Décision du": "20/07/2028",
}
CONTROL_DOCUMENTS: Final = (
    "Comptes annuels certifiés — exercice 2027",
    "Compte rendu financier — exercice 2027",
    "Rapport d’activité et indicateurs — exercice 2027",
    "Rapport du commissaire aux comptes — exercice 2027",
    "Rapport de contrôle signé — exercice 2027",
)

EVALUATION: Final = {
    "Résultats au regard des obligations": "Une station dans chaque quartier prioritaire ; 92 % de disponibilité.",
    "Avis des usagers": "Enquête de 2036 : 87 % de satisfaits.",
    "Coût par unité, et comparaison": "4,10 € l’heure, contre 4,60 € dans deux villes voisines.",
    "Le marché rend-il le service aujourd’hui ?": "Non, pas dans les quartiers prioritaires.",
    "Suite proposée": "Renouveler",
    "Suite décidée le": "20/06/2036",
    "Assemblée informée du bilan le": "18/12/2036",
    "Contrôle final de surcompensation": "20/08/2037",
    "Journal vérifié et fiche conservée le": "31/08/2037",
}
EVALUATION_DOCUMENTS: Final = ("Bilan d’ensemble du mandat",)
