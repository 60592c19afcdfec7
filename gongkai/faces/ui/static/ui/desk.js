// The small modules of the workbench. Every page works without them.
import "./menus.js";
import "./shortcut.js";
import "./toasts.js";
