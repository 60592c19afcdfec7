"""The activities in which personal information is handled, as a visible list: whoever adds a table that holds
any has to say here what it is for (个人信息保护法 第五条至第七条, 第五十一条).

A test is red over a table that stands neither here nor among those that hold none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps

from gongkai.law.sources import PERSONAL_INFORMATION_LAW, REGULATION, Source

_DUTY = PERSONAL_INFORMATION_LAW.at("第十三条第一款第（三）项")  # 为履行法定职责或者法定义务所必需
_CONSENT = PERSONAL_INFORMATION_LAW.at("第十三条第一款第（一）项")
_ARCHIVED = "归档后按本机关的保管期限，期满经鉴定由两人销毁"
_BY_DUTY = "角色有办理权限的人；全名、号码只有写明原因的人看得到，每看一次记一条日志"


@dataclass(frozen=True, slots=True)
class Activity:
    """One purpose 处理活动. ``tables``: by table (app.model) the columns that tell of somebody; ``sealed`` of
    them are encrypted on their own. ``of``: whose information it is; ``kept``: how long."""

    code: str
    zh: str
    of: str
    what: str
    purpose: str
    grounds: tuple[Source, ...]
    seen_by: str
    kept: str
    tables: Mapping[str, str]

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [(table, name) for table, names in self.tables.items() for name in names.split()]

    @property
    def sealed(self) -> list[tuple[str, str]]:
        return [(table, name) for table, name in self.columns if name.endswith("_sealed")]

    @property
    def plain(self) -> list[tuple[str, str]]:
        """What whoever has the database alone can read: neither sealed nor a print or mask of what is."""
        ends = ("_sealed", "_print", "_masked", "_hash", "digest")
        return [(table, name) for table, name in self.columns if not name.endswith(ends)]

    def count(self) -> int:
        """How many rows there are now."""
        return sum(apps.get_model(table)._default_manager.count() for table in self.tables)


ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        "applications",
        "办理政府信息公开申请",
        "申请人、代理人",
        "姓名或者名称、身份证明、联系方式、申请内容、附件",
        "确认申请、办理、答复、送达，按件计收信息处理费时认出同一申请人",
        (_DUTY, REGULATION.at("第二十九条")),
        _BY_DUTY,
        _ARCHIVED,
        {
            "requests.foirequest": "applicant_name agent content corrections remarks extra "
            "id_number_sealed id_number_print id_number_masked contact_sealed contact_print contact_masked "
            "other_personal_sealed other_personal_print other_personal_masked",
            "requests.arrival": "said_sealed said_print id_number_print contact_print code_hash reason",
            "requests.attachment": "name_sealed key_sealed",
            "requests.requestevent": "data reason",
            "requests.redaction": "title",
            "requests.redactionbox": "masked",
        },
    ),
    Activity(
        "letters",
        "出具告知书、征求第三方意见",
        "申请人、第三方",
        "收件人姓名或者名称、文书内容",
        "告知申请人，书面征求第三方的意见",
        (_DUTY, REGULATION.at("第三十二条")),
        _BY_DUTY,
        _ARCHIVED,
        {"requests.letter": "addressee_sealed addressee_print addressee_masked fields source text accepted"},
    ),
    Activity(
        "remedies",
        "行政复议、行政诉讼、投诉举报",
        "申请人、原告、第三人",
        "姓名或者名称、案件材料",
        "答复、应诉、办理投诉举报",
        (_DUTY, REGULATION.at("第五十一条")),
        _BY_DUTY,
        "随案卷，经过复议、诉讼的按较长的保管期限",
        {
            "remedies.remedycase": "claimant third_person lessons events papers corrections remarks extra",
            "remedies.remedyfile": "title name_sealed key_sealed",
        },
    ),
    Activity(
        "publishing",
        "公开前审查文件里的个人信息",
        "文件里写到的人",
        "文件原件、查出的个人信息",
        "公开前找出并删去、遮盖个人信息",
        (_DUTY, REGULATION.at("第十五条"), REGULATION.at("第十七条")),
        "起草、审查、发布的人",
        "原件随公开信息保存；因个人信息撤回的立即删除原件、副本和索引",
        {
            "disclosures.record": "read_sealed read_print verdicts",
            "disclosures.original": "name_sealed key_sealed read_sealed",
            "disclosures.coordination": "said name_sealed key_sealed",
            "disclosures.publishedfile": "name text key_sealed",
            "disclosures.version": "title html text said",
            "deliveries.photo": "name_sealed key_sealed",
        },
    ),
    Activity(
        "subscriptions",
        "订阅新公开的信息",
        "订阅人",
        "电子邮箱",
        "把新公开的信息发到邮箱",
        (_CONSENT,),
        "没有人看得到邮箱，程序发送时才打开",
        "退订立即删除；没有确认的到期删除",
        {"disclosures.subscription": "email_sealed email_print asked"},
    ),
    Activity(
        "staff",
        "工作人员的账号和办理记录",
        "工作人员",
        "姓名、用户名、邮箱、角色、登录记录、办理的事项",
        "确认由谁办理、审批、签发，防止冒用",
        (_DUTY, PERSONAL_INFORMATION_LAW.at("第五十一条")),
        "本人；管理员看得到谁有什么角色，审计员看得到操作日志",
        "账号停用后保留姓名，操作日志长期保存；登录记录、投稿的邮箱保存200天",
        {
            "people.person": "username name email password",
            "people.membership": "role",
            "people.delegation": "reason",
            "people.handover": "reason",
            "people.charge": "work name",
            "people.invitation": "digest made_by",
            "people.feed": "digest",
            "account.emailaddress": "email",
            "account.emailconfirmation": "key",
            "mfa.authenticator": "data",
            "socialaccount.socialaccount": "uid extra_data",
            "socialaccount.socialtoken": "token token_secret",
            "sessions.session": "session_data",
            "usersessions.usersession": "ip user_agent data",
            "axes.accessattempt": "username ip_address user_agent path_info get_data post_data",
            "axes.accessfailurelog": "username ip_address user_agent path_info",
            "axes.accesslog": "username ip_address user_agent path_info",
            "audit.entry": "actor reason",
            "tokens.token": "made_by agreed_by",
            "reports.prosedraft": "actor",
            "reports.material": "name_sealed key_sealed",
            "outbox.way": "said_sealed said_print",
            "disclosures.intake": "sender_sealed said_sealed",
        },
    ),
    Activity(
        "meetings",
        "培训、会议、通知、整改",
        "参加的人、负责的人",
        "姓名、单位、签到、材料",
        "登记谁参加、谁负责、办到哪一步",
        (_DUTY, REGULATION.at("第四十六条")),
        "角色有办理权限的人",
        "随工作登记长期保存",
        {
            "supervision.matter": "attendance minutes text by",
            "supervision.task": "words done_by",
            "supervision.enclosure": "name_sealed key_sealed",
        },
    ),
)
BY_CODE = {activity.code: activity for activity in ACTIVITIES}

#: Tables that tell of organs, papers and counts; who did something stands in the log.
_NONE = """
    auth.permission auth.group organs.organ organs.formername organs.unit socialaccount.socialapp
    jobs.round transparency.leaf transparency.head outbox.preference outbox.notice
    outbox.dispatch deliveries.outlet deliveries.delivery deliveries.posting requests.lettertemplate
    requests.letternumber requests.publicanswer requests.lesson requests.avoided
    disclosures.disclosure disclosures.channelcount disclosures.administrativeact disclosures.link
    disclosures.indexnumber disclosures.catalogueline
    archive.archivebox archive.destruction archive.archivedcase archive.unfiledarrival
    supervision.activity supervision.discharge assessment.indicators
    assessment.assessment assessment.card assessment.consequence assessment.survey assessment.answers
    reports.reportyear reports.edition reports.yearnotice reports.keptreport reports.chase
    reports.senderkey reports.sent reports.received
"""
NONE = frozenset(_NONE.split())
