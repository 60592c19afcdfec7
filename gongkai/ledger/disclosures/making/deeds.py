"""What is done with a record on its way to the public and afterwards, in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gongkai.ledger.disclosures.models import Record


class Deed(StrEnum):
    """What is done with a record."""

    TAKE_IN = "take_in"
    CONFIRM = "confirm"
    REPLACE = "replace"
    CLASSIFY = "classify"
    REASSESS = "reassess"
    JUDGE = "judge"
    COORDINATE = "coordinate"
    SUBMIT = "submit"
    REVIEW = "review"
    RETURN = "return"
    RELEASE = "release"
    RELEASE_URGENTLY = "release_urgently"
    CHANGE = "change"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    DROP = "drop"

    @property
    def zh(self) -> str:
        return _WORDS[self]

    @property
    def slug(self) -> str:
        """Its word in an address."""
        return self.value.replace("_", "-")


_WORDS = {
    Deed.TAKE_IN: "收入文件",
    Deed.CONFIRM: "核对要素",
    Deed.REPLACE: "换文件",
    Deed.CLASSIFY: "定公开属性",
    Deed.REASSESS: "重新评估",
    Deed.JUDGE: "处理个人信息",
    Deed.COORDINATE: "与其他机关确认",
    Deed.SUBMIT: "送审",
    Deed.REVIEW: "审核通过",
    Deed.RETURN: "退回修改",
    Deed.RELEASE: "放行",
    Deed.RELEASE_URGENTLY: "紧急放行",
    Deed.CHANGE: "更正",
    Deed.EXPIRE: "到期",
    Deed.WITHDRAW: "撤回",
    Deed.DROP: "不作公开信息",
}


@dataclass(frozen=True, slots=True)
class Done:
    """A deed: what was done by whom, when, and why where it needs a reason."""

    what: Deed
    by: str
    at: datetime
    reason: str = ""


def history(record: Record) -> list[Done]:
    return [
        Done(Deed(one["what"]), one["by"], datetime.fromisoformat(one["at"]), one.get("reason", ""))
        for one in record.deeds
    ]
