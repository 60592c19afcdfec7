"""Which reports are of one organ, and in which region it lies, as far as its name says."""

import re

# The first word that ends like a region and holds no smaller unit: 县城市管理局 lies in no 县城市.
_REGION = re.compile(r"^[^省市县区旗镇乡街局委厅处办]{2,8}?(?:省|自治区|特别行政区|市|自治州|地区|盟)")


def key_of(organ: str) -> str:
    """What the names of one organ have in common: 四间房镇 and 四间房镇人民政府. "" for an unread name."""
    return "".join(organ.split()).removesuffix("人民政府")


def region_of(organ: str) -> str:
    """The 省, 市, 州, 盟 or 地区 with which the name begins; "" where it does not say."""
    found = _REGION.match("".join(organ.split()))
    return found[0] if found else ""
