"""Where something stands in the regulation, as each language cites it."""

from __future__ import annotations

from certflow.domain.checklist import read_checklist
from certflow.domain.plan import make_plan
from certflow.domain.why import explain_step
from tests.domain.checklists import example_text
from tests.domain.recorded import dossier_of, recorded

PLAIN = "source: S.9"
SAID = 'source: {point: {en: "Lights, row 3", it: "Luci, riga 3", uk: "Вогні, рядок 3"}}'
TITLE = "amc1: {title: AMC1 to Article 11,"
TITLED = "amc1: {title: {en: AMC1 to Article 11, it: AMC1 all'articolo 11, uk: AMC1 до статті 11},"


def test_a_point_in_words_is_cited_in_the_readers_language():
    checklist = read_checklist(example_text().replace(PLAIN, SAID, 1).replace(TITLE, TITLED, 1).encode())
    (step,) = (each for each in checklist.steps.values() if "row 3" in str(each.source))

    assert str(step.source) == "AMC1 to Article 11, Lights, row 3"
    assert step.source.in_language("it") == "AMC1 all'articolo 11, Luci, riga 3"
    told = explain_step(make_plan(checklist, {}), step.id, "uk")
    assert "AMC1 до статті 11, Вогні, рядок 3" in told


def test_a_plain_point_reads_alike_everywhere_and_needs_no_translation():
    checklist = read_checklist(example_text().encode())
    step = next(iter(checklist.steps.values()))

    assert step.source.translated is None
    assert step.source.in_language("uk") == str(step.source)


def test_a_record_cites_a_point_in_every_language_and_keeps_the_one_that_decides():
    checklist = read_checklist(example_text().replace(PLAIN, SAID, 1).encode())
    content = recorded(dossier_of(checklist, {}))

    (cited,) = [each.cited for each in content.steps if "row 3" in each.source]
    assert cited
    assert cited.in_language("it") == "AMC1 to Article 11, Luci, riga 3"
