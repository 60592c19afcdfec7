"""What is done with a matter and with a task, in words."""

from gongkai.ledger import deeds


class Deed(deeds.Deed):
    """What is done with a matter."""

    PLAN = "plan", "登记事项"
    EDIT = "edit", "改事项"
    ADD_FILE = "add_file", "放入材料"
    ATTEND = "attend", "登记签到名单"
    WRITE_UP = "write_up", "写纪要"
    GIVE_OUT = "give_out", "传达"
    CLOSE = "close", "办结"
    DROP = "drop", "不办了"


class TaskDeed(deeds.Deed):
    """What is done with a task."""

    GIVE = "give", "交办"
    REPORT = "report", "报办好"
    CHECK = "check", "复核通过"
    RETURN = "return", "退回再办"
    REOPEN = "reopen", "重新打开"
    MOVE = "move", "改期限"
    PASS = "pass", "交给接手的人"
    DROP = "drop", "不用办了"
