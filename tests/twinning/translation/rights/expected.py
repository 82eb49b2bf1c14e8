"""Who may do what, where: written down by hand, and asked of no code of ours.

A cell is a town in a language: its page there, and a published story below it.
"""

from tests.twinning.translation.rights.world import ADMINISTRATOR, EDITOR, LANGUAGE_OF

#: What each means is said in `test_matrix.py`.
_TABLE = """
                                explore create edit publish unpublish move copy delete lock choose
administrator                      yes    yes  yes     yes       yes  yes  yes    yes  yes    yes
editor in English                  yes    yes  yes     yes       yes  yes  yes    yes  yes    yes
team in its own language           yes    yes  yes     yes       yes  yes  yes    yes  yes    yes
team in its own town               yes    yes  yes      no        no   no  yes     no   no    yes
translator in their own language   yes     no  yes      no        no   no   no     no   no    yes
elsewhere                           no     no   no      no        no   no   no     no   no     no
"""


def _read(table: str) -> dict[str, dict[str, bool]]:
    head, *rows = [line for line in table.splitlines() if line.strip()]
    actions = head.split()
    found = {}
    for row in rows:
        (*words,) = row.split()
        answers = words[-len(actions) :]
        assert set(answers) <= {"yes", "no"}, row
        place = " ".join(words[: -len(actions)])
        found[place] = {
            action: answer == "yes" for action, answer in zip(actions, answers, strict=True)
        }
    return found


MAY = _read(_TABLE)


def place(name: str, town: str, code: str) -> str:
    """Where somebody is in the table when they are at a cell."""
    role, _dash, whose = name.partition("-")
    if name == ADMINISTRATOR:
        return "administrator"
    if name == EDITOR:
        return "editor in English" if code == "en" else "elsewhere"
    if role == "translator":
        return "translator in their own language" if code == whose else "elsewhere"
    if LANGUAGE_OF[whose] == code:
        return "team in its own language"
    return "team in its own town" if whose == town else "elsewhere"


def may(name: str, action: str, town: str, code: str) -> bool:
    """Whether somebody may do something in a cell."""
    return MAY[place(name, town, code)][action]


def may_submit(name: str, town: str, target: str) -> bool:
    """Whether somebody may have what visitors can read of a town translated into a language.

    Whoever may work where the translation will stand, and the town's team into every language.
    """
    return place(name, town, target) != "elsewhere"


def may_sync(name: str, town: str, source: str, target: str) -> bool:
    """Whether somebody may bring a translation up to date: who may edit it, or its source."""
    return may(name, "edit", town, source) or may(name, "edit", town, target)
