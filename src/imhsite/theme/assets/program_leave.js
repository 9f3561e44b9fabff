import "./can_use.js";
import "./directions.js";
import "./hear_offer.js";
import "./leave.js";
