"""Every mistake in a checklist file is told: what, where, and what was probably meant.

One seeded defect for each code of the language, put into the example that is otherwise clean.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certflow.domain import checklist as language
from tests.domain.checklists import example_text, fleet_text, problems_of
from tests.domain.test_checklist_catalogue import DEFECTS as OF_CATALOGUES

#: code, what to replace, by what, part of the message
DEFECTS = [
    ("shape.extra-forbidden", "publisher:", "publishr:", "Nearest: 'publisher'"),
    ("shape.extra-forbidden", "unit: m, above: 0", "unit: m, abov: 0", "Nearest: 'above'"),
    ("shape.missing", "licence: CC-BY-4.0\n", "", "'licence' is missing"),
    ("shape.string-type", 'edition: "1.0"', "edition: 1.10", 'quotes: "1.10"'),
    ("shape.literal-error", "status: draft", "status: drafd", "Nearest: 'draft'"),
    ("shape.literal-error", "kind: yes_no_na", "kind: yes_no_an", "Nearest: 'yes_no_na'"),
    ("shape.enum", "{roles: [technical_reviewer]}", "{roles: [technical_reviewr]}", "Nearest: 'technical_reviewer'"),
    ("shape.string-pattern-mismatch", "id: oso-05", "id: OSO_05", "Ids"),
    ("shape.value-error", "{title: SAIL, table: sail}", "{title: SAIL}", "exactly one of"),
    ("shape.value-error", "is: low, source", "is: low, outside: beyond_method, source", "exactly one of"),
    ("text.language", "{en: Night}", "{en: Night, fr: Nuit}", "en, it, uk"),
    ("text.missing", "{en: Night}", "{it: Notte}", "own language, 'en'"),
    ("source.document", "{document: annex-e,", "{document: annexe,", "Nearest: 'annex-e'"),
    ("enumeration.twice", "  design_proof:\n    statement:", "  sail:\n    statement:", "an order already"),
    ("enumeration.short", "short: M}", "short: L}", "share a short form"),
    ("enumeration.short", "short: M}", "short: low}", "name of another value"),
    ("enumeration.unknown", "gives: sail\n", "gives: sial\n", "Nearest: 'sail'"),
    ("enumeration.unknown", "of: robustness", "of: robustnes", "Nearest: 'robustness'"),
    ("enumeration.unknown", "gives: design_proof", "gives: design_prof", "Nearest: 'design_proof'"),
    ("review.unknown", "review: one_side ", "review: oneside ", "Nearest: 'one_side'"),
    ("review.unknown", "{low: one_side,", "{low: one_sid,", "Nearest: 'one_side'"),
    ("review.level", "{low: one_side,", "{lo: one_side,", "Nearest: 'low'"),
    ("review.party", "parties: [designer, operator]", "parties: [designr, operator]", "Nearest: 'designer'"),
    ("review.role", "{roles: [technical_reviewer]}", "{roles: [compliance]}", "may not review"),
    ("review.shows", "shows: [people, sail]", "shows: [people, sial]", "Nearest: 'sail'"),
    ("review.validity", "validity: {months: 24}", "validity: {until: people}", "No date is called 'people'"),
    ("review.validity", "validity: {months: 24}", "validity: {months: 3, after: first_fligth}", "'first_flight'"),
    ("shape.value-error", "validity: {months: 24}", "validity: {after: first_flight}", "'after' goes with 'months'"),
    ("shape.enum", "independence: organisation", "independence: organization", "Nearest: 'organisation'"),
    ("review.independence", "quorum: 2, organ", "quorum: 3, independence: role, organ", "name more roles"),
    ("departure.unknown", "waiver: by_authority ", "waiver: by_autority ", "Nearest: 'by_authority'"),
    ("departure.unknown", "waiver: never ", "waiver: nevr ", "Nearest: 'never'"),
    ("mapping.to", "to: oso-05.c1", "to: oso-05.c11", "Nearest: 'oso-05.c1'"),
    ("mapping.credit", "to: night, relationship: none", "to: night, credit: answers, relationship: none", "nothing"),
    ("mapping.twice", "from: objective-5.b, to: oso-05.c1", "from: objective-5, to: oso-05", "already"),
    ("mapping.itself", '"other-method@2024"', '"example@1.0"', "to itself"),
    ("shape.enum", "credit: evidence}", "credit: approvals}", "'answers'"),
    ("shape.string-pattern-mismatch", '"other-method@2024"', '"other-method"', "not written as a name"),
    ("gate.step", "step: operation  ", "step: operations  ", "Nearest: 'operation'"),
    ("gate.place", "before: [objectives]", "before: [objective]", "Nearest: 'objectives'"),
    ("gate.circle", "before: [objectives]  ", "before: [objectives]\n    after: [night]  ", "could never open"),
    ("part.unused", "alternative: agreed\n", "", "Nothing here uses 'agreed'"),
    ("departure.never", "  by_authority:", "  never:", "choose another name"),
    ("review.role", "  agreed: {roles: [safety_manager]", "  agreed: {roles: [administrator]", "may not review"),
    ("review.party", "  agreed: {roles: [safety_manager], parties: [operator]",
     "  agreed: {roles: [safety_manager], parties: [operators]", "Nearest: 'operator'"),
    ("shape.missing", "step_up: yes, months: 6}", "step_up: yes}", "'months' is missing"),
    ("review.missing", "review: one_side ", "#", "who reviews this step"),
    ("pattern.unknown", "pattern: objective\n        provided", "pattern: objectiv\n        provided", "'objective'"),
    ("question.twice", "          lights:", "          remarks:", "asked in step 'operation'"),
    ("question.part", "title: First flight}", "title: First flight, unit: m}", "date question has no 'unit'"),
    ("question.limits", "above: 0, max: 40", "above: 0, min: 1, max: 40", "not both"),
    ("question.limits", "above: 0, max: 40", "above: 40, max: 40", "No number lies"),
    ("question.options", "options: [water, power_lines, roads]", "help: Which?", "needs 'options'"),
    ("question.options", "options: {vlos: {en: The pilot}, bvlos: {en: Nobody}}", "help: Who?", "or 'of'"),
    ("question.option", "              low: One class", "              lo: One class", "Nearest: 'low'"),
    ("question.pattern", 'pattern: "[A-Za-z0-9 .-]+"', 'pattern: "(?<=a)b"', "RE2"),
    ("question.otherwise", "otherwise: no ", "otherwise: perhaps ", "answer.choice"),
    ("question.otherwise", "title: Remarks,", "title: Remarks, otherwise: none,", "can read"),
    ("question.lever", "{vlos: 4}", "{vols: 4}", "answer.choice"),
    ("question.lever", "{effort: {25: 1}}", "{effort: {25: 1, 25.0: 2}}", "same answer"),
    ("shape.literal-error", "visibility: owner", "visibility: ownr", "Nearest: 'owner'"),
    ("visibility.party", "held_by: designer", "held_by: designr", "Nearest: 'designer'"),
    ("visibility.open", "visibility: owner, held_by", "visibility: public, held_by", "'visibility: owner'"),
    ("visibility.authority", "visibility: owner, held_by", "visibility: authority, held_by", "'authority'"),
    ("visibility.authority", "evidence_visibility: owner", "evidence_visibility: authority", "'authority'"),
    ("question.part", "title: Remarks,", "title: Remarks, lever: {effort: {a: 1}},", "text question has no 'lever'"),
    ("question.title", "title: Tested in, ", "", "needs a 'title'"),
    ("question.columns", "            kind: rows\n            title: Parts of the aircraft\n",
     "            kind: rows\n            title: Parts of the aircraft\n          others:\n            kind: rows\n"
     "            title: Other parts\n          more_pieces:\n            kind: rows\n            title: More\n",
     "need 'columns'"),
    ("question.limits", "            most: 200\n            least: 0", "            most: 2\n            least: 3",
     "number of rows"),
    ("question.part", "title: Which reports show it?, types: [pdf]", "title: Which?, least: 2", "has no 'least'"),
    ("question.unit", "unit: years, units: [months]", "unit: yaers, units: [months]", "Nearest: 'years'"),
    ("question.units", "units: [months], min: 2", "units: [months, days], min: 2", "no fixed number of days"),
    ("question.shows", "shows: fall_m}", "shows: fal_m}", "Nearest: 'fall_m'"),
    ("question.shown-only", "shows: fall_m}", "shows: fall_m, optional: yes}", "not answered"),
    ("shape.literal-error", "types: [pdf]", "types: [pfd]", "Nearest: 'pdf'"),
    ("shape.literal-error", "part:     {kind: text,", "part:     {kind: rows,", "text"),
    ("section.twice", "  - id: objectives", "  - id: operation", "'operation' already"),
    ("step.twice", "      - id: night", "      - id: oso-05", "'oso-05' already"),
    ("step.party", "        provided_by: [designer]\n", "        provided_by: [design]\n", "Nearest: 'designer'"),
    ("step.shows", "shows: [igrc]", "shows: [igr]", "Nearest: 'igrc'"),
    ("criterion.party", "            provided_by: [designer]", "            provided_by: [designers]", "'designer'"),
    ("criterion.level", "              high: {integrity: Dev", "              hihg: {integrity: Dev",
     "Nearest: 'high'"),
    ("level.unknown", "applies_from: low    ", "applies_from: lo    ", "Nearest: 'low'"),
    ("level.type", "level: containment ", "level: igrc ", "a value of an order"),
    ("level.twice", "        pattern: objective\n        provided", "        level: containment\n        provided",
     "keep one"),
    ("level.missing", "text: The aircraft is seen at night.", "text: x\n        applies_from: low", "Only a step"),
    ("levels.by", "by: sail", "by: sial", "Nearest: 'sail'"),
    ("levels.columns", "columns: [I, II, III]", "columns: [I, II]", "I, II, III"),
    ("levels.step", "      oso-05: [NR", "      oso-5: [NR", "Nearest: 'oso-05'"),
    ("levels.width", "[NR, L, M]", "[NR, L]", "2 levels here for 3"),
    ("levels.value", "[NR, L, M]", "[NR, L, X]", "called 'X'"),
    ("levels.twice", "\nmatrix:",
     "\n  - {title: B, by: sail, columns: [I, II, III], gives: robustness, "
     "rows: {oso-05: [NR, L, M]}}"
     "\nmatrix:", "another block"),
    ("matrix.level", "ticks: {staying-inside: containment_small}", "levels: {staying-inside: [lo]}", "Nearest: 'low'"),
    ("matrix.step", "rows: [staying-inside]", "rows: [staying-insde]", "Nearest: 'staying-inside'"),
    ("matrix.step", "ticks: {staying-inside:", "ticks: {staying-insde:", "Nearest: 'staying-inside'"),
    ("matrix.table", "staying-inside: containment_small}", "staying-inside: containment_smal}", "'containment_small'"),
    ("matrix.table", "staying-inside: containment_small}", "staying-inside: credits}", "one value of an order"),
    ("matrix.question", "rows_of: pieces", "rows_of: peices", "Nearest: 'pieces'"),
    ("matrix.question", "rows_of: pieces", "rows_of: flown", "is of kind 'counter'"),
    ("matrix.column", "columns: [part, mass_kg,", "columns: [part, mass,", "Nearest: 'mass_kg'"),
    ("matrix.column", "columns: pdra, rows", "columns: [topic, levle], rows", "Nearest: 'level'"),
    ("shape.value-error", "  - title: {en: Parts}\n", "  - title: {en: Parts}\n    rows: [night]\n", "either 'rows'"),
    ("shape.value-error", "  - title: {en: Parts}\n", "  - {title: Parts, rows_of: pieces}\n  - title: Parts\n",
     "which 'columns'"),
    ("shape.value-error", "pdra, rows: [operation, night]}", "pdra, rows: [night], ticks: {night: sail}}",
     "the columns of 'sora'"),
    ("step.derived", "id: night", "id: igrc", "derived value"),
    ("text.untranslated", "status: draft", "status: published", "missing in it, uk"),
    ("outside.unknown", "outside(beyond_method)", "outside(beyond)", "Nearest"),
    ("table.cell", "when: < 5, ", "when: few, ", "not a number or a range"),
    ("table.cell", "{when: a}", "{when: e}", "is not a value of 'arc'"),
    ("table.read", "read: [m1a, sheltered]", "read: [m1a, hazards]", "in name"),
    ("table.width", "gives: [2, 3, 5]", "gives: [2, 3]", "2 results"),
    ("table.width", "when: [≤ 1, ≤ 25]", "when: [≤ 1]", "1 cells here"),
    ("table.shape", "    rows:\n      read: [m1a, sheltered]",
     "    columns: {read: sight, bands: [{when: vlos}, {when: bvlos}]}\n"
     "    rows:\n      read: [m1a, sheltered]", "columns"),
    ("table.combine", "combine: sum ", "#", "go together"),
    ("table.combine", "combine: sum ", "combine: list ", "cannot combine"),
    ("table.incomplete", "when: ≥ 50, ", 'when: "> 50", ', "No row for people = 50."),
    ("table.incomplete", "bands: [{when: a}, {when: b}, {when: c}]", "bands: [{when: a}, {when: b}, {when: b}]",
     "No column for"),
    ("table.overlap", '"[5, 50)"', '"[4, 50)"', "both hold for people = 4."),
    ("table.unreached", "when: [≤ 3, ≤ 35]", "when: [≤ 1, ≤ 20]", "takes everything"),
    ("derived.twice", "  credit: ", "  people: ", "a question already"),
    ("derived.table", "table: credits}", "table: credit}", "Nearest: 'credits'"),
    ("derived.output", "table: air_risk, output: encounter", "table: air_risk, output: encouter", "'encounter'"),
    ("derived.output", "table: air_risk, output: encounter", "table: air_risk", "say which"),
    ("derived.type", "title: Credits, table: credits}", "title: Credits, gives: arc, table: credits}",
     "The table gives"),
    ("derived.type", "table: containment_small}\n", "table: air_risk, output: encounter}\n", "a number"),
    ("derived.case-order", "when: characteristic_dimension_m < 0.5, is", "is", "put it last"),
    ("derived.no-last-case", "{is: high}", "{when: people > 1, is: high}", "always one"),
    ("value.unknown", "gives: [I, II, III]", "gives: [I, II, IV]", "'IV' is not"),
    ("value.unknown", "gives: [2, 3, 5]", "gives: [2, 3, five]", "'five' is not a number"),
    ("graph.circle", '"max(igrc + credit, 1)"', "'sail == \"I\" ? 1 : 2'", "depends on itself"),
    ("condition.unknown-name", "when: people >= 5", "when: peple >= 5", "Nearest: 'people'"),
    ("condition.unknown-word", 'night_rules != "not_applicable"', 'night_rules != "not_aplicable"', "'not_applicable'"),
    ("condition.not-yes-no", "when: people >= 5", "when: people + 5", "gives a number"),
    ("condition.syntax", "when: people >= 5", "when: people >= >= 5", "not a complete"),
    ("condition.types", "when: people >= 5", "when: people >= sheltered", "yes or no"),
    ("condition.never", "when: people >= 5", "when: people < 0", "never reached"),
    ("condition.never", 'when: night_rules != "not_applicable"', 'when: sail == "I" && sail == "II"', "never reached"),
    ("condition.always", "when: people >= 5", "when: people >= 0", "whatever is answered"),
    ("condition.always", 'when: night_rules != "not_applicable"', 'when: sight in ["vlos", "bvlos"]', "whatever"),
    ("question.unreached", "title: Which lights?,", "title: Which?, when: night_rules == \"not_applicable\",",
     "never asked"),
    ("option.unreached", "            title: Credit for shelter\n",
     '            title: Credit for shelter\n            when: "!sheltered"\n', "'medium' is never"),
    ("derived.unreached", "- {is: high}", "- {when: characteristic_dimension_m < 0.2, is: low}\n      - {is: high}",
     "never gives 'containment'"),
    ("step.unreached", "[NR, L, M]", "[NR, NR, NR]", "never comes to 'low'"),
    ("unit.differs", '"max(igrc + credit, 1)"', '"max_speed_m_s < people ? 1 : 2"', "'m/s' meets 'people/km²'"),
    ("unit.derived", '"min(max(180 * max_speed_m_s, 5000), 35000)"', "max_speed_m_s", "comes out in 'm/s'"),
    ("unit.derived", '"max(igrc + credit, 1)"', "people", "says no unit"),
    ("part.unused", "review: one_side ", "  spare: {roles: [compliance]}\nreview: one_side ", "uses 'spare'"),
    ("part.unused", "table: credits}", 'value: "-1"}', "uses 'credits'"),
    ("text.stale", "status: draft                       # draft | published\ntitle: {en: Flights",
     "status: published\ntitle: {stale: uk, en: Flights", "marked as stale"),
    ("text.stale", "title: {en: Night}", "title: {en: Night, stale: it}", "no translation here"),
    ("text.stale", "source: S.9", "source: {point: {en: Lights, stale: it}}", "no translation here"),
    ("text.language", "source: S.9", "source: {point: {en: Lights, fr: Feux}}", "not a language here"),
    ("test.cases", "    cases:\n      - [1, 25, 4, 2]\n      - [1, 25.1, 5, 4]\n      - [4, 10, 50, outside]\n", "",
     "together"),
    ("test.empty", "    expect: {igrc: 2", "    suppose: {igrc: 2}\n    #", "expects nothing"),
    ("test.width", "- [4, 10, 50, outside]", "- [4, 10, outside]", "3 values here"),
    ("test.question", "answers: {sheltered: no}", "answers: {shelter: no}", "Nearest: 'sheltered'"),
    ("test.answer", "answers: {sheltered: no}", "answers: {sheltered: maybe}", "answer.choice"),
    ("test.suppose", "suppose: {sail: I}", "suppose: {sial: I}", "Nearest: 'sail'"),
    ("test.expect", "expect: {igrc: 2,", "expect: {igrcs: 2,", "Nearest: 'igrc'"),
    ("shape.value-error", "effective: 2025-09-29", "effective: 2025-09-31", "calendar"),
    ("supersedes.step", "\noutside:", '\nsupersedes: {"0.9": {steps: {oso-5: {from: x, change: editorial}}}}\noutside:',
     "Nearest: 'oso-05'"),
    ("supersedes.from", "\noutside:", '\nsupersedes: {"0.9": {steps: {oso-05: {change: editorial}}}}\noutside:',
     "came from"),
    ("yaml.alias", "title: SAIL, table", "title: *sail, table", "aliases"),
    ("yaml.anchor", "title: SAIL, table", "title: &sail SAIL, table", "anchors"),
    ("yaml.tag", 'when: night_rules != "not_applicable"', "when: !night_rules", "quotes"),
    ("yaml.twice", "authority: EASA", "authority: EASA\nauthority: EASA", "a second time"),
    ("yaml.documents", "\nmatrix:", "\n---\nmatrix:", "one document"),
    ("yaml.key", "authority: EASA", "[authority]: EASA", "plain word"),
    ("yaml.folded", "      read: [people]\n      bands:", "      read: >\n      bands:", "≥"),
    ("yaml.syntax", "publisher: certflow", "publisher: certflow: x", "quotes"),
]  # fmt: skip


#: the same in the example with lists
LIST_DEFECTS = [
    ("condition.never", "'!all(tethered) && how_many(aircraft) > 1'", "largest(speed_m_s) > 100", "No answers"),
    ("condition.always", "'!all(tethered) && how_many(aircraft) > 1'", "smallest(speed_m_s) > 0", "whatever"),
    ("each.unknown", "each: aircraft                                # a", "each: aircrafts # a", "Nearest: 'aircraft'"),
    ("each.unknown", "    each: aircraft                                    # r", "    each: sites # r", "No list"),
    ("each.unknown", "own_risk:   {each: aircraft,", "own_risk:   {each: aircaft,", "Nearest: 'aircraft'"),
    ("list.twice", "role:      {kind", "aircraft: {kind", "a name of its own"),
    ("list.twice", "  payload:    {", "  aircraft:    {", "is a derived value too"),
    ("list.unused", "\nsections:", "\n  sites: {title: Sites, item: Site}\nsections:", "says 'each: sites'"),
    ("list.question-name", "role:      {kind", "name:      {kind", "needs another name"),
    ("shape.less-than-equal", "most: 12 ", "most: 1200 ", "less than or equal to 100"),
    ("shape.string-type", "each: aircraft                                # a", "each: [aircraft, sites] # a", "words"),
    ("condition.per-item", "level: fleet_risk", "level: own_risk", "worst(own_risk), best(own_risk)"),
    ("condition.per-item", "when: '!all(tethered)", "when: '!tethered", "any(tethered)"),
    ("condition.per-item", "value: sum(mass_kg)", "value: mass_kg", "largest(mass_kg)"),
    ("condition.per-item", "value: sum(mass_kg)", "value: mass_kg * 2", "largest(mass_kg)"),
    ("condition.per-item", "value: sum(mass_kg)", "value: largest(mass_kg) + mass_kg", "'mass_kg' is a value for each"),
    ("condition.per-item", "count(distinct(role)) == 3", '\'"lead" in role\'', "distinct(role)"),
    ("condition.per-item", "how_many(aircraft) > 1", "aircraft", "how_many(aircraft)"),
    ("condition.per-item", "read: largest(speed_m_s)", "read: speed_m_s", "largest(speed_m_s)"),
    ("condition.not-of-items", "value: sum(mass_kg)", "value: sum(distance_m)", "nothing to go through"),
    ("condition.not-of-items", "table: risk_of_one}", "gives: risk, value: 'worst(role)'}", "read as they are"),
    ("condition.types", "value: sum(mass_kg)", "value: sum(tethered)", "'sum' needs numbers"),
    ("condition.not-of-items", "value: sum(mass_kg)", "value: sum(sum(mass_kg))", "nothing to go through"),
    ("condition.types", "read: largest(speed_m_s)", "read: largest(own_risk)", "have 'worst' and 'best'"),
    ("condition.types", "count(distinct(role)) == 3", "count(distinct(speed_m_s)) == 3", "named values"),
    ("condition.no-order", "value: worst(own_risk)", "value: worst(role)", "values of an order"),
    ("condition.unknown-name", "value: sum(mass_kg)", "value: sum(mas_kg)", "Nearest: 'mass_kg'"),
    ("derived.table-each", "own_risk:   {each: aircraft,", "own_risk:   {", "say 'each: aircraft'"),
    ("levels.per-item", "\ntests:",
     "\nlevels: [{title: L, by: own_risk, columns: [low, medium, high], gives: risk, "
     "rows: {crew: [low, low, high]}}]\ntests:", "'crew' is no step of each item"),
    ("question.shows", "        level: fleet_risk",
     "        questions: {shown: {kind: calculation, title: Risk, shows: own_risk}}\n        level: fleet_risk",
     "a step of each"),
    ("review.per-item", "\nreview: one_side", "\nreview: insured", "'crew' is no step of each item"),
    ("table.unreached", 'when: "(20, 100]", gives: 30',
     'when: "(20, 100]", gives: 30}\n        - {when: ≥ 101, gives: 9', "can never"),
    ("table.incomplete", 'when: "(20, 100]"', 'when: "(20, 90]"', "largest(speed_m_s) = 95"),
    ("test.list", "answers: {speed_m_s: 12, mass_kg: 2,", "answers: {aircraft: Falcon, mass_kg: 2,", "at least one"),
    ("test.list", "answers: {speed_m_s: 12, mass_kg: 2, tethered: no, role: lead}", "answers: {aircraft: []}",
     "at least one"),
    ("test.list-most", "most: 12 ", "most: 2 ", "at most 2"),
    ("test.in-list", "answers: {speed_m_s: 12,", "answers: {aircraft: [{name: A}], speed_m_s: 12,", "item by item"),
    ("test.not-in-list", "- {mass_kg: 3}", "- {mas_kg: 3}", "Nearest: 'mass_kg'"),
    ("test.item-name", "{name: Heron,", "{name: falcon,", "name of its own"),
    ("test.answer", "- {mass_kg: 3}", "- {mass_kg: heavy}", "answer.number"),
    ("test.expect", "      own_risk~3: low", "      own_risk~4: low", "Nearest: 'own_risk"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "old", "new", "part", "whole"),
    [(*each, example_text()) for each in DEFECTS] + [(*each, fleet_text()) for each in LIST_DEFECTS],
)
def test_a_seeded_defect_is_told_where_it_is(code: str, old: str, new: str, part: str, whole: str):
    assert old in whole, "the example has changed: seed this defect elsewhere"
    text = whole.replace(old, new, 1)
    start = whole.index(old)
    first = text[:start].count("\n") + 1
    last = first + new.count("\n") + 1

    found = problems_of(text)

    told = [one for one in found if one.code == code]
    assert told, [str(one) for one in found]
    assert any(part in one.message for one in told), [one.message for one in told]
    if code not in ELSEWHERE:
        assert any(first <= one.line <= last for one in told), (first, last, [str(one) for one in found])


#: problems that are told where something is missing, which is not where the defect was seeded
ELSEWHERE = {
    "text.untranslated",
    "shape.missing",
    "review.missing",
    "graph.circle",
    "table.incomplete",
    "enumeration.short",
    "table.combine",
    "table.shape",
    "level.twice",
    "test.expect",
    "derived.type",
    "question.options",
    "test.cases",
    "test.empty",
    "table.unreached",
    "part.unused",
    "step.unreached",
    "option.unreached",
    "list.twice",
    "review.per-item",
    "test.list-most",
    "derived.table-each",
}

#: told by other tests: limits, files, and conditions one by one
TOLD_ELSEWHERE = re.compile(
    r"yaml\.(too-|not-utf8|empty|character)|table\.too-large|condition\.|file\.|test\.failed|extends\.|override\."
    r"|supersedes\.unknown|mapping\.unknown"
)


def test_every_code_of_the_language_has_a_seeded_defect():
    folder = Path(language.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'"([a-z]+\.[a-z0-9-]+)"', source)) - {code for code, *_ in OF_CATALOGUES}

    told = {code for code, *_ in (*DEFECTS, *LIST_DEFECTS)} | {"answer." + code[5:] for code, *_ in LIST_DEFECTS}
    assert codes - told - {code for code in codes if TOLD_ELSEWHERE.match(code)} == set()


def test_a_condition_in_a_file_is_blamed_at_the_very_character():
    text = example_text().replace("when: people >= 5", "when: people >= 5 && peple < 3")
    line = next(at for at, one in enumerate(text.splitlines(), 1) if "peple" in one)
    column = text.splitlines()[line - 1].index("peple") + 1

    assert [(one.line, one.column) for one in problems_of(text)] == [(line, column)]


@pytest.mark.parametrize("style", ["|", ">-"])
def test_a_condition_on_several_lines_is_blamed_at_the_very_character(style: str):
    block = f"when: {style}\n              people >= 5 &&\n              peple < 3"
    text = example_text().replace("when: people >= 5                   # asked only then …", block)
    line = next(at for at, one in enumerate(text.splitlines(), 1) if "peple" in one)

    assert [(one.line, one.column) for one in problems_of(text)] == [(line, 15)]


LINES = example_text().splitlines()
WORDS = sorted(set(re.findall(r"[\w.-]+|[\[\]{}:,]", example_text())))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, 9), st.sampled_from(WORDS)), min_size=1, max_size=3
    )
)
def test_however_a_file_is_damaged_its_problems_are_told_and_nothing_crashes(damage: list[tuple[int, int, str]]):
    """One word here and there is replaced by another of the file, or its line is lost."""
    lines = list(LINES)
    for at, which, word in damage:
        found = list(re.finditer(r"[\w.-]+", lines[at]))
        if which < len(found):
            lines[at] = lines[at][: found[which].start()] + word + lines[at][found[which].end() :]
        else:
            lines[at] = ""

    assert all(1 <= one.line <= len(lines) + 1 for one in problems_of("\n".join(lines)))


def test_a_circle_names_everything_on_the_way_round():
    text = example_text().replace("when: people >= 5 ", 'when: sail == "I" ')

    [problem] = problems_of(text)

    assert problem.code == "graph.circle"
    assert "sheltered" in problem.message
    assert "sail" in problem.message
