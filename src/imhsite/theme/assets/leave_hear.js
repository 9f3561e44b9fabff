// On pages about violence or moods, what leaves them comes first, then what reads them aloud.

import "./leave.js";
import "./hear.js";
