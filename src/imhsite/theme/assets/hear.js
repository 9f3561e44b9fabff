// The script of a page that is read aloud.

import "./hear_offer.js";
import "./site_search.js";
