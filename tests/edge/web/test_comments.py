"""What people say to each other beside a file, on its page, on the dashboard and where controllers look."""

import re

from mandate_flow.domain.file import File
from mandate_flow.service.integrity import verify
from tests.edge.web.conftest import Town, Visitor, signed_in


def say(visitor: Visitor, file: File, words: str, **typed: str | list[str]) -> str:
    """The page after it was said."""
    page = visitor.get(f"/dossiers/{file.ref}").text
    key = re.search(r'name="cle" value="(\w+)"', page)
    assert key
    sent = {"texte": words, "repond": "", "cle": key[1]} | typed
    answer = visitor.fill(f"/dossiers/{file.ref}/commentaires", f"/dossiers/{file.ref}", **sent)
    assert answer.status_code == 303, answer.text
    return str(visitor.get(answer.headers["location"]).text)


def comments(town: Town) -> list[str]:
    with town.desk.store.read() as unit:
        return list(unit.files.get(town.shared.id).comments)


def test_a_question_waits_on_the_dashboard_of_who_is_asked(town: Town, mission: Visitor) -> None:
    ahmed = signed_in(town, town.ahmed)
    page = say(mission, town.shared, "@Ahmed Bensalah, où sont les <statuts> ?")
    assert "C’est dit." in page
    assert "<b>@Ahmed Bensalah</b>, où sont les &lt;statuts&gt; ?" in page
    board = ahmed.get("/").text
    (one,) = comments(town)
    assert f'href="/dossiers/{town.shared.ref}#commentaire-{one}"' in board
    assert "On vous demande" not in mission.get("/").text
    answered = say(ahmed, town.shared, "Déposés.", repond=one, a=[town.claire.id])
    assert "À : Claire Delcourt" in answered
    assert "On vous demande" not in ahmed.get("/").text
    assert "Déposés." in mission.get("/").text
    done = mission.fill(f"/dossiers/{town.shared.ref}/commentaires/{one}/suite", f"/dossiers/{town.shared.ref}")
    text = mission.get(done.headers["location"]).text
    assert "Le commentaire est traité." in text
    assert "Traité par Claire Delcourt" in text
    assert "On vous demande" not in mission.get("/").text
    assert verify(town.desk.store).ok


def test_ones_own_words_are_taken_back_and_the_history_says_so(town: Town, mission: Visitor) -> None:
    say(mission, town.shared, "Cette phrase ne devait pas être là.")
    (one,) = comments(town)
    path, page = f"/dossiers/{town.shared.ref}/commentaires/{one}/retrait", f"/dossiers/{town.shared.ref}"
    assert signed_in(town, town.ahmed).fill(path, page).status_code == 403
    assert mission.fill(path, page).status_code == 303
    for shown in (page, f"{page}/historique"):
        text = mission.get(shown).text
        assert "ne devait pas être là" not in text
        assert "a retiré son commentaire" in text
    assert "Commentaire retiré par la personne qui l’a écrit." in mission.get(page).text


def test_a_remark_is_seen_where_controllers_look(town: Town, mission: Visitor) -> None:
    ines = signed_in(town, town.ines)
    page = say(ines, town.nursery, "La publication manque.")
    assert "Nouvelle remarque" in page
    assert "a fait une remarque" in page
    control = ines.get("/controle").text
    assert "« La publication manque. »" in control
    assert "en attente" in control
    assert "remarque" in mission.get(f"/dossiers/{town.nursery.ref}").text


def test_an_empty_comment_and_one_of_a_stranger(town: Town, mission: Visitor) -> None:
    path, page = f"/dossiers/{town.nursery.ref}/commentaires", f"/dossiers/{town.nursery.ref}"
    answer = mission.fill(path, page, texte="  ", repond="", cle="x")
    assert answer.status_code == 422
    assert "Le commentaire est vide." in answer.text
    stranger = signed_in(town, town.ahmed)
    assert stranger.fill(path, f"/dossiers/{town.shared.ref}", texte="Bonjour", repond="", cle="x").status_code == 404
