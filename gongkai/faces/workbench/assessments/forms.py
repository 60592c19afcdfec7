"""What is asked to begin an assessment, to score, check, appeal and settle a card."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.forms import Checks, Form, Radios
from gongkai.faces.workbench.access import Visit
from gongkai.faces.workbench.assessments.ways import found_in_words, marked, plain
from gongkai.faces.workbench.matters.forms import DayField, LimitField
from gongkai.law.assessment import VERDICTS, grade_of
from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.duties import DAY
from gongkai.ledger.assessment import queries
from gongkai.ledger.assessment.entries import Beginning, Given
from gongkai.ledger.assessment.models import Card
from gongkai.ledger.assessment.queries import Line
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.lib.today import today

SHIPPED, UNSAID, UNGRADED = "shipped", "unsaid", "ungraded"
#: So many versions of indicators are offered, the latest first.
MOST = 10


class BeginForm(Form):
    """开始考核: by which indicators, over which days, whom."""

    indicators = forms.ChoiceField(label=gettext_lazy("按哪一套指标"), widget=Radios)
    title = forms.CharField(label=gettext_lazy("名称"), max_length=200)
    first = DayField(label=gettext_lazy("考核期开始"))
    last = DayField(label=gettext_lazy("考核期结束"))
    due = LimitField(
        label=gettext_lazy("哪天以前自评"), help_text=gettext_lazy("过了这天没有自评的，直接核评")
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("考核谁"),
        widget=Checks,
        error_messages={"required": gettext_lazy("考核谁 — 还没有选 — 请至少选一个。")},
    )

    def __init__(self, *args: Any, visit: Visit, **more: Any) -> None:
        super().__init__(*args, **more)
        self.versions = {str(row.pk): row for row in queries.indicators(visit.scope)[:MOST]}
        self.offered = {_key(one): one for one in queries.subjects(visit.organ, today())}
        indicators, subjects = self.fields["indicators"], self.fields["subjects"]
        assert isinstance(indicators, forms.ChoiceField)
        assert isinstance(subjects, forms.MultipleChoiceField)
        own = [(key, str(row)) for key, row in self.versions.items()]
        indicators.choices = [*own, (SHIPPED, _("本产品的质量指标（及时、完整、合法）"))]
        subjects.choices = [(key, one.name) for key, one in self.offered.items()]
        self.initial.setdefault("indicators", own[0][0] if own else SHIPPED)
        self.initial.setdefault("subjects", list(self.offered))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("考核期结束 — 早于开始 — 请核对两个日期。"))
        elif last and said.get("due") and said["due"] < last:
            words = _("哪天以前自评 — 考核期到{last}才结束，以前不能自评 — 请填那天或者以后的日期。")
            self.add_error("due", words.format(last=last))
        return said

    def beginning(self) -> Beginning:
        said = self.cleaned_data
        chosen = [self.offered[key] for key in said["subjects"]]
        return Beginning(said["title"], said["first"], said["last"], said["due"], chosen)


def _key(subject: Unit | Organ) -> str:
    return f"{'u' if isinstance(subject, Unit) else 'o'}{subject.pk}"


def quarter(on: date) -> tuple[date, date]:
    """The quarter that is assessed from a day on: the one that ends, or has just ended."""
    this = DUTY["meeting"].round_on(on)
    return this if on.month % 3 == 0 else DUTY["meeting"].round_on(this[0] - DAY)


class CardForm(Form):
    """What is asked about a card. ``seen`` tells at sending which state of it was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, card: Card, lines: Sequence[Line], **more: Any) -> None:
        self.card, self.lines = card, lines
        initial = {"seen": len(card.deeds), **self.known()}
        super().__init__(*args, initial=initial, fields=dict(self.asks()), **more)

    def known(self) -> dict[str, Any]:
        """What was said before."""
        return {}

    def asks(self) -> Iterator[tuple[str, forms.Field]]:
        """The fields that follow from the card."""
        return iter(())

    def said(self) -> dict[str, Any]:
        return self.cleaned_data


class MarksForm(CardForm):
    """Marks by indicator: points where the county asks for them, else a word."""

    words: Any = gettext_lazy("说明")
    about = "own_words"

    def asked(self) -> list[Line]:
        return [line for line in self.lines if not line.indicator.method]

    def asks(self) -> Iterator[tuple[str, forms.Field]]:
        for line in self.asked():
            yield f"mark-{line.indicator.code}", self._field(line)
        area = forms.Textarea(attrs={"rows": 4})
        yield "words", forms.CharField(label=self.words, max_length=3000, required=False, widget=area)

    def _field(self, line: Line) -> forms.Field:
        one = line.indicator
        told: dict[str, Any] = {
            "label": f"{one.code} {one.name}",
            "required": False,
            "help_text": self._hint(line),
        }
        if self.card.organ.gives_points:
            return forms.DecimalField(min_value=0, max_value=one.most, decimal_places=2, **told)
        choices = [(UNSAID, self._unsaid(line)), *((code, _(zh)) for code, zh, _share in VERDICTS)]
        return forms.ChoiceField(choices=choices, widget=self._chosen_by(line), **told)

    def _hint(self, line: Line) -> str:
        most = _("满分{most}。").format(most=plain(line.indicator.most or 0))
        return (most if self.card.organ.gives_points else "") + line.indicator.basis

    def _unsaid(self, line: Line) -> str:
        return _("不知道，不评")

    def _chosen_by(self, line: Line) -> Any:
        return Radios

    def _why(self, line: Line) -> str:
        return ""

    def known(self) -> dict[str, Any]:
        given = {line.indicator.code: (line, self._given(line)) for line in self.asked()}
        shown = {f"mark-{code}": self._shown(line, score) for code, (line, score) in given.items()}
        return {**shown, "words": getattr(self.card, self.about)}

    def _given(self, line: Line) -> Decimal | None:
        return line.own

    def _shown(self, line: Line, score: Decimal | None) -> Any:
        if self.card.organ.gives_points:
            return score
        if score is None:
            return UNSAID
        most = line.indicator.most or 0
        return next((code for code, _zh, share in VERDICTS if share * most == score), UNSAID)

    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        marks = {line.indicator.code: self._mark(line) for line in self.asked()}
        known = {code: one for code, one in marks.items() if one is not None}
        return {"marks": known, "words": said["words"], "seen": said["seen"]}

    def _mark(self, line: Line) -> Given | None:
        code = line.indicator.code
        typed = self.cleaned_data[f"mark-{code}"]
        if typed in (UNSAID, "", None):
            return None
        if not isinstance(typed, Decimal):
            typed = next(share for key, _zh, share in VERDICTS if key == typed) * (line.indicator.most or 0)
        return Given(typed, self._why(line))


class ScoreForm(MarksForm):
    words = gettext_lazy("自评说明")


class CheckForm(MarksForm):
    """核评: every indicator; where a ledger tells, an empty field leaves it as the ledger has it."""

    words = gettext_lazy("核评说明")
    about = "checked_words"

    def asked(self) -> list[Line]:
        return list(self.lines)

    def asks(self) -> Iterator[tuple[str, forms.Field]]:
        yield from super().asks()
        yield "why", forms.CharField(label=_("为什么改台账的数"), max_length=200, required=False)

    def _chosen_by(self, line: Line) -> Any:
        return forms.Select if line.indicator.method else super()._chosen_by(line)

    def _hint(self, line: Line) -> str:
        organ, one = self.card.organ, line.indicator
        if one.method:
            score = marked(organ, one, line.counted.score) if organ.gives_points else ""
            return " ".join(
                filter(None, (_("台账：{found}").format(found=found_in_words(line.counted)), score))
            )
        own = marked(organ, one, line.own) if line.own is not None else _("没有自评")
        return _("自评：{own}。").format(own=own) + super()._hint(line)

    def _unsaid(self, line: Line) -> str:
        return _("照台账") if line.indicator.method else super()._unsaid(line)

    def known(self) -> dict[str, Any]:
        return {**super().known(), "why": next((line.why for line in self.lines if line.why), "")}

    def _given(self, line: Line) -> Decimal | None:
        return line.own if line.checked is None else line.checked

    def _why(self, line: Line) -> str:
        return str(self.cleaned_data["why"]) if line.indicator.method else ""


class AppealForm(CardForm):
    words = forms.CharField(
        label=gettext_lazy("申诉"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("哪一项不对，为什么，凭据在哪里"),
    )


class SettleForm(CardForm):
    """核定: the grade that comes out, or another with why."""

    conclusion = forms.CharField(
        label=gettext_lazy("结论"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("一两句话：做得好的、要改的"),
    )

    def asks(self) -> Iterator[tuple[str, forms.Field]]:
        grades = queries.set_behind(self.card.assessment.indicators).grades
        choices = [(grade.zh, _(grade.zh)) for grade in grades]
        if not self._reckoned():
            choices.append((UNGRADED, _("不评等次")))
        yield (
            "grade",
            forms.ChoiceField(
                label=_("等次"),
                choices=choices,
                widget=Radios,
                help_text=self._grade_hint(),
            ),
        )

    def _grade_hint(self) -> str:
        if self._reckoned():
            return _("已经选了算出来的；定为别的等次，在结论里写明为什么")
        known = queries.total_of(self.lines).known
        return _(
            "知道的指标占分值的{known}%，不到{least}%，算不出等次；还是要定的，在结论里写明为什么"
        ).format(known=plain(known), least=self.card.organ.least_known)

    def _reckoned(self) -> str:
        grades = queries.set_behind(self.card.assessment.indicators).grades
        return grade_of(queries.total_of(self.lines), grades, self.card.organ.least_known)

    def known(self) -> dict[str, Any]:
        return {"grade": self._reckoned() or UNGRADED}

    def said(self) -> dict[str, Any]:
        grade = self.cleaned_data["grade"]
        return {**self.cleaned_data, "grade": "" if grade == UNGRADED else grade}
