"""What CEL is told of the language: which type each variable has, and which functions there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cel_expr_python import cel

from certflow.domain.checklist import aggregates
from certflow.domain.checklist.aggregates import Several
from certflow.domain.checklist.values import (
    ChoiceType,
    DateType,
    ManyType,
    NumberType,
    RowsType,
    Type,
    YesNoType,
)

#: what CEL calls a type → what we call it
NAMES = {
    "list(string)": "several words",
    "google.protobuf.Timestamp": "a date",
    "timestamp": "a date",
    "double": "a number",
    "string": "a word",
    "bool": "yes or no",
}


def environment(variables: Mapping[str, Type | Several]) -> cel.Env:
    """What expressions about these variables are compiled in."""
    return cel.NewEnv(variables={name: _cel_type(type_) for name, type_ in variables.items()}, functions=FUNCTIONS)


def _cel_type(type_: Type | Several) -> cel.Type:
    match type_:
        case Several(of):
            return cel.Type.List(_cel_type(of))
        case NumberType():
            return cel.Type.DOUBLE
        case YesNoType():
            return cel.Type.BOOL
        case ChoiceType():
            return cel.Type.STRING
        case ManyType() | RowsType():
            return cel.Type.List(cel.Type.STRING)
        case DateType():
            return cel.Type.TIMESTAMP


def _function(name: str, gives: Callable[[cel.Type], cel.Type], *over: tuple[cel.Type, int]) -> cel.FunctionDecl:
    overloads = [
        cel.Overload(id=f"{name}_{at}", return_type=gives(type_), parameters=[type_] * how_many)
        for at, (type_, how_many) in enumerate(over)
    ]
    return cel.FunctionDecl(name, overloads)


def _aggregates() -> Iterator[cel.FunctionDecl]:
    words, truths = cel.Type.STRING, cel.Type.BOOL
    for names, over in (
        (aggregates.COMPARED, [(cel.Type.DOUBLE, cel.Type.DOUBLE), (cel.Type.TIMESTAMP, cel.Type.TIMESTAMP)]),
        (aggregates.ADDED, [(cel.Type.DOUBLE, cel.Type.DOUBLE)]),
        (aggregates.JUDGED, [(words, words)]),
        (("any", "all"), [(truths, truths)]),
        (("how_many",), [(truths, cel.Type.DOUBLE)]),
        (aggregates.GATHERED, [(words, cel.Type.List(words)), (cel.Type.List(words), cel.Type.List(words))]),
    ):
        for name in names:
            overloads = [
                cel.Overload(id=f"{name}_of_items_{at}", return_type=gives, parameters=[cel.Type.List(of)])
                for at, (of, gives) in enumerate(over)
            ]
            yield cel.FunctionDecl(name, overloads)


_COMPARABLE = [(type_, how_many) for type_ in (cel.Type.DOUBLE, cel.Type.STRING) for how_many in (2, 3, 4)]
FUNCTIONS = [
    _function("max", lambda type_: type_, *_COMPARABLE),
    _function("min", lambda type_: type_, *_COMPARABLE),
    _function("sqrt", lambda type_: type_, (cel.Type.DOUBLE, 1)),
    _function("tan_deg", lambda type_: type_, (cel.Type.DOUBLE, 1)),
    _function("pow", lambda type_: type_, (cel.Type.DOUBLE, 2)),
    _function("round_up", lambda type_: type_, (cel.Type.DOUBLE, 2)),
    _function("date", lambda _: cel.Type.TIMESTAMP, (cel.Type.STRING, 1)),
    _function("count", lambda _: cel.Type.DOUBLE, (cel.Type.List(cel.Type.STRING), 1)),
    *_aggregates(),
]
