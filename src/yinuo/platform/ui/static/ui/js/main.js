// What every page needs; each module looks after one thing and works again after htmx has swapped a part.
import "./keyboard.js";
import "./palette.js";
import "./tick.js";
import "./live.js";
import "./toast.js";
import "./dialog.js";
import "./find.js";
import "./draft.js";
import "./changes.js";
