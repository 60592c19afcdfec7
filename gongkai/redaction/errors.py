"""Why a file cannot be redacted."""


class RedactionError(Exception):
    """One Chinese sentence for a clerk: which file, why, how to mend."""


def damaged() -> RedactionError:
    return RedactionError("原件 — 已损坏或不完整，打不开 — 请另存为新的PDF后再试。")


def locked() -> RedactionError:
    return RedactionError("原件 — 设了密码，打不开 — 请去掉密码另存后再试。")


def no_kind() -> RedactionError:
    return RedactionError("原件 — 不是PDF或者图片 — 请另存为PDF后再试。")


def too_many_pages(most: int) -> RedactionError:
    return RedactionError(f"原件 — 超过{most}页 — 请分成几份，只留要提供的。")


def too_large_a_page(number: int) -> RedactionError:
    return RedactionError(f"原件第{number}页 — 尺寸过大，不能转成图片 — 请缩小后另存再试。")


def no_page(number: int) -> RedactionError:
    return RedactionError(f"遮盖框 — 原件没有第{number}页 — 请重新打开再试。")


def too_slow(seconds: float) -> RedactionError:
    return RedactionError(f"原件 — 处理超过{seconds:.0f}秒，已停止 — 请分成几份再试。")


def died() -> RedactionError:
    return RedactionError("原件 — 文件有异常，或者所需内存过大，处理不了 — 请另存为新的PDF后再试。")
