"""What the error codes of WeChat say: how it fails, why, and what to do about it."""

from datetime import timedelta

from gongkai.channels.base import Later, Misconfigured, Refused
from gongkai.channels.robots import BUSY, Meaning

#: The token is not taken any more: a new one is asked for, once.
STALE = frozenset({40001, 40014, 42001})
#: The thing that was named is not there any more.
NO_MEDIA, NO_ARTICLE = 40007, 53600
NOT_LISTED = 40164

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_SECRET = Meaning(Misconfigured, "AppSecret不对", "请在公众平台重置，把新的密钥整串复制过来。")
_PICTURE = Meaning(Refused, "图片不合要求", "请换成jpg或者png，正文里的不超过1MB，封面不超过10MB。")
_LONG = Meaning(Refused, "字数超过微信的限制", "请改短标题或者正文，再发一次。")
_ADDRESS = Meaning(
    Misconfigured, "本机的IP要公众号管理员确认", "请管理员在手机微信的确认通知里同意，再启用一次。"
)
_CONTENT = Meaning(Refused, "说内容不合适", "请登录公众平台看是哪一处，更正以后再发。")

MEANINGS: dict[object, Meaning] = {
    -1: BUSY,
    61450: BUSY,
    **dict.fromkeys((40001, 40014, 42001), _SECRET),
    40125: _SECRET,
    41004: _SECRET,
    40013: Meaning(Misconfigured, "没有这个AppID", "请在公众平台“开发接口管理”里整个复制。"),
    41002: Meaning(Misconfigured, "没有AppID", "请在渠道设置里填写。"),
    40243: Meaning(Misconfigured, "AppSecret已经冻结", "请公众号管理员在公众平台解冻，再启用一次。"),
    NOT_LISTED: Meaning(
        Misconfigured,
        "本机的IP不在白名单里",
        "请在公众平台“开发接口管理”的IP白名单里加上它，再启用一次。",
    ),
    **dict.fromkeys((89501, 89503, 89506, 89507), _ADDRESS),
    **dict.fromkeys((40004, 40005, 40006, 40009, 40113, 40137, 45001), _PICTURE),
    NO_MEDIA: Meaning(
        Refused, "草稿或者封面已经不在", "可能有人在公众平台上动过，请登录看过，确实没有发出再发一次。"
    ),
    **dict.fromkeys((45002, 45003, 45004, 45008, 45110), _LONG),
    45009: Meaning(Later, "今天的接口调用次数用完了", "零点以后会自动再试。", _HOUR),
    45011: Meaning(Later, "调用太快", "会自动过一会儿再试。", _MINUTE),
    **dict.fromkeys((45166, 87014), _CONTENT),
    48001: Meaning(
        Misconfigured,
        "这个公众号没有发布接口的权限",
        "个人主体和没有认证的账号没有，请先认证；认证以前请改用人工发布。",
    ),
    48004: Meaning(Misconfigured, "接口被微信封禁", "请登录公众平台看通知，按要求整改以后再启用。"),
    50002: Meaning(Misconfigured, "公众号受到限制", "请登录公众平台看通知。"),
    50007: Meaning(Misconfigured, "公众号已经冻结", "请登录公众平台解冻以后再启用。"),
    53500: Meaning(Misconfigured, "发布功能被微信封禁", "请登录公众平台看通知，按要求整改以后再启用。"),
    53501: Meaning(Later, "发布太频繁", "会自动过一会儿再试。", timedelta(minutes=10)),
    53502: Meaning(Refused, "微信不认这次发布任务", "请登录公众平台看发出没有，没有就再发一次。"),
    53503: Meaning(Refused, "草稿没有通过发布检查", "请登录公众平台打开草稿看原因，更正以后再发。"),
    53504: Meaning(Refused, "这篇草稿要在公众平台上发布", "请登录公众平台，在草稿箱里手工发布，再登记网址。"),
    53505: Meaning(Refused, "草稿要先在公众平台上保存", "请登录公众平台打开草稿，保存以后在那里发布。"),
    NO_ARTICLE: Meaning(Refused, "这篇文章已经不在", "请登录公众平台核对。"),
}

#: ``publish_status`` of a job.
PUBLISHED, UNDER_WAY = 0, 1
#: These befell an article that stood there.
AFTERWARDS = frozenset({5, 6})
#: It came to nothing.
ENDED: dict[object, Meaning] = {
    2: Meaning(Refused, "原创声明没有通过", "请登录公众平台看原因，更正以后再发。"),
    3: Meaning(Refused, "没有发成", "请登录公众平台看通知，再发一次。"),
    4: Meaning(Refused, "平台审核没有通过", "请登录公众平台看是哪一处，更正以后再发。"),
    5: Meaning(Refused, "发出以后被人在公众平台上删掉了", "请问清是谁、为什么，再决定发不发。"),
    6: Meaning(Refused, "发出以后被微信封了", "请登录公众平台看通知，按要求整改。"),
}
