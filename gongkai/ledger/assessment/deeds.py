"""What is done with an assessment and with a card, in words."""

from gongkai.ledger import deeds


class Deed(deeds.Deed):
    """What is done with an assessment."""

    BEGIN = "begin", "开始考核"
    CLOSE = "close", "全部核定"
    DROP = "drop", "不考核了"


class PaperDeed(deeds.Deed):
    """What is done with what follows from a card."""

    DRAFT = "draft", "起草"
    ISSUE = "issue", "签发"
    DROP = "drop", "不发了"


class SurveyDeed(deeds.Deed):
    """What is done with a survey."""

    OPEN = "open", "开始评议"
    ENTER = "enter", "录入答卷"
    CLOSE = "close", "结束评议"
    PUBLISH = "publish", "公布结果"
    DROP = "drop", "不办了"


class CardDeed(deeds.Deed):
    """What is done with a card."""

    BEGIN = "begin", "列入考核"
    SCORE = "score", "自评"
    CHECK = "check", "核评"
    APPEAL = "appeal", "申诉"
    SETTLE = "settle", "核定"
