# SPDX-License-Identifier: GPL-2.0-or-later
# OpenMetrics for a node_exporter textfile, which reads the older text format: only gauges are the same in
# both, and it refuses time stamps.
def pair($key): "\($key)=\"" + (replace("\\"; "\\\\") | replace("\""; "\\\"")) + "\"";

def labels: "{" + (.set | pair("set")) + "," + (.machine | pair("machine")) + "," + (.kernel | pair("kernel"));

# Input: the series of one family; a family without series is left out.
def family($name; $unit; $help): select(length > 0) | "# TYPE \($name) gauge",
	if $unit then "# UNIT \($name) \($unit)" else empty end, "# HELP \($name) \($help)", "\($name)\(.[])";

# Input: all points. value: text of a point, or none.
def points($name; $unit; $help; value):
	[.[] | (value // empty) as $value | "\(.labels)\(.per_label)} \($value)"] | family($name; $unit; $help);

def metric($unit): (.metrics[] | select(.unit == $unit)) // {};

[.groups[] | labels as $labels | .points[]
	| .labels = $labels + "," + (.name | pair("point")) + "," + (.case | pair("case"))
	| .per_label = if .outcome == "measured" then "," + (.per | pair("per")) else "" end] as $all
| ($all | points("ptebench_time_seconds"; "seconds"; "Time a page or call."; metric("ns").value.seconds),
	points("ptebench_time_low_seconds"; "seconds"; "Lower end of its 95% interval.";
		metric("ns").low.seconds),
	points("ptebench_time_high_seconds"; "seconds"; "Upper end of its 95% interval.";
		metric("ns").high.seconds),
	points("ptebench_instructions"; null;
		"Instructions a page or call, user and kernel, where the clock counts them.";
		metric("instructions").value.digits7),
	points("ptebench_kernel_instructions"; null; "Instructions in the kernel a page or call.";
		metric("instructions_kernel").value.digits7),
	points("ptebench_kernel_cycles"; null; "Cycles in the kernel a page or call.";
		metric("cycles_kernel").value.digits7),
	points("ptebench_processes"; null; "Processes that measured the point.";
		[.metrics[].processes] | max | select(. > 0)),
	points("ptebench_point_ok"; null; "1 where the point was measured as claimed, else 0.";
		if .outcome == "measured" then 1 else 0 end),
	([.[] | select(.outcome != "measured")
		| "\(.labels),\(.status | pair("status")),\(.reason | pair("reason"))} 1"]
		| family("ptebench_point_not_ok"; null; "Always 1: why a point has no figures."))),
([.groups[] | (.runs[-1].start // empty) as $start | "\(labels)} \($start)"]
	| family("ptebench_last_run_timestamp_seconds"; "seconds"; "When the latest run was started.")),
"# EOF"
