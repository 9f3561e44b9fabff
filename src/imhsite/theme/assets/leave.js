// The script of a page that has a way off from the start.

import { QuickExit } from "./quick_exit.js";
import "./site_search.js";

new QuickExit(document.querySelector(".quick-exit"));
