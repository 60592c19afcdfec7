"""Spark in a Java of its own: what it needs, how it is started, what it may do, how it ends.

pyspark is the extra ``cluster``; it and Java are asked for when a cluster is, and nowhere else imported.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.analysis.workers import NoWorkers
from gongkai.lib.language import _

if TYPE_CHECKING:
    from pyspark import SparkConf, SparkContext

_LOOPBACK = "127.0.0.1"
_KNOCK = 5.0  # seconds for a master to take a connection
_PATIENCE = 30.0  # seconds in which Spark must have ended


def lacks() -> str:
    """What must be installed before there can be a cluster, in one sentence; empty when nothing."""
    if find_spec("pyspark") is None:
        return _(
            "--engine spark — 没有装扩展组件cluster（PySpark） — 请在gongkai的文件夹里运行 "
            "python3 run.py setup --cluster 后再试。"
        )
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=str(Path(home, "bin")) if home else None):
        return _(
            "--engine spark — 没有找到Java — 请安装Java 17（Debian、Ubuntu："
            "sudo apt install openjdk-17-jre-headless）后再试。"
        )
    return ""


def knock(master: str) -> None:
    """Spark takes over a minute to find that nobody answers."""
    if not master.startswith("spark://"):
        return
    for place in master.removeprefix("spark://").split(","):
        host, _colon, port = place.rpartition(":")
        with suppress(OSError, ValueError), socket.create_connection((host, int(port)), _KNOCK):
            return
    raise NoWorkers(
        _("--engine spark — 集群{master}没有应答 — 请核对地址（例如spark://主机:7077）和网络后再试。").format(
            master=master
        )
    )


@contextmanager
def running(master: str, scratch: Path) -> "Iterator[SparkContext]":
    """Spark with a Java of its own, both gone after the block, however it is left."""
    from pyspark import SparkConf

    log = scratch / "log"
    conf = SparkConf(loadDefaults=False).setAll(list(_settings(master, scratch).items()))
    with _environment(master, scratch), ThreadPoolExecutor(1) as aside:
        start = aside.submit(_started, conf, log)
        try:
            with in_words(log):
                context = start.result()
            yield context
        finally:
            if not start.exception():  # after a Ctrl-C in the middle of it too: what is there can be ended
                aside.submit(_stop, start.result())


def _started(conf: "SparkConf", log: Path) -> "SparkContext":
    """Java with Spark in it; what they print goes into ``log``."""
    from pyspark import SparkContext
    from pyspark.java_gateway import launch_gateway

    with log.open("wb") as noise:
        gateway = launch_gateway(conf, {"stdout": noise, "stderr": noise})
    if conf.contains("spark.authenticate"):  # told in silence: a command line is everybody's to read
        conf.set("spark.authenticate.secret", secrets.token_hex())
    try:
        return SparkContext(conf=conf, gateway=gateway)
    except Exception:
        _end(gateway.proc)
        raise


def _stop(context: "SparkContext") -> None:
    java = context._gateway.proc
    with suppress(Exception):  # it may be gone already
        context.stop()
    _end(java)


def _end(java: "subprocess.Popen[bytes]") -> None:
    """Java ends, and executors with it, when nobody holds its standard input any more."""
    from pyspark import SparkContext

    # it would hold on to what is no more for as long as we live
    SparkContext._active_spark_context = SparkContext._gateway = SparkContext._jvm = None
    assert java.stdin
    java.stdin.close()
    try:
        java.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        java.kill()
        java.wait()


def _settings(master: str, scratch: Path) -> dict[str, str]:
    """How Spark is started. On this machine alone it is heard by nobody else and leaves nothing behind; on a
    cluster the rest is as the administrator has it (SPARK_CONF_DIR)."""
    common = {
        "spark.master": master,
        "spark.app.name": "gongkai",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if not _is_here(master):
        return common
    java = f'"-Djava.io.tmpdir={scratch}"'
    return common | {
        "spark.driver.host": _LOOPBACK,
        "spark.driver.bindAddress": _LOOPBACK,
        "spark.authenticate": "true",
        "spark.local.dir": str(scratch),
        "spark.driver.defaultJavaOptions": java,
        "spark.executor.defaultJavaOptions": java,
    }


@contextmanager
def _environment(master: str, scratch: Path) -> Iterator[None]:
    """What Spark reads from the environment: its own home, the Python of the executors, where to listen."""
    before = dict(os.environ)
    os.environ["SPARK_HOME"] = str(_home(master, scratch))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if _is_here(master):
        os.environ["SPARK_LOCAL_IP"] = _LOOPBACK
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _home(master: str, scratch: Path) -> Path:
    """The installed package. The workers of a trial cluster write below their home, so theirs is a folder of
    links to it."""
    package = Path(str(find_spec("pyspark").origin)).parent  # type: ignore[union-attr]
    if not master.startswith("local-cluster"):
        return package
    home = scratch / "home"
    home.mkdir()
    for part in package.iterdir():
        (home / part.name).symlink_to(part)
    return home


def _is_here(master: str) -> bool:
    return master.startswith("local")


@contextmanager
def in_words(log: Path | None = None) -> Iterator[None]:
    """Turn Spark's trouble into one sentence; ``log`` has the reason where Java has not come up."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError) as error:
        said = [str(error), log.read_text(encoding="utf-8", errors="replace") if log else ""]
        sentence = _("--engine spark — Spark停下了（{why}） — 请核对--master、Java（17以上）和集群后再试。")
        raise NoWorkers(sentence.format(why=cause("\n".join(said)))) from error


def cause(said: str) -> str:
    """Of all that Java and Python print about an error, what names its cause."""
    for found in re.finditer(r".*\b(\w+(?:Error|Exception): .+)", said):
        if not found[1].endswith("Traceback (most recent call last):"):
            return found[1][:300]
    return next((line for line in said.splitlines() if line.strip()), "?")
