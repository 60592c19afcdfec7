"""Ledgers of an organ in a new SQLite folder, as large as one likes: a row's number decides what it is.

They are written in SQL, as fast as SQLite takes them. No ANALYZE: a working site has none either.
"""

import sqlite3
from time import perf_counter

#: The day on which such a ledger is looked at.
TODAY = "2025-12-31"
#: A word that stands in one application of 10,007, and one that stands in all of them.
RARE, COMMON = "红旗渠", "全文"

#: Applications of two years, a fiftieth still open.
APPLICATIONS = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count),
facts(i, kind, result, received, answered) AS (
  SELECT i,
    CASE i % 20 WHEN 0 THEN 'business' WHEN 1 THEN 'research' WHEN 2 THEN 'public_welfare'
      WHEN 3 THEN 'legal_service' WHEN 4 THEN 'other' ELSE 'natural_person' END,
    CASE i % 7 WHEN 0 THEN 'partial' WHEN 1 THEN 'refused_process' WHEN 2 THEN 'unavailable_not_held'
      WHEN 3 THEN 'rejected_repeat' ELSE 'granted' END,
    date('2024-01-01', '+' || (i % 730) || ' days'),
    CASE WHEN i % 50 THEN date('2024-01-01', '+' || (i % 730 + 18) || ' days') END
  FROM n
)
INSERT INTO requests_foirequest (
  organ_id, number, applicant_name, content, delivery_form, extra, remarks, agent,
  id_number_sealed, id_number_masked, id_number_print, contact_sealed, contact_masked, contact_print,
  corrections, other_personal_sealed, other_personal_masked, other_personal_print,
  applicant_kind, received_on, received_year, answered_on, answered_year,
  result, is_redo
)
SELECT :organ, printf('〔%s〕%d号', substr(received, 1, 4), i), '示例',
  '申请公开' || CASE WHEN i % 10007 THEN substr('城关镇柳河镇东升乡石桥镇马店乡北岭镇', i % 6 * 3 + 1, 3)
    ELSE '红旗渠' END || substr('征地补偿道路养护危房改造低保名单财政预算校车经费水利工程', i % 7 * 4 + 1, 4)
    || substr('合同方案批复台账', i % 4 * 2 + 1, 2) || '的全文和附件', '电子邮件', '{}', '', '',
  '', '', '', '', '', '', '[]', '', '', '',
  kind, received, CAST(substr(received, 1, 4) AS INTEGER), answered, CAST(substr(answered, 1, 4) AS INTEGER),
  CASE WHEN answered IS NULL THEN '' ELSE result END, 0
FROM facts
"""
EVENT = """
INSERT INTO requests_requestevent (foi_request_id, kind, "on", data, reason, recorded_at, recorded_by)
SELECT id, '{kind}', {on}, '{data}', '', '2025-12-31', 'bench' FROM requests_foirequest WHERE {which}
"""
EVENTS = (
    ("received", "received_on", "{}", "1"),
    ("fee_noticed", "date(received_on, '+4 days')", '{"amount": "380.00"}', "id % 500 = 0"),
    ("paid", "date(received_on, '+9 days')", "{}", "id % 1000 = 0"),
    ("answered", "answered_on", "{}", "answered_on IS NOT NULL"),
    ("served", "answered_on", "{}", "answered_on IS NOT NULL"),
)
#: The other registers beside as many applications, and a row of the log for each application.
BESIDE = (
    """
INSERT INTO disclosures_disclosure (
  organ_id, remarks, extra, corrections, index_no, title, document_no, category, clause,
  formed_on, published_on, attribute, withheld_because, validity, registration_no, channels, url, "limit"
)
SELECT organ_id, '', '{}', '[]', 'S' || id, '关于' || substr(content, 5, 9) || '的通知', '镇发' || number,
  CASE id % 50 WHEN 0 THEN 'normative_documents' ELSE 'other' END, '', received_on,
  CASE WHEN id % 300 THEN date(received_on, '+9 days') END, 'proactive', '',
  'in_force', '', '["政府网站"]', '', ''
FROM requests_foirequest WHERE id % 3 = 0
""",
    """
INSERT INTO disclosures_administrativeact (
  organ_id, remarks, extra, corrections, "on", whole_month, kind, quantity, note
)
SELECT organ_id, '', '{}', '[]', received_on, 0, CASE id % 20 WHEN 0 THEN 'licensing' ELSE 'penalties' END, 1,
  substr(content, 5, 9)
FROM requests_foirequest WHERE id % 10 = 0
""",
    """
INSERT INTO remedies_remedycase (
  organ_id, remarks, extra, corrections, events, papers, claimant, third_person, lessons, still_open,
  case_no, kind, received_on, concluded_on, result, request_number, body,
  respondent, outcome, as_reviewer_only, redo_ordered
)
SELECT organ_id, '', '{}', '[]', '[]', '{}', '', '', '', 0,
  printf('〔2025〕行复%d号', id), 'reconsideration', answered_on,
  date(answered_on, '+60 days'), 'upheld', number, '县人民政府', '', '', 0, 0
FROM requests_foirequest WHERE id % 100 = 1 AND answered_on IS NOT NULL
""",
    """
INSERT INTO supervision_activity (
  organ_id, remarks, extra, corrections, "on", kind, topic, target, people, note
)
SELECT organ_id, '', '{}', '[]', received_on, 'training', substr(content, 5, 9) || '培训', '各村', 30, ''
FROM requests_foirequest WHERE id % 100 = 0
""",
    """
INSERT INTO audit_entry (number, at, actor, organ_id, action, subject, reason, before, after, previous, hash)
SELECT id + (SELECT coalesce(max(number), 0) FROM audit_entry),
  received_on || 'T09:00:00.000000+08:00', '王敏（wangmin）',
  organ_id, 'request.receive', 'requests.foirequest:' || id, '', '', '', '', printf('%064x', id)
FROM requests_foirequest
""",
)


def fill(plain: sqlite3.Connection, organ: int, count: int, *, beside: bool = False) -> None:
    """Write ``count`` applications with their events; ``beside`` also the other registers and the log."""
    begin = perf_counter()
    plain.execute("PRAGMA synchronous = OFF")
    plain.execute(APPLICATIONS, {"organ": organ, "count": count})
    for kind, on, data, which in EVENTS:
        plain.execute(EVENT.format(kind=kind, on=on, data=data, which=which))
    for statement in BESIDE if beside else ():
        plain.execute(statement)
    plain.commit()
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"({count:,} applications filled in {perf_counter() - begin:.0f} s)", flush=True)
