"""Numbers and units as the reader's language writes them: 2.5 m/s is 2,5 м/с, people/km² is persone/km²."""

from __future__ import annotations

from collections.abc import Mapping

_UNITS: Mapping[str, Mapping[str, str]] = {
    "it": {
        "people": "persone",
        "seconds": "secondi",
        "minutes": "minuti",
        "hours": "ore",
        "days": "giorni",
        "weeks": "settimane",
        "months": "mesi",
        "years": "anni",
        "d": "giorni",
        "y": "anni",
    },
    "uk": {
        "m": "м",
        "m²": "м²",
        "m³": "м³",
        "km": "км",
        "km²": "км²",
        "cm": "см",
        "mm": "мм",
        "l": "л",
        "ft": "футів",
        "g": "г",
        "kg": "кг",
        "t": "т",
        "N": "Н",
        "kN": "кН",
        "Pa": "Па",
        "kPa": "кПа",
        "bar": "бар",
        "s": "с",
        "min": "хв",
        "h": "год",
        "d": "діб",
        "seconds": "секунд",
        "minutes": "хвилин",
        "hours": "годин",
        "days": "днів",
        "weeks": "тижнів",
        "months": "місяців",
        "years": "років",
        "y": "років",
        "J": "Дж",
        "kJ": "кДж",
        "W": "Вт",
        "kW": "кВт",
        "V": "В",
        "A": "А",
        "Hz": "Гц",
        "MHz": "МГц",
        "dB": "дБ",
        "people": "осіб",
    },
}


#: what stands between the whole and its parts, where it is no point
_DECIMAL_SIGNS: Mapping[str, str] = {"it": ",", "uk": ","}


def number_in(number: str, language: str) -> str:
    """A decimal number with the decimal sign of the language."""
    return number.replace(".", _DECIMAL_SIGNS.get(language, "."))


def unit_in(unit: str, language: str) -> str:
    """The unit as the language writes it; part by part, so that `people/km²` needs no word of its own."""
    own = _UNITS.get(language, {})
    return "/".join(own.get(part, part) for part in unit.split("/"))
