"""Social evaluation 社会评议 (Art 46): what is asked of everybody, and how the answers are told."""

from gongkai.law.sources import REGULATION

SOURCE = REGULATION.at("第四十六条")
#: What is asked unless the organ asks something else; practice, no words of the law.
QUESTIONS: tuple[str, ...] = (
    "公开的内容是不是及时、看得懂",
    "想看的内容好不好找",
    "公示栏、广播、工作群里的公开管不管用",
    "申请公开、来电来访办得怎样",
    "总的来说",
)
#: 评议的方式: by the link, on paper, by deputies and invited supervisors.
WAYS: tuple[tuple[str, str], ...] = (
    ("online", "网上问卷"),
    ("paper", "纸质问卷"),
    ("deputies", "代表评议"),
)
WAY = dict(WAYS)
