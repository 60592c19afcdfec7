"""The style sheets of every page, one for each kind of component, in the order in which they may override."""

SCREEN = (
    "bootstrap/css/bootstrap-reboot.min.css",
    "ui/tokens.css",
    "ui/ground.css",
    "ui/frame.css",
    "ui/controls.css",
    "ui/cards.css",
    "ui/tables.css",
    "ui/time.css",
    "ui/findings.css",
    "ui/changes.css",
    "ui/law.css",
    "ui/forms.css",
    "ui/official.css",
    "ui/panel.css",
    "ui/paper.css",
    "ui/wechat.css",
    "ui/redact.css",
    "ui/chart.css",
    "ui/floats.css",
)
DARK = "ui/dark.css"
ELDER = "ui/elder.css"
PRINT = "ui/print.css"
