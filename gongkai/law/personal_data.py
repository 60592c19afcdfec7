"""Personal data 个人信息 that must not be published, found in text and masked.

Finding errs on the side of speaking: a wrong check digit is a typing error that still leaks. What a hit means
(refuse, warn, inform) is the caller's. Numbers are judged in ``personal_numbers``, words here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from gongkai.law.identifiers import is_org_code, is_resident_id, is_uscc, luhn, uscc_check_digit
from gongkai.law.masks import KINDS, Kind, mask, mask_contact, mask_identity, mask_labelled, mask_name
from gongkai.law.personal_numbers import Confidence, Hit, near, number_hits
from gongkai.law.written_numbers import narrow

__all__ = (
    "KINDS",
    "Confidence",
    "Hit",
    "Kind",
    "is_org_code",
    "is_resident_id",
    "is_uscc",
    "luhn",
    "mask",
    "mask_contact",
    "mask_identity",
    "mask_labelled",
    "mask_name",
    "scan",
    "uscc_check_digit",
)

_LOW, _MEDIUM = Confidence.LOW, Confidence.MEDIUM

# Every repetition is bounded, so hostile text costs no more than prose. A pattern that begins with one set of
# characters, neither repeated nor looked behind, is searched for far quicker.
_SEVEN = re.compile("[0-9][0-9]{6}")  # the shortest landline and the shortest passport have as many
_LANDLINE = re.compile(r"(?<![0-9-])\(?0[1-9][0-9]{1,2}\)?[ -]?[2-9][0-9]{6,7}(?![0-9]|-[0-9]{5})")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[EGDSPH][A-Z]?[0-9]{7,8}|[HM][0-9]{8,10}|[0-9]{8})(?![A-Za-z0-9])"
)
_HOME_PHONE_WORD = re.compile(r"住宅|家庭|家里|家中|宅电")
_PASSPORT_WORD = re.compile(r"护照|通行证|回乡证|台胞证|旅行证")
_PLATE = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][·. ]?"
    r"(?=[A-HJ-NP-Z]{0,5}[0-9])[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_COUNT = r"(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3})"
_ADDRESS = re.compile(
    rf"[\u4e00-\u9fff]{{1,8}}(?:村|社区|屯|庄|寨|居委会)第?{_COUNT}(?:村民)?小?组(?:[0-9]{{1,5}}号)?"
    r"|[0-9]{1,4}(?:号楼|号院|栋|幢|座)(?:[0-9]{1,3}号楼)?(?:[0-9]{1,2}单元)?[0-9]{1,5}(?:室|号|户)"
    r"|[0-9]{1,2}单元[0-9]{2,5}(?:室|号|户)?"
)
#: Whether an address may stand in a text at all: looking for one takes long, and prose has none.
_ADDRESS_END = re.compile("[一二三四五六七八九十0-9](?:(?:村民)?小?组|号楼|号院|栋|幢|座|单元)")
_HEALTH = re.compile(
    r"(?:患有?|身患|罹患|确诊为?|诊断为|病种[:为]?|病因[:为]?)[\u4e00-\u9fff]{0,6}?"
    r"(?:癌|恶性肿瘤|白血病|尿毒症|艾滋病|结核|肝炎|精神分裂|精神病|抑郁症|癫痫|脑瘫|糖尿病|心脏病|脑梗|高血压|重病|大病)"
)
_BIRTH = re.compile(
    r"(?:出生(?:日期|年月|时间)?[:为于]?\s{0,3}[12][0-9]{3}[-年./][0-9]{1,2}"
    r"|[12][0-9]{3}年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:出生|生(?!产|效|活|态|成)))"
)
_NAME_WORD = re.compile(r"姓名")
_HOME_WORD = re.compile(r"住址|住所|现住|户籍地|户籍所在地|家庭地址|家住")
_REACH = 100

_PRIORITY = {kind.code: rank for rank, kind in enumerate(KINDS)}


def scan(text: str, allow: Iterable[str] = (), *, least: Confidence = Confidence.LOW) -> tuple[Hit, ...]:
    """What looks like personal data in ``text``, by place, overlaps resolved in favour of the surer reading.

    ``allow`` are values that may stand, such as an office's own telephone numbers, in any writing.
    ``least`` leaves out what is less sure. ``Hit.start`` and ``Hit.end`` are places in ``text`` as given.
    """
    narrowed = narrow(text)
    allowed = {_bare(value) for value in allow}
    found = [
        hit
        for hit in (*number_hits(narrowed), *_word_hits(narrowed))
        if hit.confidence >= least and _bare(hit.value) not in allowed
    ]
    together = [hit for hit in _profiles(narrowed) if hit.confidence >= least]
    return tuple(sorted((*_without_overlaps(found), *together), key=lambda hit: (hit.start, -hit.end)))


def _bare(value: str) -> str:
    plain = "".join(char for char in narrow(value).casefold() if char not in " -()+\n\u200b")
    return plain.removeprefix("86") if len(plain) == 13 else plain


def _without_overlaps(hits: list[Hit]) -> list[Hit]:
    """The surest hit of each place; of equals the one whose kind stands first, then the longest."""
    order = sorted(
        hits, key=lambda hit: (-hit.confidence, _PRIORITY[hit.kind], hit.start - hit.end, hit.start)
    )
    starts: list[int] = []
    kept: list[Hit] = []
    for hit in order:
        at = bisect_left(starts, hit.start)
        clear_before = at == 0 or kept[at - 1].end <= hit.start
        if clear_before and (at == len(kept) or hit.end <= starts[at]):
            starts.insert(at, hit.start)
            kept.insert(at, hit)
    return kept


def _word_hits(text: str) -> Iterator[Hit]:
    has_number = _SEVEN.search(text) is not None
    for match in _LANDLINE.finditer(text) if has_number else ():
        if near(text, match.start(), _HOME_PHONE_WORD, 10):
            yield _hit("landline", match, _MEDIUM, "前文写明住宅电话")
        else:
            yield _hit("landline", match, _LOW, "形似固定电话；办公电话可以公开")
    for match in _EMAIL.finditer(text) if "@" in text else ():
        official = match[0].casefold().endswith(".gov.cn")
        why = "政务邮箱；办公邮箱可以公开" if official else "电子邮箱"
        yield _hit("email", match, _LOW if official else _MEDIUM, why)
    for match in _PASSPORT.finditer(text) if has_number else ():
        if near(text, match.start(), _PASSPORT_WORD):
            yield _hit("passport", match, _MEDIUM, "前文写明护照或者通行证")
    for match in _PLATE.finditer(text):
        yield _hit("plate", match, _MEDIUM, "形似机动车号牌")
    for match in _ADDRESS.finditer(text) if _ADDRESS_END.search(text) else ():
        exact = match[0][-1] in "号室户"
        why = "住址写到门牌" if exact else "住址写到村组或者单元"
        yield _hit("address", match, _MEDIUM if exact else _LOW, why)
    for match in _HEALTH.finditer(text):
        yield _hit("health", match, _MEDIUM, "写明患病情况")


def _hit(kind: str, match: re.Match[str], confidence: Confidence, why: str) -> Hit:
    return Hit(kind, match.start(), match.end(), match[0].replace("\u200b", ""), confidence, why)


def _profiles(text: str) -> Iterator[Hit]:
    """Name, date of birth and home together point to one person even without a number."""
    for match in _BIRTH.finditer(text):
        around = text[max(0, match.start() - _REACH) : match.end() + _REACH]
        has_home = _HOME_WORD.search(around) or _ADDRESS.search(around)
        if _NAME_WORD.search(around) and has_home:
            yield _hit("profile", match, _MEDIUM, "姓名、出生日期和住址同时出现，可以认出特定的人")
