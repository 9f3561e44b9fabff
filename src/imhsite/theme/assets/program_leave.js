import "./can_use.js";
import "./directions.js";
import "./leave.js";
