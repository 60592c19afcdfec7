"""What is done with a letter on its way to the signature, in words."""

from enum import StrEnum


class Deed(StrEnum):
    """What is done with a letter."""

    DRAFT = "draft"
    EDIT = "edit"
    SUBMIT = "submit"
    REVIEW_LAW = "review_law"
    REVIEW_SECRECY = "review_secrecy"
    RETURN = "return"
    ACCEPT = "accept"
    SIGN = "sign"
    VOID = "void"

    @property
    def zh(self) -> str:
        return _WORDS[self]

    @property
    def slug(self) -> str:
        """Its word in an address."""
        return self.value.replace("_", "-")


_WORDS = {
    Deed.DRAFT: "起草",
    Deed.EDIT: "改稿",
    Deed.SUBMIT: "送审",
    Deed.REVIEW_LAW: "法制审核通过",
    Deed.REVIEW_SECRECY: "保密审查通过",
    Deed.RETURN: "退回修改",
    Deed.ACCEPT: "写明不改的理由",
    Deed.SIGN: "签发",
    Deed.VOID: "作废",
}
