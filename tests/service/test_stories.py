from collections.abc import Iterator
from pathlib import Path

import pytest

from mandate_flow.content.where import find_content
from mandate_flow.service.stories import StoryResult, Theatre, run_stories

HEAD = """\
story: {fr: "Essai", en: "Try", nl: "Proef"}
workflow: sieg
on: 2026-03-02
given:
  title: Crèche
  theme: petite-enfance
  authorities: [lille, commune-59512]
  structures: [creche]
  defined:
    lille: {name: Lille-sur-Essai, kind: commune}
    creche: {name: Crèche d’essai, form: association}
acts:
"""
RECORD = """\
  - by: agent
    record: {application_received_on: 2026-03-02}
"""
ABANDONED = (
    "  - {on: 2026-03-02, by: agent, record: {territory: Lille}}\n\n  - {by: %s, take: abandon, reason: Retrait}\n"
)
ABANDON = "  - {on: 2026-03-04, by: agent, take: abandon, refused: [%s]}\n"
ANALYSE = "  - {on: 2026-03-04, by: agent, take: analyse, %s}\n"


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """A theatre on the product's content, without its stories."""
    made = tmp_path_factory.mktemp("content")
    for name in ("law", "notifications", "territory"):
        (made / name).symlink_to(find_content() / name)
    (made / "workflows" / "stories").mkdir(parents=True)
    for path in (find_content() / "workflows").glob("*.yaml"):
        (made / "workflows" / path.name).symlink_to(path)
    with Theatre(made, tmp_path_factory.mktemp("stage")) as opened:
        yield opened


def run(theatre: Theatre, text: str) -> StoryResult:
    path = theatre.folder / "workflows" / "stories" / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    return theatre.run(path)


def test_a_story_that_is_true_says_nothing(theatre: Theatre) -> None:
    found = run(
        theatre,
        HEAD
        + RECORD
        + "    deadlines: {application_silence: 2026-05-02}\n"
        + ABANDON % "reason_missing, application_replied"
        + "  - {by: jurist, deposit: {statutes: statuts.pdf}}\n"
        + "expect:\n  state: identification\n  deadlines: {application_silence: open}\n"
        + "  mails:\n    - {on: 2026-04-22, to: agent, notice: reminder_before}\n"
        + "    - {on: 2026-05-02, to: lille, notice: reminder_due}\n",
    )
    assert found == StoryResult("workflows/stories/essai.yaml", "Essai", ())


@pytest.mark.parametrize(
    ("rest", "line", "said"),
    [
        (RECORD + "    deadlines: {application_silence: 2026-05-03}\n", 15, "le 2026-05-03, trouvé le 2026-05-02"),
        (RECORD + "    deadlines: {application_silence: met}\n", 15, "met, trouvé open"),
        (RECORD + "    deadlines: {application_silence: none}\n", 15, "aucune échéance application_silence"),
        (RECORD + "    deadlines: {open_data: open}\n", 15, "l’échéance open_data, trouvé aucune"),
        (RECORD + "    state: legal_analysis\n", 15, "état legal_analysis, trouvé identification"),
        (RECORD + "    refused: [service_described]\n", 15, "refused service_described, trouvé un acte accepté"),
        (RECORD + "    proposed: true\n", 15, "une proposition en attente, trouvé aucune"),
        (RECORD + "expect:\n  state: closed\n", 16, "état closed, trouvé identification"),
        (RECORD + "expect:\n  mails:\n    - {on: 2026-04-23, to: agent, notice: reminder_before}\n", 17, "trouvé rien"),
        (RECORD + "expect:\n  mails:\n    - {on: 2026-04-22, to: mission, notice: reminder_before}\n", 17, "authority"),
        (ABANDON % "not_your_role", 13, "attendu refused not_your_role, trouvé reason_missing"),
        (ABANDON % "not_your_role, reason_missing", 13, "attendu refused not_your_role, reason_missing, trouvé"),
        (ABANDON % "", 13, "attendu refused rien, trouvé reason_missing"),
        ("  - {by: agent, take: analyse}\n", 13, "un acte accepté, trouvé un refus"),
        ("  - {by: controller, record: {territory: Lille}}\n", 13, "un acte possible, trouvé Votre fonction"),
        ("  - {by: wizard, record: {territory: Lille}}\n", 13, "Personne ne joue le rôle"),
        ("  - {by: agent, record: {teritory: Lille}}\n", 13, "territory"),
    ],
)
def test_what_is_not_as_told_is_said_with_its_line(theatre: Theatre, rest: str, line: int, said: str) -> None:
    (failure,) = run(theatre, HEAD + rest).failures
    assert failure.startswith(f"workflows/stories/essai.yaml:{line}:")
    assert said in failure


def test_a_deed_taken_over_that_fails_is_said_with_both_lines(theatre: Theatre) -> None:
    """The line of the story that takes it over, and the line where it is written."""
    stories = theatre.folder / "workflows" / "stories"
    (stories / "bases").mkdir(exist_ok=True)
    (stories / "bases" / "depart.yaml").write_text(HEAD + ABANDONED % "agent")
    start = (
        'story: {fr: "Reprise", en: "Again", nl: "Opnieuw"}\nfrom: bases/depart\ngiven: {by: mission, structures: []}\n'
    )
    assert run(theatre, start).failures == ()
    (stories / "bases" / "depart.yaml").write_text(HEAD + ABANDONED % "jurist")
    (failure,) = run(theatre, start).failures
    assert failure.startswith("workflows/stories/essai.yaml:2 (workflows/stories/bases/depart.yaml:15): attendu")
    assert "un acte accepté, trouvé un refus" in failure
    assert "not_your_role" in failure


@pytest.mark.parametrize("level", ["refused", "warned"])
def test_what_was_found_may_be_written_down_as_it_is_told(theatre: Theatre, level: str) -> None:
    """All codes at once, and none too many: the failure of one run, written down, makes the next one pass."""
    start = HEAD + RECORD + ANALYSE
    (failure,) = (one for one in run(theatre, start % f"{level}: [step_not_open]").failures if level in one)
    codes = failure.rpartition("trouvé ")[2]
    assert codes.count(",") >= 1
    again = run(theatre, start % f"{level}: [{codes}]").failures
    assert not [one for one in again if f"{level} " in one]


def test_only_runs_the_stories_asked_for() -> None:
    found = run_stories(find_content(), "abandon")
    assert [Path(one.file).stem for one in found] == ["dossier-abandonne", "sig-abandonnee"]
    assert run_stories(find_content(), "no-such-story") == ()
