"""``gongkai verify --proof``: papers and pages against the public log, with files alone.

Nothing here asks a server or opens a ledger: what is trusted is a head that whoever checks has from
elsewhere, or a key.
"""

from collections.abc import Sequence
from pathlib import Path

from gongkai.cli.frame import Fail, Found
from gongkai.lib import heads, proofs
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.files import ordinary
from gongkai.lib.heads import TreeHead
from gongkai.lib.language import _
from gongkai.lib.proofs import Disproved, Growth, Proof, Unreadable
from gongkai.lib.signing import public_key
from gongkai.reading import ReadError


def check(files: Sequence[Path], papers: Sequence[Path], trusted: Sequence[str], key: Path | None) -> None:
    """Print what is proved; Found where it is not, Fail where it cannot be told."""
    found = [_read(path) for path in files]
    codes = [_code(words) for words in trusted]
    signer = _public(key) if key else b""
    if not codes and not signer:
        raise Fail(
            _("--proof — 还不知道相信哪个日志头 — 请用 --trust 写上纸上印的存证码，或者用 --key 给出公钥。")
        )
    try:
        _hold(found, codes, signer)
        for one in found:
            print(_in_words(one))
        _compare([one for one in found if isinstance(one, Proof)], papers)
    except Disproved as error:
        print(error)
        raise Found from error


def _hold(found: Sequence[Proof | Growth], codes: Sequence[str], signer: bytes) -> None:
    """Each proof by itself, then from what is trusted; Disproved by the first that does not hold."""
    for one in found:
        one.check()
    links = [one if isinstance(one, Growth) else one.onward for one in found]
    reach = _reach([link for link in links if link], codes, signer)
    for one in found:
        if isinstance(one, Proof):
            if reach.get(one.head.code, 0) <= one.index:
                raise Disproved(_unknown(one.head))
        elif not {one.earlier.code, one.later.code} & set(reach):
            raise Disproved(_unknown(one.later))


def _reach(links: Sequence[Growth], codes: Sequence[str], signer: bytes) -> dict[str, int]:
    """How many leaves of the trees of which heads are vouched for: of a trusted one all, and of one that is
    joined to it as many as both have."""
    reach = {code: heads.size_of(code) for code in codes}
    for link in links:
        for head in (link.earlier, link.later):
            if signer and head.key == signer and head.is_signed:
                reach[head.code] = head.size
    for _round in links:  # in whatever order they were given
        for link in links:
            pair = (link.earlier.code, link.later.code)
            common = min(link.earlier.size, max(reach.get(code, 0) for code in pair))
            for code in pair:
                reach[code] = max(reach.get(code, 0), common)
    return {code: count for code, count in reach.items() if count}


def _compare(found: Sequence[Proof], papers: Sequence[Path]) -> None:
    """Each paper against the one proof of a content."""
    if not papers:
        return
    if len(found) != 1:
        raise Fail(_("verify — 核对文件时要正好一份存证 — 请一份一份地核对。"))
    from gongkai.ledger.transparency.checking import differences

    for path in papers:
        try:
            told = list(differences(found[0], ordinary(path).read_bytes(), path.name))
        except ReadError as error:
            raise Fail(str(error)) from error
        if told:
            raise Disproved("\n".join(told))
        print(_("{file} — 与公开的一致。").format(file=path.name))


def _in_words(one: Proof | Growth) -> str:
    if isinstance(one, Growth):
        return _("日志头{later}是从{earlier}接下来的：中间没有一条被改、被删。").format(
            later=one.later.code, earlier=one.earlier.code
        )
    told = _("公开日志第{number}条：{kind}，{at}；存证码{code}。").format(
        number=one.index + 1, kind=_(one.entry.kind.zh), at=one.entry.at, code=one.head.code
    )
    return told if one.content is not None else told + _("内容已彻底撤下，只留摘要。")


def _unknown(head: TreeHead) -> str:
    return _(
        "存证 — 它的日志头{code}与您相信的接不上 — 请核对存证码，或者另下载连接两个日志头的一致性证明；"
        "仍接不上，就是两本不同的日志，不能采信。"
    ).format(code=head.code)


def _read(path: Path) -> Proof | Growth:
    try:
        return proofs.read(ordinary(path).read_bytes())
    except Unreadable as error:
        raise Fail(f"{path.name} — {error}") from error


def _code(words: str) -> str:
    """The code of a trusted head: written out, or of a file that was kept."""
    if code := heads.as_code(words):
        return code
    path = Path(words)
    if not path.exists():
        raise Fail(
            _("--trust — “{words}”不是存证码，也没有这个文件 — 请照纸上抄写，例如 {example}。").format(
                words=words, example="12-ABCDE-FGHJK-MNPQR-STVWX-YZ012"
            )
        )
    try:
        return proofs.read_head(ordinary(path).read_bytes()).code
    except Unreadable as error:
        raise Fail(f"{path.name} — {error}") from error


def _public(path: Path) -> bytes:
    try:
        return public_key(ordinary(path).read_bytes(), path).public_bytes_raw()
    except UnknownKey as error:
        raise Fail(str(error)) from error
