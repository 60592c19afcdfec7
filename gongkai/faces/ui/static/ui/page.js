// What every page has: references to the law, menus.
import "./law.js";
import "./menus.js";
