"""The standard catalogue of a sample organ: some matters of three fields."""

from gongkai.law.catalogue import Entry
from gongkai.ledger.disclosures.catalogue import actions
from gongkai.ledger.organs.models import Organ
from gongkai.sample.people import ACTOR

_SOON, _EVERYBODY = "形成或者变更之日起20个工作日内", "全社会"
#: 领域, 一级事项, 二级事项, 公开内容, 公开时限, 公开对象.
_LINES = (
    ("social_relief", "最低生活保障", "政策法规文件", "办理办法、保障标准", _SOON, _EVERYBODY),
    ("social_relief", "最低生活保障", "资金发放", "名单、金额、监督电话", "公示7日", _EVERYBODY),
    ("social_relief", "特困人员救助供养", "审核审批信息", "初审对象、审批结果", "公示7日", "申请人"),
    ("social_relief", "临时救助", "审核审批信息", "救助对象、救助金额", _SOON, _EVERYBODY),
    ("farm_subsidies", "耕地地力保护补贴", "补贴结果", "农户、面积、金额", _SOON, _EVERYBODY),
    ("farm_subsidies", "农机购置补贴", "申请指南", "机具种类、程序、电话", _SOON, _EVERYBODY),
    ("budget", "政府预算", "一般公共预算", "收支表、转移支付表", "批准之日起20日内", _EVERYBODY),
    ("budget", "政府决算", "一般公共预算", "收支决算表、“三公”经费", "批准之日起20日内", _EVERYBODY),
)
#: What the records of the sample are filed under.
RELIEF = "最低生活保障·资金发放"


def put(organ: Organ) -> None:
    """Take the catalogue over, as from its file."""
    said = [
        Entry(
            field=field,
            item=item,
            sub_item=part,
            content=content,
            limit=limit,
            audience=audience,
            by=organ.name,
            way="主动公开",
        )
        for field, item, part, content, limit, audience in _LINES
    ]
    actions.adopt(organ=organ, said=said, actor=ACTOR)
