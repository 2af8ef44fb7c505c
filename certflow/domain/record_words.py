"""What people, their roles and their acts are called in a record."""

from __future__ import annotations

from certflow.domain.text import Text

ERASED_WORDS = Text("erased", translations={"it": "cancellato", "uk": "видалено"})

ROLES = {
    "compliance": Text("Compliance", translations={"it": "Conformità", "uk": "Відповідність"}),
    "technical_reviewer": Text(
        "Technical reviewer", translations={"it": "Revisore tecnico", "uk": "Технічний рецензент"}
    ),
    "safety_manager": Text(
        "Safety manager", translations={"it": "Responsabile della sicurezza", "uk": "Керівник з безпеки"}
    ),
    "verification_engineer": Text(
        "Verification engineer", translations={"it": "Ingegnere di verifica", "uk": "Інженер з верифікації"}
    ),
    "head_of_airworthiness": Text(
        "Head of airworthiness",
        translations={"it": "Responsabile dell’aeronavigabilità", "uk": "Керівник з льотної придатності"},
    ),
    "quality_representative": Text(
        "Quality representative", translations={"it": "Rappresentante per la qualità", "uk": "Представник з якості"}
    ),
    "export_control_officer": Text(
        "Export control officer",
        translations={"it": "Responsabile del controllo delle esportazioni", "uk": "Фахівець з експортного контролю"},
    ),
    "legal_counsel": Text("Legal counsel", translations={"it": "Consulente legale", "uk": "Юрисконсульт"}),
    "security_officer": Text(
        "Security officer", translations={"it": "Responsabile della protezione", "uk": "Відповідальний за захист"}
    ),
    "accountable_manager": Text(
        "Accountable manager", translations={"it": "Dirigente responsabile", "uk": "Відповідальний керівник"}
    ),
}
MEANINGS = {
    "review": Text("Reviewed", translations={"it": "Verificato", "uk": "Перевірено"}),
    "approval": Text("Approved", translations={"it": "Approvato", "uk": "Схвалено"}),
    "responsibility": Text(
        "Takes responsibility", translations={"it": "Assume la responsabilità", "uk": "Бере відповідальність"}
    ),
}
#: before the name of the edition on which an approval was given
CARRIED = Text(
    "the same in every part, carried from edition",
    translations={
        "it": "identico in ogni parte, riportato dall’edizione",
        "uk": "без жодних змін, перенесено з редакції",
    },
)
CARRIED_IN_OTHER_WORDS = Text(
    "other words of the same meaning, carried from edition",
    translations={
        "it": "altre parole con lo stesso significato, riportato dall’edizione",
        "uk": "інші слова з тим самим змістом, перенесено з редакції",
    },
)
SIGNED_IN = {
    "password": Text(
        "password, given again to sign",
        translations={"it": "password, ripetuta per firmare", "uk": "пароль, введений повторно для підпису"},
    ),
}
