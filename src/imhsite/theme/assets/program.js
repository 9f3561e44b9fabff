import "./can_use.js";
import "./directions.js";
import "./site_search.js";
