"""Small files in the formats of others, of our own writing, with every construct that those formats have."""

from __future__ import annotations

from typing import Any

from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.exchange.imported import Imported, normal
from certflow.domain.exchange.writing import write_yaml

LIBRARY = """\
urn: urn:us:risk:library:field-care
locale: fr
ref_id: field-care
name: Soin du terrain
description: Règles pour tenir un terrain.
copyright: Nous
version: 2
publication_date: 2026-02-03
provider: Nous
packager: nous
odd: {left: 1.50, right: [yes, no, ~]}
translations: {en: {name: Field care, description: Rules to keep a field.}}
dependencies: [urn:us:risk:library:other]
objects:
  framework:
    urn: urn:us:risk:framework:field-care
    ref_id: field-care
    name: Soin du terrain
    description: Tout le terrain.
    min_score: 0
    max_score: 3
    scores_definition:
    - {score: 0, name: Rien, description: On ne fait rien., translations: {en: {name: Nothing}}}
    - {score: 3, name: Tout}
    implementation_groups_definition:
    - {ref_id: B, name: Base, description: Le minimum., default_selected: true}
    - {ref_id: "F;1", name: Full}
    field_visibility: {weight: hidden}
    requirement_nodes:
    - {urn: "u:1", assessable: false, depth: 1, ref_id: "1", name: Herbe, description: Ce qui pousse.}
    - urn: u:1.1
      assessable: true
      depth: 2
      parent_urn: u:1
      ref_id: "1.1"
      name: Tondre
      description: "L'herbe est tondue.\\nChaque semaine."
      annotation: Avec une tondeuse.
      typical_evidence: Une photo.
      translations: {en: {name: Mow, description: The grass is mown.}, it: {description: L'erba è tagliata.}}
      implementation_groups: [B, "F;1"]
      weight: 2
      threats: [urn:us:risk:threat:weeds]
      reference_controls: [urn:us:risk:function:mower]
      questions:
        u:1.1:q:1:
          type: unique_choice
          text: Est-ce fait ?
          choices:
          - {urn: "u:1.1:q:1:c:1", value: Oui, add_score: 3, compute_result: "true", color: "#00ff00"}
          - {urn: "u:1.1:q:1:c:2", value: Non, compute_result: "false", select_implementation_groups: [B]}
        u:1.1:q:2:
          type: multiple_choice
          text: Avec quoi ?
          depends_on: {question: "u:1.1:q:1", answers: ["u:1.1:q:1:c:1"], condition: any}
          choices:
          - {urn: "u:1.1:q:2:c:1", value: Faux}
          - {urn: "u:1.1:q:2:c:2", value: Tondeuse, description: À essence.}
        u:1.1:q:3:
          type: text
          text: Qui ?
          depends_on: {question: "u:1.1:q:2", answers: ["u:1.1:q:2:c:1", "u:1.1:q:2:c:2"], condition: all}
        u:1.1:q:4: {type: date, text: Quand ?}
        u:1.1:q:5: {type: number, text: Combien ?}
        u:1.1:q:6: {type: boolean, text: Toujours ?}
        u:1.1:q:7: {type: sketch, text: Dessinez.}
    - {urn: "u:1.1.a", assessable: true, depth: 3, parent_urn: "u:1.1", description: Les bords aussi., importance: high}
    - {urn: "u:1.2", assessable: false, depth: 2, parent_urn: "u:1", name: Note, display_mode: splash}
    - urn: u:2
      assessable: true
      depth: 1
      ref_id: "2"
      name: Clôture
      visibility_expression: "a == 1"
      questions:
        u:2:q:1:
          type: unique_choice
          text: Grand terrain ?
          choices:
          - {urn: "u:2:q:1:c:1", value: Oui, select_implementation_groups: [B, "F;1"]}
          - {urn: "u:2:q:1:c:2", value: Non}
  reference_controls:
  - {urn: "urn:us:risk:function:mower", ref_id: MOW, name: Tondeuse, category: technical, csf_function: protect}
  threats:
  - {urn: "urn:us:risk:threat:weeds", ref_id: W, name: Mauvaises herbes}
  requirement_mapping_sets:
  - urn: urn:us:risk:mapping:a-to-b
    ref_id: a-to-b
    name: A vers B
    requirement_mappings:
    - {source_requirement_urn: "u:1.1", target_requirement_urn: "v:9", relationship: intersect, rationale: semantic,
       strength_of_relationship: 4}
    - {source_requirement_urn: "u:2", target_requirement_urn: "v:8", relationship: equal,
       rationale: Une phrase entière au mauvais endroit.}
  risk_matrix: {urn: "urn:us:risk:matrix:1", name: Matrice, grid: [[0, 1], [1, 2]]}
"""


def catalog() -> dict[str, Any]:
    """A catalog with every construct."""
    return {
        "catalog": {
            "uuid": "11111111-2222-4333-8444-555555555555",
            "metadata": {
                "title": "Care of Fields",
                "last-modified": "2026-02-03T10:00:00Z",
                "version": "3.1",
                "oscal-version": "1.1.3",
                "parties": [{"uuid": "1", "type": "organization", "name": "Field Office"}],
                "roles": [{"id": "creator", "title": "Creator"}],
                "x-ours": {"deep": [1, 1.0, True, None]},
            },
            "params": [{"id": "all_prm", "label": "season"}],
            "groups": [
                {
                    "id": "fc",
                    "class": "family",
                    "title": "Field Care",
                    "params": [{"id": "fc_prm", "label": "area", "values": ["the whole field"]}],
                    "parts": [{"id": "fc_ovw", "name": "overview", "prose": "About fields."}],
                    "controls": [
                        {
                            "id": "fc-1",
                            "class": "SP",
                            "title": "Mowing",
                            "params": [
                                {
                                    "id": "fc-1_prm_1",
                                    "label": "period",
                                    "props": [{"name": "alt", "value": "p1"}],
                                    "constraints": [{"description": "no more than a month", "tests": [{"x": 1}]}],
                                    "guidelines": [{"prose": "A short one."}, {"prose": "Or shorter."}],
                                    "usage": "in spring",
                                },
                                {
                                    "id": "fc-1_prm_2",
                                    "select": {
                                        "how-many": "one-or-more",
                                        "choice": ["by hand", "every {{ insert: param, fc-1_prm_1 }}"],
                                    },
                                    "values": ["by hand"],
                                },
                                {"id": "fc-1_prm_3", "select": {"choice": ["a", "b"]}, "values": ["c"]},
                            ],
                            "props": [
                                {"name": "label", "value": "FC-01", "class": "zero-padded"},
                                {"name": "label", "value": "FC-1"},
                                {"name": "sort-id", "value": "fc-01", "ns": "https://us"},
                            ],
                            "links": [{"href": "#fc-2", "rel": "related"}],
                            "parts": [
                                {
                                    "id": "fc-1_smt",
                                    "name": "statement",
                                    "prose": "Mow {{ insert: param, fc_prm }} {{insert: param, fc-1_prm_2}} {{ now }}:",
                                    "parts": [
                                        {
                                            "id": "fc-1_smt.a",
                                            "name": "item",
                                            "props": [{"name": "label", "value": "a."}],
                                            "prose": "The middle;",
                                            "parts": [{"id": "fc-1_smt.a.1", "name": "item", "prose": "with care."}],
                                        },
                                        {"id": "odd name", "name": "item", "ns": "https://us", "title": "Edges"},
                                    ],
                                },
                                {"id": "fc-1_gdn", "name": "guidance", "prose": "Start early.", "class": "x"},
                                {
                                    "id": "fc-1_obj",
                                    "name": "assessment-objective",
                                    "parts": [{"name": "assessment-objective", "prose": "It is short."}],
                                },
                                {"name": "assessment-method", "props": [{"name": "method", "value": "TEST"}]},
                            ],
                            "controls": [
                                {
                                    "id": "fc-1.1",
                                    "title": "Edges",
                                    "parts": [{"id": "fc-1.1_smt", "name": "statement", "prose": "Edges too."}],
                                }
                            ],
                        },
                        {
                            "id": "fc-1-1",
                            "title": "Burning",
                            "props": [{"name": "status", "value": "withdrawn"}],
                            "links": [{"href": "#fc-1", "rel": "incorporated-into"}],
                        },
                    ],
                    "groups": [
                        {"id": "fc-deep", "title": "Deeper", "controls": [{"id": "fc-2", "title": "Digging"}]},
                    ],
                },
                {"id": "empty", "title": "Nothing yet", "props": [{"name": "a", "value": "b"}]},
            ],
            "controls": [{"id": "loose", "title": "Loose"}],
            "back-matter": {"resources": [{"uuid": "r", "rlinks": [{"href": "x.pdf", "hashes": [{"value": "0"}]}]}]},
        }
    }


def profile() -> dict[str, Any]:
    """A profile over that catalog."""
    return {
        "profile": {
            "uuid": "21111111-2222-4333-8444-555555555555",
            "metadata": {"title": "Care of Fields in Winter", "last-modified": "2026-02-03T10:00Z", "version": "3.1"},
            "imports": [
                {
                    "href": "#catalog",
                    "include-controls": [{"with-ids": ["fc-1", "fc-99"], "with-child-controls": "yes"},
                                         {"matching": [{"pattern": "lo*"}]}],
                    "exclude-controls": [{"with-ids": ["nothing"]}],
                }
            ],
            "merge": {"as-is": True},
            "modify": {
                "set-parameters": [
                    {"param-id": "fc-1_prm_1", "values": ["ten days"]},
                    {"param-id": "unheard", "values": ["x"]},
                    {"param-id": "fc_prm", "label": "another area"},
                ],
                "alters": [
                    {
                        "control-id": "fc-1",
                        "removes": [{"by-name": "assessment-method"}],
                        "adds": [
                            {"position": "ending", "parts": [{"id": "fc-1_win", "name": "item", "prose": "No snow."}]},
                            {"position": "starting", "props": [{"name": "p", "value": "1"}]},
                        ],
                    }
                ],
            },
            "back-matter": {"resources": []},
        }
    }  # fmt: skip


def file_of(imported: Imported) -> str:
    return write_yaml(imported.data)


def checklist_of(imported: Imported) -> Checklist:
    """The checklist as it is read from the file that the import writes."""
    return read_checklist(file_of(imported).encode())


def data_of(text: str) -> dict[str, Any]:
    """The file in the long form of the language."""
    data = read_yaml(text.encode()).data
    assert isinstance(data, dict)
    return normal(data)
