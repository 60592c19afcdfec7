"""What the log's codes are called on screen: one word for each table, one for each thing done."""

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.annual_report.stages import STEPS
from gongkai.ledger.assessment.deeds import CardDeed, PaperDeed, SurveyDeed
from gongkai.ledger.assessment.deeds import Deed as OfAssessment
from gongkai.ledger.supervision.deeds import Deed, TaskDeed

#: Tables whose rows are entered and changed, by the name under which the log knows them.
THINGS: Mapping[str, object] = {
    "requests.foirequest": gettext_lazy("申请"),
    "requests.letter": gettext_lazy("文书"),
    "requests.lettertemplate": gettext_lazy("文书样本"),
    "requests.letternumber": gettext_lazy("文号"),
    "requests.lesson": gettext_lazy("教训"),
    "requests.arrival": gettext_lazy("收件"),
    "requests.attachment": gettext_lazy("附件"),
    "requests.redaction": gettext_lazy("区分处理"),
    "requests.redactionbox": gettext_lazy("遮盖框"),
    "requests.publicanswer": gettext_lazy("公开的答复"),
    "disclosures.disclosure": gettext_lazy("公开信息"),
    "disclosures.channelcount": gettext_lazy("渠道条数"),
    "disclosures.administrativeact": gettext_lazy("行政行为"),
    "disclosures.record": gettext_lazy("拟公开的信息"),
    "disclosures.original": gettext_lazy("原件"),
    "disclosures.version": gettext_lazy("公开的版本"),
    "disclosures.publishedfile": gettext_lazy("公开的附件"),
    "disclosures.indexnumber": gettext_lazy("索引号"),
    "deliveries.outlet": gettext_lazy("发布渠道"),
    "deliveries.delivery": gettext_lazy("发布"),
    "deliveries.posting": gettext_lazy("张贴或播出"),
    "deliveries.photo": gettext_lazy("张贴的照片"),
    "remedies.remedycase": gettext_lazy("复议诉讼案件"),
    "remedies.remedyfile": gettext_lazy("复议诉讼的材料"),
    "archive.archivebox": gettext_lazy("档案盒"),
    "archive.archivedcase": gettext_lazy("归档文件"),
    "archive.destruction": gettext_lazy("销毁清册"),
    "archive.unfiledarrival": gettext_lazy("没有归档的收件"),
    "supervision.activity": gettext_lazy("监督保障记录"),
    "supervision.discharge": gettext_lazy("例行事项"),
    "supervision.matter": gettext_lazy("事项"),
    "supervision.task": gettext_lazy("任务"),
    "supervision.enclosure": gettext_lazy("材料"),
    "assessment.indicators": gettext_lazy("考核指标"),
    "assessment.assessment": gettext_lazy("考核"),
    "assessment.card": gettext_lazy("考核表"),
    "assessment.survey": gettext_lazy("社会评议"),
    "assessment.answers": gettext_lazy("评议的答卷"),
    "assessment.consequence": gettext_lazy("考核结果的文书"),
    "reports.reportyear": gettext_lazy("年度报告"),
    "reports.edition": gettext_lazy("公布的版本"),
    "reports.keptreport": gettext_lazy("收存的年报"),
    "reports.yearnotice": gettext_lazy("年报通知"),
    "organs.organ": gettext_lazy("机关信息"),
    "organs.superior": gettext_lazy("上级机关"),
    "organs.unit": gettext_lazy("部门或村"),
    "organs.formername": gettext_lazy("曾用名"),
    "people.person": gettext_lazy("人员"),
    "people.membership": gettext_lazy("角色"),
    "people.delegation": gettext_lazy("代理"),
    "tokens.token": gettext_lazy("接口令牌"),
    "outbox.way": gettext_lazy("提醒的渠道"),
    "outbox.preference": gettext_lazy("提醒方式"),
}
#: What is done to a table's row and has no words of its own.
DONE: Mapping[str, object] = {"create": gettext_lazy("登记{thing}"), "change": gettext_lazy("更正{thing}")}
ACTIONS: Mapping[str, object] = {
    "duty.discharge": gettext_lazy("登记例行事项已办"),
    "duty.take_back": gettext_lazy("撤回例行事项的登记"),
    "request.receive": gettext_lazy("登记申请"),
    "request.amend": gettext_lazy("更正申请"),
    "request.event": gettext_lazy("登记办理情况"),
    "request.void": gettext_lazy("撤回登记的办理情况"),
    "request.rebuild": gettext_lazy("按办理情况重算"),
    "request.unmask": gettext_lazy("导出申请人的个人信息"),
    "request.unmask.applicant_name": gettext_lazy("查看申请人全名"),
    "request.unmask.agent": gettext_lazy("查看代理人全名"),
    "request.unmask.content": gettext_lazy("查看申请内容全文"),
    "request.unmask.id_number": gettext_lazy("查看证件号码"),
    "request.unmask.contact": gettext_lazy("查看联系方式"),
    "request.unmask.other_personal": gettext_lazy("查看其他个人信息"),
    "request.unmask.former": gettext_lazy("查看更正之前的姓名和内容"),
    "request.unmask.ledger": gettext_lazy("导出写有姓名的台账"),
    "request.unmask.letter": gettext_lazy("下载写有姓名的文书"),
    "request.unmask.redaction": gettext_lazy("看区分处理的原件"),
    "redaction.box": gettext_lazy("标注一处"),
    "redaction.begin": gettext_lazy("放入区分处理的材料"),
    "redaction.add": gettext_lazy("加遮盖框"),
    "redaction.accept": gettext_lazy("采纳遮盖建议"),
    "redaction.decline": gettext_lazy("决定不遮盖"),
    "redaction.remove": gettext_lazy("去掉遮盖框"),
    "redaction.undo": gettext_lazy("撤回遮盖的上一步"),
    "redaction.make": gettext_lazy("生成遮盖后的文件"),
    "redaction.drop": gettext_lazy("删除区分处理的文件"),
    "redaction.annex": gettext_lazy("遮盖后的文件作为附件"),
    "redaction.detach": gettext_lazy("遮盖后的文件不再作附件"),
    "redaction.void": gettext_lazy("撤销区分处理"),
    "redaction.erase": gettext_lazy("销毁区分处理"),
    "letter.draft": gettext_lazy("起草文书"),
    "letter.edit": gettext_lazy("改文书"),
    "letter.submit": gettext_lazy("送审文书"),
    "letter.review_law": gettext_lazy("文书法制审核通过"),
    "letter.review_secrecy": gettext_lazy("文书保密审查通过"),
    "letter.return": gettext_lazy("退回文书"),
    "letter.accept": gettext_lazy("写明文书不改的理由"),
    "letter.sign": gettext_lazy("签发文书"),
    "letter.void": gettext_lazy("作废文书"),
    "letter.template": gettext_lazy("改文书样本"),
    "letter.template_reset": gettext_lazy("恢复标准文本"),
    "arrival.arrive": gettext_lazy("收件登记"),
    "arrival.receive": gettext_lazy("确认收到"),
    "arrival.split": gettext_lazy("拆成几件"),
    "arrival.join": gettext_lazy("并件"),
    "arrival.close": gettext_lazy("收件不作申请办理"),
    "arrival.withdraw": gettext_lazy("申请人撤回收件"),
    "arrival.settle": gettext_lazy("更正本人信息，办结"),
    "arrival.amend": gettext_lazy("更正收件"),
    "arrival.barred": gettext_lazy("文件有密级标志，没有收下"),
    "request.unmask.arrival": gettext_lazy("查看收件全文"),
    "request.unmask.attachment": gettext_lazy("查看附件"),
    "request.unmask.original": gettext_lazy("查看要公开的原件"),
    "request.unmask.photo": gettext_lazy("打开照片的原片"),
    "record.barred": gettext_lazy("文件有密级标志，没有收下"),
    "record.take_in": gettext_lazy("收入要公开的文件"),
    "record.confirm": gettext_lazy("核对要素"),
    "record.replace": gettext_lazy("换文件"),
    "record.classify": gettext_lazy("定公开属性"),
    "record.reassess": gettext_lazy("重新评估公开属性"),
    "record.judge": gettext_lazy("处理个人信息"),
    "record.coordinate": gettext_lazy("与其他机关确认"),
    "record.submit": gettext_lazy("公开信息送审"),
    "record.review": gettext_lazy("公开信息审核通过"),
    "record.return": gettext_lazy("退回公开信息"),
    "record.release": gettext_lazy("放行公开信息"),
    "record.release_urgently": gettext_lazy("紧急放行公开信息"),
    "record.change": gettext_lazy("更正公开信息"),
    "record.expire": gettext_lazy("公开信息到期"),
    "record.withdraw": gettext_lazy("撤回公开信息"),
    "record.drop": gettext_lazy("不作公开信息"),
    "delivery.ask": gettext_lazy("要求发布"),
    "delivery.publish": gettext_lazy("发布到渠道"),
    "delivery.note": gettext_lazy("登记张贴或播出"),
    "delivery.take_down": gettext_lazy("要求撤下"),
    "delivery.withdraw": gettext_lazy("从渠道撤下"),
    "delivery.note_down": gettext_lazy("登记撤下"),
    "delivery.erase_photo": gettext_lazy("删去照片"),
    "delivery.again": gettext_lazy("再发一次"),
    "request.erase": gettext_lazy("销毁申请的档案"),
    "letter.erase": gettext_lazy("销毁文书"),
    "arrival.erase": gettext_lazy("销毁收件"),
    "attachment.erase": gettext_lazy("销毁附件"),
    "answer.erase": gettext_lazy("销毁没有公开的文字"),
    "answer.propose": gettext_lazy("拟公开的答复"),
    "answer.release": gettext_lazy("核发公开的答复"),
    "answer.withdraw": gettext_lazy("撤回公开的答复"),
    "letter.fetch": gettext_lazy("申请人下载文书"),
    "attachment.drop": gettext_lazy("去掉文书的附件"),
    "attachment.fetch": gettext_lazy("申请人下载附件"),
    "archive.take_out": gettext_lazy("撤销归档"),
    "archive.hold": gettext_lazy("停止销毁"),
    "archive.release": gettext_lazy("不再停止销毁"),
    "archive.list": gettext_lazy("列入销毁清册"),
    "archive.unlist": gettext_lazy("从销毁清册撤下"),
    "archive.drop": gettext_lazy("撤回销毁清册"),
    "archive.destroy": gettext_lazy("监销"),
    "request.unmask.package": gettext_lazy("下载档案包"),
    "matter.enclosure": gettext_lazy("放入材料"),
    "matter.barred": gettext_lazy("文件有密级标志，没有收下"),
    **{f"matter.{deed.value}": gettext_lazy(deed.zh) for deed in Deed},
    **{
        f"task.{deed.value}": format_lazy(gettext_lazy("任务：{deed}"), deed=gettext_lazy(deed.zh))
        for deed in TaskDeed
    },
    "assessment.adopt": gettext_lazy("采用考核指标"),
    **{f"assessment.{deed.value}": gettext_lazy(deed.zh) for deed in OfAssessment},
    **{
        f"card.{deed.value}": format_lazy(gettext_lazy("考核表：{deed}"), deed=gettext_lazy(deed.zh))
        for deed in CardDeed
    },
    "survey.answers": gettext_lazy("收到答卷"),
    **{f"survey.{deed.value}": gettext_lazy(deed.zh) for deed in SurveyDeed},
    **{
        f"consequence.{deed.value}": format_lazy(
            gettext_lazy("考核结果的文书：{deed}"), deed=gettext_lazy(deed.zh)
        )
        for deed in PaperDeed
    },
    "keys.rotate": gettext_lazy("更换密钥"),
    "report.prose": gettext_lazy("改年度报告的文字"),
    "report.accept": gettext_lazy("写明不改建议的理由"),
    "report.judge_anew": gettext_lazy("改判一条建议"),
    "report.edition": gettext_lazy("公布年度报告"),
    "report.amend": gettext_lazy("更正已公布的年度报告"),
    "report.notice": gettext_lazy("写年报通知"),
    "report.keep": gettext_lazy("保存检查过的年报"),
    "report.drop_kept": gettext_lazy("删去收存的年报"),
    **{
        f"report.{step.code}": format_lazy(gettext_lazy("年度报告：{step}"), step=gettext_lazy(step.zh))
        for step in STEPS
    },
    "sample.remove": gettext_lazy("删除示例"),
    "organs.superior.end": gettext_lazy("结束原来的上下级"),
    "people.membership.accept": gettext_lazy("本人同意担任角色"),
    "people.membership.decline": gettext_lazy("回绝或不再请担任角色"),
    "remedies.remedycase.step": gettext_lazy("登记复议诉讼的经过"),
    "remedies.remedycase.void": gettext_lazy("撤回复议诉讼的一条登记"),
    "remedies.remedycase.reopen": gettext_lazy("按决定、判决重新打开申请"),
    "remedies.remedycase.describe": gettext_lazy("登记复议诉讼的当事人和日期"),
    "remedies.remedyfile.add": gettext_lazy("放入复议诉讼的材料"),
    "remedies.remedyfile.drop": gettext_lazy("去掉复议诉讼的材料"),
    "remedies.remedyfile.barred": gettext_lazy("复议诉讼的材料有密级标志，没有收下"),
    "remedies.remedycase.erase": gettext_lazy("随档案销毁复议诉讼的姓名、文书和材料"),
    "remedies.remedycase.learn": gettext_lazy("登记复议诉讼的教训"),
    "requests.lesson.learn": gettext_lazy("登记对照文书的教训"),
    "remedies.remedycase.paper": gettext_lazy("起草复议诉讼的文书"),
    "request.unmask.remedy": gettext_lazy("查看复议诉讼的当事人"),
    "people.person.invite": gettext_lazy("发一次性链接"),
    "people.person.invite_alone": gettext_lazy("起草的人给签发审核的人发一次性链接（没有别的管理员）"),
    "people.feed.open": gettext_lazy("开通日历订阅"),
    "people.feed.close": gettext_lazy("停用日历订阅"),
    "people.person.password": gettext_lazy("设定密码"),
    "outbox.way.try": gettext_lazy("发送测试消息"),
    "outbox.dispatch.again": gettext_lazy("再发一次提醒"),
}
#: By what the log is narrowed: an app of the ledger, or looking at personal data.
UNMASKING = "request.unmask"
KINDS = (
    ("requests", gettext_lazy("依申请公开")),
    (UNMASKING, gettext_lazy("查看个人信息")),
    ("disclosures", gettext_lazy("主动公开和行政行为")),
    ("deliveries", gettext_lazy("发布渠道")),
    ("remedies", gettext_lazy("复议诉讼")),
    ("archive", gettext_lazy("档案")),
    ("supervision", gettext_lazy("监督保障")),
    ("reports", gettext_lazy("年度报告")),
    ("organs", gettext_lazy("机关设置")),
    ("people", gettext_lazy("人员")),
    ("outbox", gettext_lazy("提醒")),
    ("tokens", gettext_lazy("接口令牌")),
)


def action(code: str) -> str:
    """What was done, in words."""
    if code in ACTIONS:
        return str(ACTIONS[code])
    table, _dot, done = code.rpartition(".")
    if table in THINGS and done in DONE:
        return str(DONE[done]).format(thing=THINGS[table])
    return _("其他操作")


def thing(subject: str) -> str:
    """What kind of record a subject of the log is."""
    return str(THINGS.get(subject.partition(":")[0], ""))
