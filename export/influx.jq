# SPDX-License-Identifier: GPL-2.0-or-later
# InfluxDB's line protocol: a line a run and point, at the time that the run began.
# A backslash escapes blank, comma and '=', but has no escape itself and at the end of a value would escape
# the comma: write '/' instead. Omits empty tags, which are not allowed.
def tag($key): if . == null or . == "" or . == "unknown" then "" else ",\($key)="
	+ (replace("\\"; "/") | replace(" "; "\\ ") | replace(","; "\\,") | replace("="; "\\=")) end;

def text: "\"" + (replace("\\"; "\\\\") | replace("\""; "\\\"")) + "\"";

# The tags, by key as the server sorts them, but for "per".
def tags($group): ($group.facts.architecture | tag("architecture")) + (.case | tag("case"))
	+ (.family | tag("family")) + ($group.machine | tag("host")) + ($group.kernel | tag("kernel"));

def metric: ",\(.unit)=\(.value.digits7)"
	+ if .low then ",\(.unit)_low=\(.low.digits7),\(.unit)_high=\(.high.digits7)" else "" end
	+ ",\(.unit)_processes=\(.processes)i,\(.unit)_samples=\(.samples)i";

.groups[] as $group | [$group.points[] | {per: ",per=\(.per)", before: "ptebench\(tags($group))",
	after: ((.name | tag("point")) + ($group.set | tag("set")))}] as $tags
| $group.runs[] | . as $run | if .start then
	range($tags | length) as $k | .points[$k] | select(.)
	| $tags[$k].before + if .outcome == "measured" then $tags[$k].per else "" end + $tags[$k].after
		+ " other_samples=\(.other_samples)i,status=\(.status | text)"
		+ if .reason == "" then "" else ",reason=\(.reason | text)" end + ",run=\($run.name | text)"
		+ ([.metrics[] | select(.value) | metric] | join("")) + " \($run.start)000000000"
else {warning: "influx: the run \(.path) is left out: its name has no date"} end
