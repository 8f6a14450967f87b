# SPDX-License-Identifier: GPL-2.0-or-later
# KTAP (Documentation/dev-tools/ktap.rst @ v6.12): a subtest a group, a test a point.
# '#' begins a directive: "# SKIP" in a name would make a failure pass.
def plain: replace("#"; "?");

def metric($per; $level): "  # \(.value.digits6) \(.unit)/\($per)"
	+ if .low then ", 95% [\(.low.digits6), \(.high.digits6)]" else "" end
	+ if .low and .is_within then " within one boot" else "" end
	+ ", \(.n) \($level)\(if .n == 1 then "" else "s" end), \(.processes) processes, "
	+ "\(.samples) samples";

def is_good: .outcome == "measured" or .outcome == "skipped";

def word: if is_good then "ok" else "not ok" end;

def point($number; $level): .per as $per
	| (.metrics[] | select(.value) | metric($per; $level)),
	(select(.outcome == "measured" and .other_samples > 0)
		| "  # \(.other_samples) samples more do not count: \(.reason | plain)"),
	"  \(word) \($number) \(.name | plain)" + if .outcome == "measured" then "" else
		" # \({skipped: "SKIP ", error: "ERROR "}[.outcome] // "")\("\(.status): \(.reason)" | plain)" end;

"KTAP version 1", "1..\(.groups | length)",
(range(.groups | length) as $i | .groups[$i] | .level as $level
	| "  KTAP version 1", "  # Subtest: \(.label)", "  1..\(.points | length)",
	"  # \(.runs[0].description | plain)", "  # Linux \(.kernel | plain)",
	(range(.points | length) as $k | .points[$k] | point($k + 1; $level)),
	"\(if all(.points[]; is_good) then "ok" else "not ok" end) \($i + 1) \(.label)")
