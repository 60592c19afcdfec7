"""The English catalogue: what the code says in Chinese, and whether each has its English.

``python -m tests.house.catalogue`` brings the .po files in step with the code, compiles them, and names what
still needs its English; write that into them and run it again.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import cast

import click
import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from gongkai.channels import CHANNELS, dingtalk, webhook, wecom
from gongkai.channels.carriers import CARRIERS
from gongkai.channels.wechat import api, codes
from gongkai.cli.main import COMMANDS, application
from gongkai.law.annual_report.stages import STEPS, State
from gongkai.law.duties import DUTIES
from gongkai.law.findings import Severity
from gongkai.law.holidays import HOLIDAYS
from gongkai.law.retention import RETENTIONS
from gongkai.ledger.organs.options import OPTIONS
from gongkai.ledger.people.roles import ROLES, Duty
from gongkai.ledger.requests.redactions.grounds import GROUNDS
from gongkai.lib.proofs import Kind
from gongkai.redaction.proof import Leak
from tests.house.official import OFFICIAL
from tests.house.sentences import said
from tests.house.source import PACKAGE, modules

PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
#: The English of the sentences that come from the law ready made.
LAW = PO.with_name("law.po")
#: The Chinese of the command-line libraries' own words, which they say in English.
LIBRARIES = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "messages.po"
#: The Chinese of what Django and allauth say to whoever logs in, where their own is not in the house's words.
ACCOUNTS = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
#: Parts a message from what it is about, where one Chinese word has two in English; so does gettext.
_CONTEXT = "\4"
_CHINESE = re.compile("[一-鿿]")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "translate": None, "pgettext": ((1, "c"), 2)}


#: Translated where they are shown, but written where no catalogue is known.
FIELDS = [
    *(field for way in CHANNELS for field in way.fields),
    *(field for way in CARRIERS for field in way.fields),
]
NAMED = (
    *(*Severity, *ROLES, *Duty, *OPTIONS, *STEPS, *State),
    *(*RETENTIONS, *CHANNELS, *CARRIERS, *FIELDS, *GROUNDS, *Leak),
)
NAMES = {named.zh for named in NAMED} | set(HOLIDAYS) | OFFICIAL
NAMES |= {words for option in OPTIONS for _code, words in option.choices}
NAMES |= {words for field in FIELDS for _code, words in field.choices}
NAMES |= {field.hint for field in FIELDS if field.hint} | {carrier.hint for carrier in CARRIERS}
NAMES |= {wecom.NAME, dingtalk.NAME, webhook.NAME, api.NAME}
TOLD = (wecom.MEANINGS, dingtalk.MEANINGS, codes.MEANINGS, codes.ENDED)
MEANINGS = [meaning for told in TOLD for meaning in told.values()]
NAMES |= {words for meaning in MEANINGS for words in (meaning.why, meaning.mend)}
NAMES |= {duty.zh for duty in DUTIES}


@cache
def used() -> set[str]:
    """Every message that the product's modules and page templates put to the reader."""
    return NAMES | kinds() | helps() | {message for path in sources() for message in messages(path)}


def kinds() -> set[str]:
    """What the ledgers call by an official word. Their tables are known once Django has read its settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from gongkai.faces.api.machine import ABOUT
    from gongkai.faces.api.problems import ELSE, PARTS, PROBLEMS
    from gongkai.faces.api.problems import WORDS as COMPLAINTS
    from gongkai.faces.api.urls import API
    from gongkai.faces.public.tables import TABLES
    from gongkai.law.assessment import METHODS, VERDICTS, Rule, Target, shipped
    from gongkai.law.evaluation import WAY
    from gongkai.law.remedy_procedure import STEPS as OF_REMEDIES
    from gongkai.law.remedy_results import CASE_TYPES
    from gongkai.ledger.agenda import WORDS
    from gongkai.ledger.assessment.deeds import CardDeed, PaperDeed, SurveyDeed
    from gongkai.ledger.assessment.deeds import Deed as OfAssessment
    from gongkai.ledger.assessment.models import Assessment, Card, Consequence, Survey
    from gongkai.ledger.disclosures.making.deeds import Deed as OfRecord
    from gongkai.ledger.disclosures.models import AdministrativeAct, Attribute, Category, Validity
    from gongkai.ledger.disclosures.public.facets import FACETS
    from gongkai.ledger.handover import contents as of_handover
    from gongkai.ledger.organs.models import Level, Unit
    from gongkai.ledger.outbox.models import State as Sent
    from gongkai.ledger.people.options import WORKS
    from gongkai.ledger.remedies.models import RemedyCase
    from gongkai.ledger.remedies.steps import asks
    from gongkai.ledger.requests.letters.deeds import Deed as OfLetter
    from gongkai.ledger.requests.models import EventKind, Grade
    from gongkai.ledger.requests.rectifications import ENDINGS
    from gongkai.ledger.requests.redactions.deeds import Deed as OfRedaction
    from gongkai.ledger.requests.steps import OVERRULED, OVERRULED_IN_PART, OVERRULED_JOINT
    from gongkai.ledger.requests.steps import STEPS as OF_CASES
    from gongkai.ledger.requests.wording import CODES
    from gongkai.ledger.requests.wording import NAMES as SAID
    from gongkai.ledger.supervision.deeds import Deed as OfMatter
    from gongkai.ledger.supervision.deeds import TaskDeed
    from gongkai.ledger.supervision.models import Activity, Matter, Task
    from gongkai.ledger.tokens.options import PERMITS
    from gongkai.ledger.workbook.sheets import SHEETS

    of_disclosures = (Category, Attribute, Validity, AdministrativeAct.Kind)
    others = (EventKind, Level, Unit.Kind, RemedyCase.Kind, RemedyCase.Result, Activity.Kind, Sent, Grade)
    of_matters = (Matter.State, Matter.Source, Task.State, Assessment.State, Card.State)
    of_cards = (Consequence.Kind, Consequence.State, Survey.State)
    heads = {words for sheet in SHEETS for column in sheet.columns for words in (column.name, column.note)}
    heads |= {words for sheet in SHEETS for column in sheet.columns for words in column.kind.choices}
    heads |= {field.about for table in TABLES for field in table.fields}
    heads |= {words for one in PROBLEMS for words in (one.title, one.detail)} | {
        permit.zh for permit in PERMITS
    }
    heads |= {ABOUT, ELSE, *COMPLAINTS.values(), *PARTS.values()}
    calls = [call for methods in API.described["paths"].values() for call in methods.values()]
    heads |= {words for call in calls for words in (call["summary"], *call["tags"])}
    heads |= {words for words in described(API.described) if _CHINESE.search(words)}
    heads |= {words for codes in CODES.values() for words in codes.values()}
    heads |= {
        named.zh
        for named in (*Kind, *OfMatter, *TaskDeed, *OfLetter, *OfRecord, *OfRedaction, *FACETS, *OF_CASES)
    }
    heads |= {
        named.zh for named in (*OfAssessment, *CardDeed, *PaperDeed, *SurveyDeed, *METHODS, *Rule, *Target)
    }
    heads |= {grade.zh for grade in shipped().grades} | {zh for _code, zh, _share in VERDICTS}
    heads |= set(WAY.values())
    heads |= {step.transition.actor.zh for step in OF_CASES}
    of_cases = (
        OVERRULED,
        OVERRULED_IN_PART,
        OVERRULED_JOINT,
        *(ask for step in OF_CASES for ask in step.asks),
    )
    heads |= {words for ask in of_cases for words in (ask.zh, ask.hint)}
    asked = [ask for step in OF_REMEDIES for kind in CASE_TYPES for ask in asks(step, kind.code)]
    heads |= {words for ask in asked for words in (ask.zh, ask.hint, *(zh for _code, zh in ask.choices))}
    heads |= {words for ending in ENDINGS for words in (ending.state.label, ending.means)}
    heads |= {work.zh for work in WORKS}
    heads |= {*of_handover.PARTS.values(), *of_handover.WORDS, *of_handover.OF_OTHERS}
    labels = {
        str(word) for kind in (*of_disclosures, *others, *of_matters, *of_cards) for word in kind.labels
    }
    return labels | set(WORDS.values()) | heads | set(SAID.values()) - {""}


def described(part: object) -> Iterator[str]:
    """Every description within a part of the API's schema."""
    if isinstance(part, dict):
        if isinstance(said := part.get("description"), str):
            yield said
        for inner in part.values():
            yield from described(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from described(inner)


def helps() -> set[str]:
    """What each command says of itself, which it takes from its docstring."""
    os.environ.pop("GONGKAI_LANG", None)
    root = cast(click.Group, application())
    commands = [cast(click.Command, root.get_command(click.Context(root), name)) for name, _, _ in COMMANDS]
    groups = [command for command in commands if isinstance(command, click.Group)]
    nested = [command for group in groups for command in group.commands.values()]
    return {command.help for command in (*commands, *nested) if command.help}


def sources() -> Iterator[Path]:
    yield from modules().values()
    yield from sorted(PACKAGE.glob("faces/**/*.html"))


def messages(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    code = templatize(text) if path.suffix == ".html" else text
    for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        words = message if isinstance(message, str) else message[-1]
        yield f"{context}{_CONTEXT}{words}" if context else words


def catalogue(po: Path) -> Catalog:
    found = read_po(io.StringIO(po.read_text(encoding="utf-8")), locale=po.parts[-3])
    # The compiled file holds these; the same words must give the same file.
    found.creation_date = found.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    return found


def compiled(po: Path) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue(po))
    return file.getvalue()


def missing() -> list[str]:
    return [message for po, needed in needs().items() for message in sorted(needed - translated(po))]


def needs() -> dict[Path, set[str]]:
    """What each catalogue has to hold."""
    return {PO: used(), LAW: said()}


def translated(po: Path) -> set[str]:
    return {
        _CONTEXT.join(filter(None, (entry.context, str(entry.id)))) for entry in catalogue(po) if entry.string
    }


def update() -> None:
    """Add what is new, drop what is gone, keep what is translated, and compile."""
    for po, needed in needs().items():
        _update(po, needed)
        po.with_suffix(".mo").write_bytes(compiled(po))
    for po in (LIBRARIES, ACCOUNTS):
        po.with_suffix(".mo").write_bytes(compiled(po))


def _update(po: Path, needed: set[str]) -> None:
    old = catalogue(po) if po.exists() else Catalog(locale="en")
    new = Catalog(locale="en", project="gongkai", charset="utf-8", fuzzy=False)
    for message in sorted(needed):
        context, _, words = message.rpartition(_CONTEXT)
        kept = old.get(words, context or None)
        new.add(words, kept.string if kept else "", context=context or None)
    file = io.BytesIO()
    write_po(file, new, width=0, sort_output=True, omit_header=True, no_location=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: en\\n"\n\n'
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(header + file.getvalue().decode(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    update()
    left = missing()
    print("\n".join(left) if left else "the English is up to date")
    sys.exit(bool(left))
