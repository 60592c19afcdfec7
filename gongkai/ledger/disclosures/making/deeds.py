"""What is done with a record on its way to the public and afterwards, in words."""

from gongkai.ledger import deeds
from gongkai.ledger.disclosures.models import Record


class Deed(deeds.Deed):
    """What is done with a record."""

    TAKE_IN = "take_in", "收入文件"
    CONFIRM = "confirm", "核对要素"
    REPLACE = "replace", "换文件"
    CLASSIFY = "classify", "定公开属性"
    REASSESS = "reassess", "重新评估"
    JUDGE = "judge", "处理个人信息"
    COORDINATE = "coordinate", "与其他机关确认"
    COORDINATED = "coordinated", "登记其他机关的答复"
    SUBMIT = "submit", "送审"
    REVIEW = "review", "审核通过"
    RETURN = "return", "退回修改"
    RELEASE = "release", "放行"
    RELEASE_URGENTLY = "release_urgently", "紧急放行"
    CHANGE = "change", "更正"
    EXPIRE = "expire", "到期"
    WITHDRAW = "withdraw", "撤回"
    DROP = "drop", "不作公开信息"


def history(record: Record) -> list[deeds.Done[Deed]]:
    return deeds.history(Deed, record.deeds)
