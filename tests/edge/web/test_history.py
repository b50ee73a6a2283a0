"""The history of a file, sifted by kind of act, by person and by stage."""

from mandate_flow.domain.command import RecordFacts
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import act
from mandate_flow.service.comments import say
from tests.edge.web.conftest import Town, Visitor


def test_the_history_is_sifted(town: Town, mission: Visitor) -> None:
    act(town.desk, town.shared.id, RecordFacts({("territory", ""): "Lille"}), moment(town.ahmed))
    act(town.desk, town.shared.id, RecordFacts({("territory", ""): "Lomme"}), moment(town.claire))
    say(town.desk, town.shared.ref, "Un mot.", moment(town.claire))
    path = f"/dossiers/{town.shared.ref}/historique"
    whole = mission.get(path).text
    assert "4 actes" in whole
    assert "<del>Lille</del> " in whole
    assert "<ins>Lomme</ins>" in whole
    assert "2 actes" in mission.get(f"{path}?quoi=reponses").text
    assert "1 acte<" in mission.get(f"{path}?quoi=reponses&qui={town.ahmed.id}").text
    assert "« Un mot. »" in mission.get(f"{path}?quoi=echanges").text
    assert "4 actes" in mission.get(f"{path}?etape=identification").text
    assert "Aucun acte" in mission.get(f"{path}?quoi=pieces").text
    assert "4 actes" in mission.get(f"{path}?page=99999999999&quoi=nothing").text
