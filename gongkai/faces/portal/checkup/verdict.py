"""The verdict on a strange report: what agrees, how much is to be mended, and what could not be proved."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.faces.portal.checkup.findings import Items
from gongkai.faces.portal.checkup.kept import Checked
from gongkai.faces.portal.checkup.tables import form_as_printed, unread
from gongkai.law.annual_report.checks import CHECKS, Check
from gongkai.law.annual_report.identities import Relation, broken
from gongkai.law.annual_report.proved import PROPOSALS, is_proved, provable

#: What one report is held to; the rules on files are for folders of them.
RULES = tuple(rule for rule in CHECKS if not rule.id.startswith("AR-F."))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts behind the verdict: figures read, blank and unread, sums held together, findings by weight.

    ``wrong`` are the errors in figures, a part of ``errors``; ``passed`` and ``unproved`` are rules.
    """

    read: int
    blank: int
    unread: int
    sums: int
    broken: int
    errors: int
    wrong: int
    warnings: int
    passed: tuple[Check, ...]
    unproved: tuple[Check, ...]

    @property
    def title(self) -> str:
        if self.wrong:
            if self.wrong == self.errors:
                return _("有{wrong}处数字要改").format(wrong=self.wrong)
            return _("有{errors}处要改，其中{wrong}处数字不符").format(errors=self.errors, wrong=self.wrong)
        if not self.sums:
            if self.errors:
                return _("数字没有读全，无法核对；另有{errors}处要改").format(errors=self.errors)
            return _("数字没有读全，无法核对")
        if self.errors:
            words = (
                _("读出的数全部相符，有{errors}处要改")
                if self.unread or self.blank
                else _("数字全部相符，有{errors}处要改")
            )
            return words.format(errors=self.errors)
        return (
            _("读出的数全部相符，没有要改的") if self.unread or self.blank else _("数字全部相符，没有要改的")
        )

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was held against what, and what is left over."""
        counted = _("读出{read}格，核对{sums}条勾稽关系").format(read=self.read, sums=self.sums)
        if not self.sums:
            held = _("读出{read}格，没有一条勾稽关系能核对。").format(read=self.read)
        elif self.broken:
            held = _("{counted}，{count}条相符，{broken}条不符。").format(
                counted=counted, count=self.sums - self.broken, broken=self.broken
            )
        else:
            held = _("{counted}，全部相符。").format(counted=counted)
        lost = _("还有{count}格没有读出，不当作0。").format(count=self.unread) if self.unread else ""
        more = _("另有{count}处建议。").format(count=self.warnings) if self.warnings else ""
        return tuple(filter(None, (held, lost, more)))


def verdict(checked: Checked, items: Items) -> Verdict:
    """The verdict, with the findings counted as they are listed."""
    report, form = checked.report, form_as_printed(checked.report)
    found = {f.rule for f in report.findings}
    disproved = {b.identity for b in broken(report, checked.previous)}
    sums = {*provable(report, checked.previous), *(i for i in disproved if i.relation is Relation.COVERS)}
    passed = tuple(c for c in RULES if c.id not in found | PROPOSALS)
    unproved = tuple(c for c in passed if not is_proved(c.id, report, checked.previous))
    read, lost = sum(report.cells.get(code) is not None for code in form.slots), len(unread(report, form))
    return Verdict(
        read=read,
        blank=len(form.slots) - read - lost,
        unread=lost,
        sums=len(sums),
        broken=len(sums & disproved),
        errors=items.errors,
        wrong=items.wrong,
        warnings=items.warnings,
        passed=tuple(c for c in passed if c not in unproved),
        unproved=unproved,
    )
