"""The sentences that come from the law ready made, read from the code: an f-string is its own pattern.

``f"“{name}”一列 — 应为{value}。"`` gives ``“{0}”一列 — 应为{1}。``; its English stands in ``law.po``, and
``gongkai.lib.language.retell`` knows the sentence again by it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from gongkai.law import remedies, remedy_course, remedy_procedure
from gongkai.law.annual_report.checks import CHECKS, personal
from gongkai.law.events import EVENTS, Party
from gongkai.law.holidays import HOLIDAYS, WEEKDAYS
from gongkai.law.letters import PARTS
from gongkai.law.masks import KINDS as PERSONAL
from gongkai.law.procedure import STATES, TRANSITIONS
from gongkai.law.receipt import CHANNELS, Evidence
from tests.house.source import PACKAGE

#: Where they are said, as patterns of paths in the package.
SAID_IN = (
    "law/annual_report/checks/*.py",
    "law/annual_report/contract.py",
    "law/annual_report/formats/__init__.py",
    "law/annual_report/narrative/fields.py",
    "law/annual_report/tally.py",
    "law/clocks.py",
    "law/effects.py",
    "law/holidays.py",
    "law/letter_lint/*.py",
    "law/notice_text.py",
    "law/notices.py",
    "law/procedure.py",
    "law/receipt.py",
    "law/remedy_course.py",
    "law/remedy_hints.py",
    "law/remedy_procedure.py",
    "law/workdays.py",
    "reading/*.py",
    "reading/readers/*.py",
    "analysis/batch.py",
    "redaction/errors.py",
    "ledger/reports/editions.py",
    "ledger/reports/remarks.py",
    "ledger/reports/submissions/paper.py",
)
#: Among these, what holds the words in which reports are written: labels, headings, phrases to look for.
WORDS_OF_REPORTS = {
    "law/annual_report/checks/language.py",
    "law/annual_report/checks/patterns.py",
    "law/annual_report/checks/statements.py",
    "reading/chapters.py",
    "reading/characters.py",
    "reading/figures.py",
    "reading/flow.py",
    "reading/heads.py",
    "reading/labels.py",
    "reading/titles.py",
}
#: Words that fill a sentence's blank and are no sentence themselves.
PIECES = {
    *(f"周{day}" for day in WEEKDAYS),
    *HOLIDAYS,
    *(named.zh for named in (*Evidence, *Party, *EVENTS, *CHANNELS, *STATES, *TRANSITIONS)),
    *(period.zh for period in remedies.PERIODS),
    *(state.zh for state in remedy_course.STATES),
    *(step.zh for step in remedy_procedure.STEPS),
    *(step.review_zh for step in remedy_procedure.STEPS if step.review_zh),
    *remedy_course.SET.values(),
    *(check.title for check in CHECKS),
    *(part.zh for part in PARTS),
    *(kind.zh for kind in PERSONAL),
    *(f"{seems}{kind}" for seems in ("有", "像是") for kind in personal.KINDS.values()),
    *("{0}等{1}格", "{0}件", "{0}元", "{0}万元", "“{0}”", "《{0}》{1}", "共{0}处", "空格"),
    *("没有", "没有读出", "分为三行", "没有分三行", "数字与它相同", "数字全部相同", "各项都是0"),
    *("上年年报", "另一机关的年报", "工作考核", "社会评议", "责任追究", "重新起算之前", "停止计算期间"),
    *("补正通知", "收费通知", "调休上班", "早于收到申请之日", "晚于答复或撤回"),
    *("现行有效件数与上年的衔接", "废止件数是否多于已有", "上年尚未审结的案件", "上年结转数"),
    *("原文的表格里没有找到这一格", "没有找到唯一的表头", "没有找到唯一的第四部分表头"),
    *("表头之后不是第一行", "第四部分的数字后面不知到哪里为止", "第四部分的表头不完整"),
    *("可能的分法太多", "不止一种分法加得起来", "不止一种排法加得起来", "怎样排列都加不起来"),
    *("正文", "表格里", "各部分之外的文字"),
    *("怎样分开都有一行加不起来", "怎样分开都有一列加不起来", "怎样分开都有一组加不起来"),
}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SENTENCE = re.compile("[，。]| — |^请|^应为")


def said() -> set[str]:
    """Every sentence, as the pattern by which it is known again, and every piece that may fill one."""
    paths = {path for place in SAID_IN for path in PACKAGE.glob(place)}
    paths -= {PACKAGE / place for place in WORDS_OF_REPORTS}
    return PIECES | {sentence for path in paths for sentence in _sentences(path)}


def _sentences(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart = set(_apart(tree))
    for node in ast.walk(tree):
        if id(node) in apart:
            continue
        if isinstance(node, ast.JoinedStr):
            words, is_said = _pattern(node), True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words, is_said = node.value, bool(_SENTENCE.search(node.value))
        else:
            continue
        if is_said and (_CHINESE.search(words) or " — " in words):
            yield words


def _apart(tree: ast.AST) -> Iterator[int]:
    """What is read with its whole, or is not said: pieces of f-strings, docstrings, regular expressions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from map(id, node.values)
        elif isinstance(node, ast.Expr):
            yield id(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            yield from map(id, ast.walk(node))


def _pattern(node: ast.JoinedStr) -> str:
    """Its words, with numbered blanks; blanks that touch are one: nothing tells where one of them ends."""
    pattern, blanks = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            pattern += str(part.value)
        elif not pattern.endswith("}"):
            pattern, blanks = f"{pattern}{{{blanks}}}", blanks + 1
    return pattern
