// The small modules of the workbench. Every page works without them.
import "./dialogs.js";
import "./drop.js";
import "./failures.js";
import "./filters.js";
import "./forms.js";
import "./shortcut.js";
import "./toasts.js";
