"""The workbook as data: its sheets and their columns. Template, import and export walk this tuple alone.

``field`` says where a value lives. In the sheets of applications ``received.on`` is the day of the event and
``received.channel`` a value in its data; a field without a point is a column of the table of the same name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.text import plain
from gongkai.ledger.disclosures.models import AdministrativeAct, Attribute, Category, Validity
from gongkai.ledger.organs.actions import PROFILE
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.supervision.models import Activity
from gongkai.ledger.workbook import cells, labels
from gongkai.ledger.workbook.cells import DAY, MONEY, WHOLE, YES, Kind, number, text

SHORT, MIDDLE, LONG = 100, 200, 300
Example = str | int | date


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``may_be_later``: its date may lie after today. ``get`` reads an exported value where it is
    not simply ``field`` of the row. ``private``: sealed at rest and masked on the way out. ``aliases``: other
    heads people give it; several columns of one private field are joined: nothing is left in clear.
    ``rare``: asked on screen and understood where it is written; written only where a row has it."""

    name: str
    kind: Kind
    field: str
    required: bool = False
    note: str = ""
    example: Example = ""
    width: int = 12
    may_be_later: bool = False
    private: bool = False
    aliases: tuple[str, ...] = ()
    get: Callable[[Any], Any] | None = None
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``number`` names the column by which a row is known again; empty where there is none."""

    name: str
    about: str
    columns: tuple[Column, ...]
    number: str = ""

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)

    def headed(self, head: str) -> Column | None:
        """The column a head stands for; None for a head nobody knows."""
        wanted = head.casefold()
        return next((c for c in self.columns if wanted == c.name or wanted in c.aliases), None)

    @property
    def number_column(self) -> Column | None:
        return next((column for column in self.columns if column.name == self.number), None)


#: A row whose first cell is this word is an example and never read.
EXAMPLE = "示例"
GUIDE, CHOICES = "填写说明", "选项"  # sheets of the template that hold no data
DATE_NOTE = "日期如2022-01-05"
IDENTITY_HEADS = (
    *("身份证", "身份证号", "身份证号码", "公民身份号码", "居民身份证号", "居民身份证号码", "证件", "证件号"),
    *("申请人身份证", "申请人身份证号", "申请人身份证号码", "申请人证件号", "申请人证件号码"),
)
CONTACT_HEADS = (
    *("联系电话", "电话", "电话号码", "手机", "手机号", "手机号码", "移动电话", "固定电话", "座机"),
    *("地址", "住址", "家庭住址", "家庭地址", "联系地址", "通讯地址", "通信地址", "邮寄地址", "收件地址"),
    *("邮编", "邮政编码", "邮箱", "电子邮箱", "电子邮件", "email", "e-mail", "微信", "微信号", "qq", "qq号"),
    *("申请人电话", "申请人联系电话", "申请人手机", "申请人手机号", "申请人手机号码", "申请人联系方式"),
    *("申请人地址", "申请人住址", "申请人联系地址", "申请人通讯地址", "申请人邮箱", "申请人电子邮箱"),
)

APPLICATIONS = Sheet(
    "依申请公开",
    "一行是一件政府信息公开申请",
    number="申请编号",
    columns=(
        Column("申请编号", number(), "number", required=True, note="本机关内不重复", width=16),
        Column(
            "收到日期",
            DAY,
            "received.on",
            required=True,
            note="收到申请之日（条例第三十一条）；以它计算期限和归入年度，补正、缴费都不改变它",
            example=date(2022, 3, 1),
        ),
        Column(
            "收到方式",
            labels.CHANNEL,
            "received.channel",
            note="EMS、挂号、快递填“邮寄签收”，电子邮件填“互联网”",
            example="当面提交",
        ),
        Column(
            "申请人类型",
            labels.APPLICANT,
            "received.applicant_kind",
            required=True,
            example="自然人",
            width=14,
        ),
        Column(
            "申请人", text(MIDDLE), "applicant_name", required=True, note="姓名或者单位名称", example="张某某"
        ),
        Column(
            "证件号码",
            text(60),  # its mask is as long, and has 60 places
            "id_number",
            note="按文本填写；加密保存，导出时打星号",
            private=True,
            aliases=IDENTITY_HEADS,
            width=22,
        ),
        Column(
            "联系方式",
            text(180),  # a masked address may be a little longer
            "contact",
            note="电话、地址、电子邮箱等，几种用分号隔开；按文本填写；加密保存，导出时打星号",
            private=True,
            aliases=CONTACT_HEADS,
            width=18,
        ),
        Column(
            "申请内容",
            text(),
            "content",
            required=True,
            example="本镇2021年农村公路养护资金的使用情况",
            width=40,
        ),
        Column("获取方式", text(SHORT), "delivery_form", note="如纸质、电子邮件、当面查阅", example="纸质"),
        Column("补正通知日期", DAY, "correction_requested.on", note=DATE_NOTE),
        Column(
            "补正期限",
            DAY,
            "correction_requested.due",
            note="通知中写明的最后一天，可以晚于今天",
            may_be_later=True,
        ),
        Column("补正收到日期", DAY, "corrected.on", note="收到补正后重新起算期限"),
        Column("延期日期", DAY, "extended.on", note="批准延期并告知申请人的日期"),
        Column("延期工作日", WHOLE, "extended.days", note="1至20个工作日"),
        Column(
            "征求意见发出日期",
            DAY,
            "consultation_sent.on",
            note="只征求一次意见时填这里；多次的，或者知道对方收到日期的，填“征求意见”表",
            width=16,
        ),
        Column("征求意见收到日期", DAY, "opinion_received.on", note="收到对方意见的日期", width=16),
        Column("代理人", text(MIDDLE), "agent"),
        Column("联合申请人数", WHOLE, "joint_applicants", note="几个人联合申请一件的，填人数；仍计一件"),
        Column("收费通知日期", DAY, "fee_noticed.on"),
        Column("收费金额", MONEY, "fee_noticed.amount", note="信息处理费，单位：元"),
        Column("缴费日期", DAY, "paid.on", note="缴清之日；此后重新起算期限"),
        Column(
            "答复日期", DAY, "answered.on", note="没有答复就留空，计入结转下年度", example=date(2022, 3, 21)
        ),
        Column(
            "答复类型",
            labels.RESULT,
            "answered.result",
            note="填了答复日期就要填；写年报表三的标签，申请人撤回的填“申请人撤回”",
            example="予以公开",
            width=28,
        ),
        Column("答复文号", text(SHORT), "answered.document_no", width=20),
        Column(
            "送达方式",
            labels.WAY,
            "served.way",
            note="EMS、挂号填“邮政寄送”；其他快递不能以交邮之日为准",
            example="直接送达",
        ),
        Column("送达日期", DAY, "served.on", note="邮寄的填交邮之日", example=date(2022, 3, 21)),
        Column("重作", YES, "received.redo", note="复议、诉讼责令重作的填“是”；是否再次计数按机关的设置"),
        Column(
            "其他个人信息",
            text(),
            "other_personal",
            note="证件号码、联系方式以外需要保密的，如“银行账号:6217…”，一行一项；加密保存，导出时打星号",
            private=True,
            width=18,
        ),
        Column("备注", text(), "remarks", width=24),
    ),
)
CONSULTATIONS = Sheet(
    "征求意见",
    "一行是一份征求意见书；没有就不填",
    number="申请编号",
    columns=(
        Column("申请编号", number(), "number", required=True, note="“依申请公开”表中的编号", width=16),
        Column("对象", labels.PARTY, "consultation_sent.party", example="第三方"),
        Column(
            "发出日期", DAY, "consultation_sent.on", required=True, note=DATE_NOTE, example=date(2022, 3, 4)
        ),
        Column(
            "对方收到日期",
            DAY,
            "consultation_sent.delivered_on",
            note="对方收到征求意见书的日期；十五个工作日从它算起",
            example=date(2022, 3, 7),
        ),
        Column("意见收到日期", DAY, "opinion_received.on", example=date(2022, 3, 10)),
        Column("意见", labels.OPINION, "opinion_received.opinion", example="同意"),
        Column(
            "理由是否成立",
            cells.YES_OR_NO,
            "opinion_received.reasoned",
            note="对方不同意时填：理由成立填“是”，不成立填“否”",
        ),
        Column("备注", text(), "consultation_sent.remarks", width=24),
    ),
)
DISCLOSURES = Sheet(
    "主动公开",
    "一行是一条政府信息；规章和行政规范性文件计入年报表二",
    number="索引号",
    columns=(
        Column("索引号", number(), "index_no", required=True, note="本机关内不重复，最多100个字", width=24),
        Column(
            "标题", text(LONG), "title", required=True, example="关于公布本镇2022年部门预算的通知", width=40
        ),
        Column("文号", text(SHORT), "document_no", width=20),
        Column(
            "信息类别",
            labels.of_choices(Category.choices, normative_documents=("规范性文件",)),
            "category",
            note="不填按“其他”；乡镇和县级部门没有规章",
            example="其他",
            width=16,
        ),
        Column(
            "条例条款",
            labels.CLAUSE,
            "clause",
            note="如“第二十条第（七）项”或者7；“第二十一条”",
            example="第二十条第（七）项",
            width=20,
        ),
        Column(
            "形成日期",
            DAY,
            "formed_on",
            required=True,
            note="成文日期；决定计入哪一年",
            example=date(2022, 2, 10),
        ),
        Column("公开日期", DAY, "published_on", note="还没有公开就留空", example=date(2022, 2, 15)),
        Column("公开属性", labels.of_choices(Attribute.choices), "attribute", example="主动公开"),
        Column("不公开依据", text(MIDDLE), "withheld_because", width=20),
        Column(
            "有效性",
            labels.of_choices(Validity.choices),
            "validity",
            note="填“废止”或“失效”的，还要填废止日期或有效期至",
            example="有效",
        ),
        Column("生效日期", DAY, "effective_on", may_be_later=True),
        Column(
            "有效期至", cells.EXPIRY, "expires_on", note="可以晚于今天；长期有效的留空", may_be_later=True
        ),
        Column("废止日期", DAY, "repealed_on", note="可以晚于今天", may_be_later=True),
        Column("登记号", text(SHORT), "registration_no", note="规范性文件统一登记号", width=16),
        Column("备案日期", DAY, "filed_on"),
        Column("公示截止", DAY, "notice_until", note="到期撤下的最后一天，可以晚于今天", may_be_later=True),
        Column(
            "公开渠道",
            cells.WORDS,
            "channels",
            note="几个渠道用分号隔开",
            example="政府网站；微信公众号",
            width=28,
        ),
        Column("网址", text(500), "url", width=28),
        Column("备注", text(), "remarks", width=24),
        Column(
            "其他法律规定的公开期限",
            labels.LIMIT,
            "limit",
            note="许可、处罚决定，预算、决算等才选；不选的从形成或者变更之日起20个工作日",
            rare=True,
            width=20,
        ),
        Column(
            "处罚变更、撤销日期",
            DAY,
            "overturned_on",
            note="公开的处罚决定被变更、撤销、确认违法或者无效的日期；3个工作日内撤回并公开说明理由",
            rare=True,
        ),
    ),
)
CHANNEL_COUNTS = Sheet(
    "渠道发布",
    "没有逐条登记的，按月填各渠道的条数；逐条登记过的不要再填",
    columns=(
        Column("月份", cells.MONTH, "month", required=True, note="如2022-03"),
        Column("渠道", text(SHORT), "channel", required=True, example="微信公众号", width=24),
        Column(
            "条数",
            cells.SIGNED_WHOLE,
            "count",
            required=True,
            note="更正以前报错的行，另填一行负数冲减",
            example=12,
        ),
        Column("说明", text(LONG), "note", width=30),
    ),
)
ACTS = Sheet(
    "行政行为",
    "年报表二所计的行政许可、行政处罚、行政强制和行政事业性收费",
    columns=(
        Column(
            "日期",
            DAY,
            "on",
            note="作出决定或者收费的日期；按月汇总的留空，填月份",
            get=lambda act: None if act.whole_month else act.on,
        ),
        Column(
            "月份",
            cells.MONTH,
            "whole_month",
            note="如2022-03；填了日期就不用填",
            get=lambda act: act.on if act.whole_month else None,
            example="2022-03",
        ),
        Column(
            "类别",
            labels.of_choices(AdministrativeAct.Kind.choices),
            "kind",
            required=True,
            example="行政许可",
            width=16,
        ),
        Column(
            "数量",
            cells.SIGNED_WHOLE,
            "quantity",
            note="许可、处罚、强制的决定件数；更正以前报错的行，另填一行负数冲减",
            example=5,
        ),
        Column(
            "金额",
            cells.SIGNED_MONEY,
            "amount",
            note="行政事业性收费实际收到的钱，单位：元；退费和更正填负数",
        ),
        Column("说明", text(LONG), "note", width=30),
    ),
)
REMEDIES = Sheet(
    "复议诉讼",
    "因政府信息公开工作引起的复议、诉讼和投诉举报",
    number="案号",
    columns=(
        Column("案号", number(), "case_no", required=True, note="本机关内不重复", width=24),
        Column(
            "类型",
            labels.of_choices(RemedyCase.Kind.choices, complaint=("申诉", "投诉", "举报")),
            "kind",
            required=True,
            example="行政复议",
            width=18,
        ),
        Column("收到日期", DAY, "received_on", required=True, example=date(2022, 5, 9)),
        Column("审结日期", DAY, "concluded_on", note="生效裁决的日期；还在上诉的留空"),
        Column(
            "结果",
            labels.of_choices(
                RemedyCase.Result.choices,
                upheld=("维持",),
                corrected=("纠正",),
                other=("其他", "其它结果"),
            ),
            "result",
            note="没有审结就留空",
            example="结果维持",
        ),
        Column("关联申请编号", number(), "request_number", note="“依申请公开”表中的编号", width=16),
        Column("审理机关", text(MIDDLE), "body", example="县人民政府", width=20),
        Column("被申请人或被告", text(MIDDLE), "respondent", width=20),
        Column("原始结果", text(MIDDLE), "outcome", note="裁决书上的原话", width=20),
        Column("仅作复议机关", YES, "as_reviewer_only", note="本机关只是复议机关的填“是”，不计入年报"),
        Column("是否责令重作", YES, "redo_ordered"),
        Column("重作期限", DAY, "redo_due", note="可以晚于今天", may_be_later=True),
        Column("备注", text(), "remarks", width=24),
    ),
)
ACTIVITIES = Sheet(
    "工作推进",
    "培训、会议、考核、评议、追责、整改",
    columns=(
        Column("日期", DAY, "on", required=True, note=DATE_NOTE),
        Column("类别", labels.of_choices(Activity.Kind.choices), "kind", required=True, example="培训"),
        Column("主题", text(LONG), "topic", example="政府信息公开条例培训", width=30),
        Column("对象", text(MIDDLE), "target", note="某个村、部门，或者全镇", example="全镇"),
        Column("人数", WHOLE, "people", example=46),
        Column("分值", cells.POINTS, "points", note="考核得分或者扣分"),
        Column("说明", text(), "note", width=30),
    ),
)
ORGAN_NAME = "机关名称"


def _profile_columns() -> tuple[Column, ...]:
    fields = [Organ._meta.get_field(name) for name in ("name", *PROFILE)]
    return tuple(
        Column(str(field.verbose_name), text(int(field.max_length or cells.LONGEST)), field.name)  # type: ignore[union-attr]
        for field in fields
    )


#: Keys in the first cell of a row, values in the second.
ORGAN = Sheet("机关信息", "第一格是项目，第二格是内容", columns=_profile_columns())

SHEETS: tuple[Sheet, ...] = (
    APPLICATIONS,
    CONSULTATIONS,
    DISCLOSURES,
    CHANNEL_COUNTS,
    ACTS,
    REMEDIES,
    ACTIVITIES,
    ORGAN,
)
BY_NAME = {plain(sheet.name): sheet for sheet in SHEETS}


def sheet_named(name: str, sheets: Sequence[Sheet] | None = None) -> Sheet | None:
    """The sheet of that name, spaces and width apart, among the ledger's own unless others are given; None
    for any other."""
    if sheets is None:
        return BY_NAME.get(plain(name))
    return next((sheet for sheet in sheets if sheet.name == plain(name)), None)
