@echo off
rem Double click: sets gongkai up the first time, then starts it. Needs Python 3.11 or newer.
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
where py >nul 2>nul
if not errorlevel 1 (
    py -3 run.py start %*
    goto ended
)
where python >nul 2>nul
if not errorlevel 1 (
    python run.py start %*
    goto ended
)
echo 没有找到Python — gongkai需要3.11或更新的版本 — 请从python.org下载安装，勾选“Add python.exe to PATH”，再双击本文件。
echo Python was not found. Install 3.11 or newer from python.org, tick "Add python.exe to PATH", and try again.
pause
exit /b 2

:ended
if errorlevel 1 (
    echo.
    echo 程序没有正常结束，原因见上面几行。 The lines above say what went wrong.
    pause
)
