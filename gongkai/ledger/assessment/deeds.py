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


class CardDeed(deeds.Deed):
    """What is done with a card."""

    BEGIN = "begin", "列入考核"
    SCORE = "score", "自评"
    CHECK = "check", "核评"
    APPEAL = "appeal", "申诉"
    SETTLE = "settle", "核定"
