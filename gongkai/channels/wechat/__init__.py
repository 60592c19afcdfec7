"""微信公众号, an official account of WeChat: drafts, publishing and withdrawing by its documented interface.

``account`` is what an organ says of its account, ``api`` one function a call, ``codes`` what an error code
says, ``page`` an article as WeChat keeps it, ``publishing`` the steps that never make two articles of one.
"""

from gongkai.channels.wechat.account import FIELDS, Account
from gongkai.channels.wechat.page import Article, Picture
from gongkai.channels.wechat.publishing import Publishing, UnderWay

__all__ = ["FIELDS", "Account", "Article", "Picture", "Publishing", "UnderWay"]
