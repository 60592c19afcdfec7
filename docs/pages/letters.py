"""The page of the letters: what each says, and the rules it is held against."""

from collections.abc import Iterator

from gongkai.law.letter_lint import CHECKS
from gongkai.law.letter_texts import BOUND, FIELDS, template
from gongkai.law.letters import LETTERS, PLAIN_ANSWER
from gongkai.law.tests.letter_lint_examples import FACTS, Example, examples
from pages.markdown import cite, code, page, table

_SERIES = {"answer": "答复", "notice": "告知", "letter": "函"}


def letters_page() -> str:
    return page(
        "Letters 文书",
        "`gongkai.law.letter_texts` has the default text of each kind (`gongkai/law/letters.toml`); an organ"
        " may write its own, which must hold the fields marked * here. Fields that the register and the law"
        " fill are not asked. Title, number, addressee, organ, date and contact frame the text.",
        table(
            ("no.", "code", "文书", "source", "series", "fields"),
            (
                (
                    letter.number or "",
                    code(letter.code),
                    template(letter.code).title,
                    cite(letter.source),
                    _series(letter.code),
                    " ".join(_fields(letter.code)),
                )
                for letter in (*LETTERS, PLAIN_ANSWER)
            ),
        ),
        "## Fields",
        table(
            ("field", "栏目", "filled by"),
            (
                (code(name), zh, "register and law" if name in BOUND else "whoever drafts")
                for name, zh in FIELDS.items()
                if any(name in template(letter.code).fields for letter in (*LETTERS, PLAIN_ANSWER))
            ),
        ),
        "## Rules",
        "`gongkai.law.letter_lint.check(subject)` runs them all. What a statute itself asks is 要改 and"
        " hinders the signature until the head of the office sets it aside with a reason; the rest is 建议."
        " The severity here is the highest a rule gives.",
        table(
            ("rule", "meaning", "severity", "source"),
            ((code(rule.id), rule.title, rule.severity.zh, cite(rule.source)) for rule in CHECKS),
        ),
        "## Examples",
        f"Each is the default letter of {FACTS.organ} with something changed: ✗ what the rule finds, ✓ what"
        " it lets pass. They stand in `gongkai/law/tests/cases/letter_lint.toml` and all are tests.",
        *(
            f"### {code(rule.id)} {rule.title}\n\n"
            + "\n".join(line for example in examples(rule.id) for line in _lines(example))
            for rule in CHECKS
        ),
    )


def _series(kind: str) -> str:
    return _SERIES[template(kind).series] if template(kind).is_numbered else ""


def _fields(kind: str) -> Iterator[str]:
    chosen = template(kind)
    yield from (f"{name}{'*' if name in chosen.needed else ''}" for name in chosen.fields)


def _lines(example: Example) -> Iterator[str]:
    title = template(example.given["letter"]).title
    yield f"- {'✗' if example.says else '✓'} **{example.what}**（{title}）"
    for finding in example.findings():
        yield f"  - {finding.severity.zh}：{finding.message}"
