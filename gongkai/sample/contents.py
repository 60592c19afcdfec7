"""What is asked for, by the decision it meets. ``{place}`` and ``{year}`` are filled in."""

#: Code of the decision kind, how often it occurs in a hundred, contents.
ASKED: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    (
        "granted_provided",
        24,
        (
            "{place}征收土地公告及征地补偿安置方案",
            "{year}年{place}农村公路养护项目中标结果和合同价款",
            "{place}老旧小区改造的立项批复和施工图审查意见",
            "{year}年度农业支持保护补贴的发放标准和发放时间",
            "{place}国有土地上房屋征收决定和评估机构选定结果",
            "{place}污水处理设施建设的环境影响评价批复",
        ),
    ),
    (
        "granted_published",
        10,
        ("{year}年城乡居民最低生活保障标准", "{year}年部门预算", "义务教育学校划片方案"),
    ),
    (
        "partial",
        14,
        (
            "{place}征地补偿款发放明细",
            "{place}危房改造对象的认定材料",
            "{year}年度政府采购合同全文及附件",
            "{place}宅基地审批表和四至图",
        ),
    ),
    # title and text of a state secret enter no register
    ("refused_secret", 1, ("按文号申请的文件一份",)),
    ("refused_law", 2, ("{place}人民调解的调解协议和笔录", "{year}年统计调查中的单个企业原始报表")),
    ("refused_security", 1, ("{place}供水管网和加压泵站的坐标、管径图",)),
    (
        "refused_third_party",
        4,
        ("某公司投标文件中的成本构成", "{place}邻户的宅基地申请材料", "某企业提交的工艺说明和财务报表"),
    ),
    ("refused_internal", 3, ("{year}年度干部考核结果", "{year}年机关值班安排和车辆使用记录")),
    ("refused_process", 4, ("{place}拆迁工作协调会的讨论记录", "关于{place}规划调整的请示和往来函件")),
    ("refused_enforcement", 4, ("{place}违法建设查处案件的全部案卷", "对某餐饮店的检查笔录和询问笔录")),
    ("refused_query", 3, ("某公司的设立登记档案", "{place}一处房屋的不动产登记簿")),
    ("unavailable_absent", 7, ("{place}2003年修路占地的补偿协议", "{place}集体土地所有权证书的发放记录")),
    ("unavailable_other_organ", 6, ("{place}自来水厂的取水许可", "{year}年省级专项资金的分配方案")),
    (
        "unavailable_create",
        4,
        ("{year}年以前五年各村征地面积和户数的汇总表", "{year}年投诉按类别和时长的统计"),
    ),
    ("unavailable_unclear", 2, ("与{place}有关的所有文件", "{place}项目的一切手续")),
    ("rejected_petition", 4, ("请求查处{place}施工扰民并答复结果", "举报{place}占道经营，要求说明处理情况")),
    ("rejected_repeat", 2, ("再次申请公开{place}征地补偿安置方案",)),
    ("rejected_publication", 1, ("{year}年统计年鉴", "{year}年第三期政府公报")),
    ("rejected_excessive", 1, ("{year}年以来全部会议的通知、签到表和照片",)),
    ("rejected_confirm", 1, ("要求确认已取得的{place}征地批复是否有效",)),
    ("other_no_correction", 2, ("相关批文",)),
    ("other_no_payment", 1, ("{place}项目全部工程资料的复印件",)),
    ("other_withdrawn", 2, ("{place}道路拓宽工程的规划条件",)),
    ("other_consultation", 1, ("咨询{place}公共租赁住房的申请条件",)),
    ("other_not_government", 1, ("{place}村级党务公开资料",)),
    ("other_archived", 1, ("1986年{place}的建制批复",)),
)

PLACES = ("样本村", "范例村", "例证社区", "演示大道", "假定新区", "虚构产业园", "模拟河沿岸")
