"""Which reports are of one organ, where it lies and what kind of organ it is, as far as its name says."""

import re
from collections.abc import Sequence

# The first word that ends like a region and holds no smaller unit: 县城市管理局 lies in no 县城市.
_REGION = re.compile(r"[^省市县区旗镇乡街局委厅处办]{2,8}?(?:省|自治区|特别行政区|市|自治州|地区|盟)")
#: Folders that end like a region and are none.
_NO_REGION = frozenset({"各地市", "地级市", "县级市", "直辖市", "各地区"})

#: 村民委员会 is no organ, and a zone's 管理委员会 is whatever its charter makes it.
_COMMISSION = "(?<!管理)(?<!村民)(?<!居民)委员会|监督管理委员会"
_SEAT = r"(?:人民政府|行政公署)?$"
#: Kinds of organ: code (as in the report JSON, as far as it has them), how its name ends.
_LEVELS = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("province", rf"(?:省|自治区|特别行政区|^(?:北京|天津|上海|重庆)市){_SEAT}"),
        ("city", rf"(?:市|自治州|地区|盟){_SEAT}"),
        ("county", r"(?:县|区|旗)人民政府$|(?:县|旗)$"),  # 开发区 too ends in 区
        ("town", r"(?:镇|乡|苏木)(?:人民政府)?$|街道(?:办事处)?$"),
        ("department", rf"(?:{_COMMISSION}|委|局|厅|部|办公室|办|院|署|处|中心|总队|支队|大队)$"),
    )
)


def key_of(organ: str) -> str:
    """What the names of one organ have in common: 四间房镇 and 四间房镇人民政府. "" for an unread name."""
    return _joined(organ).removesuffix("人民政府")


def region_of(organ: str, folders: Sequence[str] = ()) -> str:
    """The 省, 市, 州, 盟 or 地区 with which the name begins, else the nearest folder that is named like one;
    "" where neither says."""
    if found := _REGION.match(_joined(organ)):
        return found[0]
    named = (folder for folder in reversed(folders) if folder not in _NO_REGION)
    return next((folder for folder in named if _REGION.fullmatch(folder)), "")


def level_of(organ: str) -> str:
    """What kind of organ bears such a name: province, city, county, town, department; "" where it does not
    say. A 市 may be one of any rank."""
    name = _joined(organ)
    return next((code for code, pattern in _LEVELS if pattern.search(name)), "")


def _joined(organ: str) -> str:
    return "".join(organ.split())
