"""What is done with a letter on its way to the signature, in words."""

from gongkai.ledger import deeds
from gongkai.ledger.requests.models import Letter


class Deed(deeds.Deed):
    """What is done with a letter."""

    DRAFT = "draft", "起草"
    EDIT = "edit", "改稿"
    SUBMIT = "submit", "送审"
    REVIEW_LAW = "review_law", "法制审核通过"
    REVIEW_SECRECY = "review_secrecy", "保密审查通过"
    RETURN = "return", "退回修改"
    ACCEPT = "accept", "写明不改的理由"
    SIGN = "sign", "签发"
    VOID = "void", "作废"


def history(letter: Letter) -> list[deeds.Done[Deed]]:
    return deeds.history(Deed, letter.deeds)
