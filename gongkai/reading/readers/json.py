"""A report in the program's own JSON. It states every cell, so there is nothing to recognise."""

import json

from gongkai.law.annual_report.contract import ContractError, from_json
from gongkai.law.annual_report.model import ReportData
from gongkai.reading.charset import decode
from gongkai.reading.errors import ReadError


def read(data: bytes, name: str) -> ReportData:
    """The report of ``data``; raises ReadError with the path and the mend that the contract names."""
    try:
        value = json.loads(decode(data, name=name))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"《{name}》不是有效的JSON文件，请用程序导出的报告文件。") from error
    if not isinstance(value, dict):
        raise ReadError(f"《{name}》里没有年度报告，请用程序导出的报告文件。")
    report = value.get("report")  # a line of `check --json` wraps the report
    try:
        return from_json(report if isinstance(report, dict) else value)
    except ContractError as error:
        raise ReadError(f"《{name}》不符合年度报告的格式：{error}") from error
