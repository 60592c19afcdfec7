// The small modules of the workbench. Every page works without them.
import "./failures.js";
import "./filters.js";
import "./law.js";
import "./menus.js";
import "./shortcut.js";
import "./toasts.js";
