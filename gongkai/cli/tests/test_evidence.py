"""``gongkai verify --proof``: what files prove to somebody who trusts nobody's server."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gongkai.cli.main import main
from gongkai.lib import heads, merkle, proofs
from gongkai.lib.heads import TreeHead
from gongkai.lib.merkle import Span
from gongkai.lib.proofs import Entry, Growth, Kind, Proof
from gongkai.lib.signing import public_text
from gongkai.lib.today import BEIJING

KEY, OTHER_KEY = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
AT = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
SALT = "00" * 16
NOTICE = json.dumps(
    {
        "title": "关于发放低保金的公示",
        "html": "<p>共三户。</p><p>公示七日。</p>",
        "elements": {"index_no": "A-1", "document_no": "四政〔2022〕3号"},
        "files": [
            {
                "name": "名单.docx",
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }
        ],
    },
    ensure_ascii=False,
)
PAGE = (
    "<html><article class='record'><h1>关于发放低保金的公示</h1><dl><dt>索引号</dt><dd>A-1</dd>"
    "<dd>四政〔2022〕3号</dd></dl><div class='body scroll'><p>共三户。</p>\n"
    "<p>公示七日。</p></div></article></html>"
)


class Log:
    """A log of some contents, kept in memory."""

    def __init__(self, *contents: str) -> None:
        self.contents = contents
        self.entries = [
            Entry(Kind.RELEASE, f"thing:{index}", "2026-03-01", proofs.digest(content, SALT))
            for index, content in enumerate(contents)
        ]

    def hashes(self, spans: Sequence[Span]) -> tuple[bytes, ...]:
        return tuple(self.root(span) for span in spans)

    def root(self, span: Span) -> bytes:
        leaves = [merkle.leaf_hash(entry.data) for entry in self.entries[span.first : span.end]]
        while len(leaves) > 1:
            pairs = [merkle.node_hash(*leaves[at : at + 2]) for at in range(0, len(leaves) - 1, 2)]
            leaves = pairs + leaves[2 * len(pairs) :]
        return leaves[0]

    def head(self, size: int, key: Ed25519PrivateKey | None = None) -> TreeHead:
        root = self.root(Span(0, size))
        return heads.sign(size, root, AT, key) if key else TreeHead(size, root)

    def growth(self, earlier: TreeHead, later: TreeHead) -> Growth:
        return Growth(earlier, later, self.hashes(merkle.consistency(earlier.size, later.size)))

    def proof(self, index: int, onward: TreeHead | None = None) -> Proof:
        own = self.head(index + 1)
        return Proof(
            self.entries[index],
            index,
            self.hashes(merkle.inclusion(index, own.size)),
            own,
            self.contents[index],
            SALT,
            self.growth(own, onward) if onward else None,
        )


LOG = Log("零", NOTICE, "二", "三", "四", "五", "六")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    keep("proof.json", proofs.to_json(LOG.proof(1, LOG.head(5, KEY))))
    keep("growth.json", proofs.growth_to_json(LOG.growth(LOG.head(5), LOG.head(7))))
    keep("head.json", heads.to_json(LOG.head(5, KEY)))
    Path("key.pem").write_bytes(public_text(KEY))
    Path("other.pem").write_bytes(public_text(OTHER_KEY))
    Path("页面.html").write_text(PAGE, "utf-8")
    Path("名单.docx").write_bytes(b"test")


def keep(name: str, said: object) -> None:
    Path(name).write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def verify(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["verify", *words])
    return int(ended.value.code or 0)


#: What somebody may trust, and whether the notice is proved to them.
TRUSTED = {
    "the code on the paper": (["--trust", LOG.head(2).code], 0),
    "the head that was published": (["--trust", "head.json"], 0),
    "the key": (["--key", "key.pem"], 0),
    "a later head, with what joins them": (["--trust", LOG.head(7).code, "--proof", "growth.json"], 0),
    "a later head, with nothing between": (["--trust", LOG.head(7).code], 1),
    "a head from before it": (["--trust", LOG.head(1).code], 1),
    "another log": (["--trust", Log("零", "另一件").head(2).code], 1),
    "another key": (["--key", "other.pem"], 1),
    "nothing": ([], 2),
    "no code": (["--trust", "12-ABC"], 2),
    "no key": (["--key", "head.json"], 2),
}


@pytest.mark.parametrize(("words", "ends"), TRUSTED.values(), ids=list(TRUSTED))
def test_it_is_proved_to_whoever_trusts_a_head_that_has_it(words: list[str], ends: int) -> None:
    assert verify("--proof", "proof.json", *words) == ends


@pytest.mark.parametrize("paper", ["页面.html", "名单.docx"])
def test_what_was_published_is_known_again(paper: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(paper, "--proof", "proof.json", "--trust", LOG.head(2).code) == 0
    assert f"{paper} — 与公开的一致。" in capsys.readouterr().out


CHANGED = {
    "another figure": ("三户", "四户", "正文与公开的不同"),
    "another title": ("低保金的公示", "补贴的公示", "标题与公开的不同"),
    "another number": ("3号", "8号", "文号与公开的不同"),
    "no page of a record": ("record", "other", "不是公开信息的网页"),
}


@pytest.mark.parametrize(("was", "now", "words"), CHANGED.values(), ids=list(CHANGED))
def test_a_changed_page_is_found_out(
    was: str, now: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("页面.html").write_text(PAGE.replace(was, now), "utf-8")
    assert verify("页面.html", "--proof", "proof.json", "--trust", LOG.head(2).code) == 1
    assert words in capsys.readouterr().out


def test_a_changed_file_is_found_out(capsys: pytest.CaptureFixture[str]) -> None:
    Path("名单.docx").write_bytes(b"tess")
    assert verify("名单.docx", "--proof", "proof.json", "--trust", LOG.head(2).code) == 1
    assert "内容被改动过" in capsys.readouterr().out


FORGED = {
    "another content": (lambda said: said.update(content=NOTICE.replace("三户", "四户")), "摘要不符"),
    "another day": (lambda said: said["entry"].update(at="2026-02-01"), "不在它所说的公开日志里"),
    "another place": (lambda said: said.update(index=0), "不在它所说的公开日志里"),
    "another head": (lambda said: said["head"].update(root="00" * 32), "不在它所说的公开日志里"),
    "another later head": (lambda said: said["onward"]["later"].update(root="00" * 32), "日志被改写过"),
}


@pytest.mark.parametrize(("forge", "words"), FORGED.values(), ids=list(FORGED))
def test_a_forged_proof_is_found_out(forge: object, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(Path("proof.json").read_text("utf-8"))
    assert callable(forge)
    forge(said)
    keep("proof.json", said)
    assert verify("--proof", "proof.json", "--trust", LOG.head(2).code) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"schema": "gongkai.proof/1"}', "[" * 9999, "\x00"])
def test_what_is_no_proof_is_said_in_words(content: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("proof.json").write_text(content, "utf-8")
    assert verify("--proof", "proof.json", "--trust", LOG.head(2).code) == 2
    assert "proof.json — 不是存证文件" in capsys.readouterr().err


def test_two_codes_of_one_log_are_joined_and_of_two_logs_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    """What two papers of different years say of each other."""
    assert verify("--proof", "growth.json", "--trust", LOG.head(5).code, "--trust", LOG.head(7).code) == 0
    assert "没有一条被改、被删" in capsys.readouterr().out
    rewritten = Log("零", "改", "二", "三", "四", "五", "六")
    keep("growth.json", proofs.growth_to_json(rewritten.growth(LOG.head(5), rewritten.head(7))))
    assert verify("--proof", "growth.json", "--trust", LOG.head(5).code) == 1
    assert "日志被改写过" in capsys.readouterr().out


def test_papers_without_a_proof_are_not_passed_over() -> None:
    assert verify("页面.html") == 2
