"""Statutory periods 法定期间 of a request, in working days, by the date on which they are in force."""

from dataclasses import dataclass
from datetime import date

from gongkai.law.dated import Dated, Version
from gongkai.law.sources import FEE_RULES, REGULATION, REGULATION_2008, Source


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its rule code, Chinese name, length in working days, and the day after which it runs."""

    code: str
    zh: str
    days: Dated[int]
    runs_from: str

    def on(self, day: date) -> int:
        """Its length on ``day``. A period younger than the case is taken at its first length."""
        return self.days.version_for(day).value

    def source_on(self, day: date) -> Source:
        return self.days.version_for(day).source


def _since_2019(days: int, article: str) -> Dated[int]:
    return Dated((Version(days, date(2019, 5, 15), REGULATION.at(article)),))


REPLY = Period(
    "CLK-reply",
    "答复期限",
    Dated(
        (
            Version(15, date(2008, 5, 1), REGULATION_2008.at("第二十四条", verified=False)),
            Version(20, date(2019, 5, 15), REGULATION.at("第三十三条第二款")),
        )
    ),
    "收到申请之日",
)
EXTENSION = Period(
    "CLK-extension",
    "延长答复期限",
    Dated(
        (
            Version(15, date(2008, 5, 1), REGULATION_2008.at("第二十四条", verified=False)),
            Version(20, date(2019, 5, 15), REGULATION.at("第三十三条第二款")),
        )
    ),
    "答复期限届满",
)
CORRECTION = Period("CLK-correction", "告知补正", _since_2019(7, "第三十条"), "收到申请之日")
THIRD_PARTY = Period("CLK-third-party", "第三方提出意见", _since_2019(15, "第三十二条"), "收到征求意见书之日")
JOINT_MAKER = Period(
    "CLK-joint-maker", "共同制作机关提出意见", _since_2019(15, "第三十四条"), "收到征求意见书之日"
)
PAYMENT = Period(
    "CLK-payment",
    "缴纳信息处理费",
    Dated((Version(20, date(2021, 1, 1), FEE_RULES.at()),)),
    "收到收费通知之日",
)

PERIODS: tuple[Period, ...] = (REPLY, EXTENSION, CORRECTION, THIRD_PARTY, JOINT_MAKER, PAYMENT)
