"""The steps from a record to its article, each remembered before the next, so that none is ever taken twice.

A try may end anywhere. What the platform took is found again: a draft and a published article by their mark.
Only a submission that nobody answered is open; it is looked for until it is found, and where it is not, a
person looks and says whether to try again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gongkai.channels.base import LOOKED_FOR, Later, Lost, Refused, Unsent, Unsure
from gongkai.channels.wechat import api, codes
from gongkai.channels.wechat.account import Account
from gongkai.channels.wechat.api import Listed
from gongkai.channels.wechat.page import Article, Picture, text
from gongkai.lib.language import _
from gongkai.lib.today import now

#: The steps as they are remembered; what is empty was not taken, or does not hold any more.
DRAFT, PRINT, TRIED, JOB, ARTICLE, ADDRESS = "draft", "print", "tried_at", "job", "article", "address"
#: How long a submission without an answer is looked for: while its draft is still there, and once it is gone.
DRAFT_STAYS, DRAFT_GONE = timedelta(minutes=30), timedelta(days=1)
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=1)


class UnderWay(Later):
    """The platform has it and is at it, or is being looked through: ask again after ``pause``."""


@dataclass
class Publishing:
    """An article on its way. ``keep`` writes down for good what is ``kept`` so far; it is called after every
    step, and before the one that cannot be taken back."""

    account: Account
    article: Article
    kept: dict[str, str]
    keep: Callable[[Mapping[str, str]], None] = field(repr=False)

    def publish(self) -> str:
        """Go on from where it stands; the published address. ``UnderWay`` while the platform is at it."""
        if self._has(ADDRESS) and self._has(LOOKED_FOR):
            self._look_again()
        if not self._has(ADDRESS) and not self._has(JOB):
            self._submit()
        if not self._has(ADDRESS):
            self._poll()
        return self.kept[ADDRESS]

    def standing(self) -> str:
        """The address at which the article stands as it was sent; ``Refused`` where it does not."""
        if not self._has(ARTICLE) and not self._find_published():
            raise Refused(_("微信公众号 — 接口查不到这篇文章 — 手工发布的请打开网址看。"))
        found = api.standing(self.account, self.kept[ARTICLE])
        if found.is_deleted:
            raise Refused(_("微信公众号 — 文章已经被删 — 请问清是谁、为什么，再决定发不发。"))
        if found.title != self.article.title or text(found.html) != text(self.article.content({})):
            raise Refused(_("微信公众号 — 那里的文字和放行的不一样 — 请登录公众平台核对，改动过的撤下重发。"))
        return found.address

    def withdraw(self) -> None:
        """Take it back from wherever it has got to; what was never published is dropped as a draft."""
        if self._has(JOB) and not self._has(ARTICLE):
            self._await_end()
        if self._has(TRIED) and not self._has(ARTICLE) and not self._find_published():
            self._demand_an_end()
        if self._has(ARTICLE):
            api.delete_article(self.account, self.kept[ARTICLE])
        elif self._has(DRAFT):
            self._drop_draft()
        self._forget(*self.kept)

    def _look_again(self) -> None:
        """A person asks again for what was published: it is made anew where it is gone."""
        try:
            is_gone = api.standing(self.account, self.kept[ARTICLE]).is_deleted
        except api.Unknown:
            is_gone = True
        if is_gone:
            self._forget(ADDRESS, ARTICLE, JOB, TRIED, DRAFT, PRINT)
        else:
            self.standing()

    def _submit(self) -> None:
        if self._find_published():
            return
        if self._has(TRIED):
            self._demand_an_end()
        draft = self._draft()
        self._remember({TRIED: now().isoformat(), LOOKED_FOR: ""})
        try:
            job = api.submit(self.account, draft)
        except Unsure as error:
            raise UnderWay(
                _("微信公众号 — 提交发布以后没有应答 — 会自动去查发出没有，查清以前不再提交。"), SOONEST
            ) from error
        except Unsent:  # it was certainly not taken
            self._forget(TRIED)
            raise
        self._remember({JOB: job})

    def _poll(self) -> None:
        try:
            job = api.job(self.account, self.kept[JOB])
        except Refused:  # the platform forgot the job, whatever came of it
            self._forget(JOB)
            raise self._looking() from None
        if job.status == codes.UNDER_WAY:
            raise UnderWay(_("微信公众号 — 平台正在审核 — 通过以后会自动取回网址。"), self._pause())
        if ended := codes.ENDED.get(job.status):
            self._forget(JOB, TRIED, *((DRAFT, PRINT) if job.status in codes.AFTERWARDS else ()))
            raise ended.error(_(api.NAME), job.status)
        if job.status != codes.PUBLISHED:
            words = _("微信公众号 — 发布状态看不懂（{code}） — 会自动再查；一直这样，请登录公众平台看。")
            raise UnderWay(words.format(code=job.status), self._pause())
        self._remember({ARTICLE: job.article, ADDRESS: job.address})

    def _await_end(self) -> None:
        """What came of a job that is to be taken back: an article, or nothing but its draft."""
        try:
            self._poll()
        except Refused:
            return

    def _draft(self) -> str:
        """The draft of this very wording: kept, or left by an earlier try, or new."""
        if self._has(DRAFT) and self.kept[PRINT] == self.article.print and self._draft_is_there():
            return self.kept[DRAFT]
        if self._has(DRAFT):
            self._drop_draft()
        draft = self._left_draft() or self._new_draft()
        self._remember({DRAFT: draft, PRINT: self.article.print})
        return draft

    def _draft_is_there(self) -> bool:
        return api.has_draft(self.account, self.kept[DRAFT])

    def _drop_draft(self) -> None:
        """A draft that went by itself may have been published by hand, which no list tells."""
        if not self._draft_is_there() and not self._has(LOOKED_FOR):
            words = _("微信公众号 — 草稿不在了，可能有人手工发了 — 请登录看“发表记录”，确实没有再发一次。")
            raise Lost(words)
        api.delete_draft(self.account, self.kept[DRAFT])
        self._forget(DRAFT, PRINT)

    def _new_draft(self) -> str:
        cover = self._shown(self.article.cover, api.add_cover)
        addresses = {one.print: self._shown(one, api.add_picture) for one in self.article.pictures}
        return api.add_draft(self.account, self.article.said(cover, addresses))

    def _shown(self, picture: Picture, upload: Callable[[Account, Picture], str]) -> str:
        """What the platform calls a picture, uploaded once."""
        name = f"{upload.__name__}:{picture.print}"
        if not self._has(name):
            self._remember({name: upload(self.account, picture)})
        return self.kept[name]

    def _left_draft(self) -> str:
        """A draft that was taken when nobody was left to remember it."""
        title = self.article.title
        left = (one for one in api.drafts(self.account) if one.title == title and self._is_ours(one))
        return next((one.key for one in left), "")

    def _find_published(self) -> bool:
        """Whether an earlier try was published after all; then it is remembered."""
        found = next((one for one in api.articles(self.account) if self._is_ours(one)), None)
        if found:
            self._remember({ARTICLE: found.key, ADDRESS: found.address})
        return found is not None

    def _is_ours(self, listed: Listed) -> bool:
        return listed.digest.strip() == self.article.mark

    def _demand_an_end(self) -> None:
        """A submission without an answer was found nowhere: wait, until only a person can tell."""
        if self._has(LOOKED_FOR):
            self._forget(TRIED)
            return
        if self._since_tried() < (DRAFT_STAYS if self._draft_is_there() else DRAFT_GONE):
            raise self._looking()
        raise Lost(
            _("微信公众号 — 上次提交没有应答，一直没有查到 — 请登录公众平台看“发表记录”，确实没有再发一次。")
        )

    def _looking(self) -> UnderWay:
        words = _("微信公众号 — 上次提交没有应答 — 正在查发出没有，查清以前不再提交。")
        return UnderWay(words, self._pause())

    def _pause(self) -> timedelta:
        """Asked for again soon, then less and less often: after a quarter of the time it has taken so far."""
        return min(max(self._since_tried() / 4, SOONEST), LATEST)

    def _since_tried(self) -> timedelta:
        return now() - datetime.fromisoformat(self.kept[TRIED])

    def _has(self, name: str) -> bool:
        return bool(self.kept.get(name))

    def _remember(self, more: Mapping[str, str]) -> None:
        self.kept |= more
        self.keep(dict(self.kept))

    def _forget(self, *names: str) -> None:
        self._remember(dict.fromkeys(names, ""))
