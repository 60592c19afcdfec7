"""Web pages as government sites publish reports: navigation, metadata and a footer around three tables and
2,000 characters of prose. Every report gives another page.
"""

from dataclasses import replace
from random import Random

from gongkai.law.annual_report.model import ReportData
from tests.synthetic.reports import html

_HEAD = """<meta name="SiteName" content="某县人民政府"><meta name="ColumnName" content="政府信息公开年报">
<meta name="PubDate" content="{next}-01-20 09:30"><link rel="stylesheet" href="/css/style.css">
<style>.nav li {{ float: left; color: #333 }} .content p {{ text-indent: 2em; line-height: 32px }}</style>
<script>var site = {{ id: 42, column: 7 }};</script>"""
_COLUMNS = (
    *("要闻动态", "政务公开", "办事服务", "互动交流", "数据开放", "走进本地", "政府信息公开指南"),
    *("政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开", "机构职能", "领导信息"),
    *("政策文件", "政策解读", "规划计划", "统计信息", "财政预决算", "行政许可", "行政处罚和行政强制"),
    *("重点领域信息公开", "公务员招录", "政府采购", "应急管理", "建议提案办理", "网站地图"),
)
_FOOT = (
    "<div class='tools'><a href='#'>打印</a><a href='#'>关闭</a></div><div class='foot'>"
    "<p>主办：某县人民政府办公室</p></div><script src='/js/count.js'></script>"
)
_PARTS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
_THINGS = ("惠民补贴", "征地补偿", "乡村振兴", "义务教育", "医疗救助", "财政预算", "环境保护", "安全生产")
#: As in published reports, about one sentence in three states a figure.
_SENTENCES = (
    "围绕{a}，按月梳理应当公开的事项，逐条核对后在政府网站和公示栏同步公开，做到内容准确、更新及时。",
    "起草涉及{a}的政策文件时一并拟定解读方案，文件印发后及时配发解读材料，回应群众关心的问题。",
    "分管负责同志定期听取汇报，会同有关站所研究{a}方面的疑难申请，答复前征求法律顾问的意见。",
    "健全信息发布审查机制，{a}信息先审查后公开，全部留存审批记录，确保不泄露国家秘密和个人隐私。",
    "全年通过政府网站公开{a}信息{n}条，通过政务新媒体公开信息{m}条，制作图解{k}期。",
    "组织各村（社区）和站所开展业务培训{k}次，参加{n}人次，重点学习《中华人民共和国政府信息公开条例》。",
)
_CHARACTERS = 1_600  # of these five parts; what the synthetic reports say besides makes 2,000


def web_page(report: ReportData) -> bytes:
    """The report as the page of a site."""
    prose = {**report.narrative, "overview": _overview(report)}
    page = html(replace(report, narrative=prose)).decode()
    columns = "".join(f"<li><a href='/zwgk/{n}/'>{name}</a></li>" for n, name in enumerate(_COLUMNS * 2))
    path = "<div class='path'>当前位置：首页 &gt; 政府信息公开年报</div>"
    before = f"<div class='nav'><ul>{columns}</ul></div>{path}<h1>{report.title}</h1><div class='content'>"
    page = page.replace("\n", "</p>\n<p>").replace("<td ", "<td style='text-align: center' ")
    page = page.replace("</head>", _HEAD.format(next=report.year + 1) + "</head>")
    return page.replace("<body>", "<body>" + before).replace("</body>", f"</div>{_FOOT}</body>").encode()


def _overview(report: ReportData) -> str:
    """Five parts, a paragraph each, the second with figures of table three."""
    chance = Random(report.title)
    paragraphs = [report.narrative["overview"]]
    for number, part in zip("一二三四五", _PARTS, strict=True):
        said = f"（{number}）{part}。"
        if part == "依申请公开":
            new, carried = (report.cells[f"requests/{row}/total"] for row in ("new", "carried_in"))
            said += f"{report.year}年，收到政府信息公开申请{new}件，上年结转{carried}件，均按期答复。"
        while len(said) < _CHARACTERS // len(_PARTS):
            n, m, k = chance.randint(2, 90), chance.randint(100, 999), chance.randint(2, 9)
            said += chance.choice(_SENTENCES).format(a=chance.choice(_THINGS), n=n, m=m, k=k)
        paragraphs.append(said)
    return "\n".join(paragraphs)
