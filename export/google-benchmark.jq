# SPDX-License-Identifier: GPL-2.0-or-later
# Google Benchmark's JSON. A process is a repetition, which is what compare.py's Mann-Whitney test needs; an
# iteration is a page or a call; the first metric is real_time.
def number: tonumber? // empty | select(. > -infinite and . < infinite);

def context: .facts as $facts | {date: .runs[0].start_time, host_name: .machine, executable: "ptebench",
	num_cpus: ($facts.cpus_online // "" | (number | select(. >= 1 and . < 1e6) | floor) // null),
	mhz_per_cpu: ($facts.cpufreq_max_khz // "" | (number | . / 1000 | real) // null),
	cpu_scaling_enabled: ($facts.governor | if . then . != "performance" else null end), caches: [],
	library_build_type: "release", kernel, set, clock_domain: ($facts.clock_domain // "unknown"),
	ptebench_version: ($facts.ptebench_version // "unknown")} | present;

# $entry: what all entries of a point have.
def entry($entry; $suffix; $type; $repetitions): {name: "\($entry.name)\($suffix)",
	family_index: $entry.family, per_family_instance_index: $entry.instance, run_name: $entry.name,
	run_type: $type, repetitions: $repetitions};

# compare.py knows four units of time and no other: the label has the real one.
def values($unit): {real_time: real, cpu_time: real, time_unit: "ns", label: $unit};

# Input: a point.
def entries($entry; $unit): .threads as $threads | .metrics[1:] as $others
	| if .outcome == "measured" then
		(.metrics[0] | select(.value)) as $metric | ($metric.repetitions | length) as $count
		| (range($count) as $i | entry($entry; ""; "iteration"; $count)
			+ {repetition_index: $i, $threads, iterations: ($metric.iterations[$i] // 0)}
			+ ($metric.repetitions[$i] | values("\($unit)/\($entry.per)"))
			+ ([$others[] | select((.repetitions | length) == $count)
				| {(.unit): (.repetitions[$i] | real)}] | add // {})),
		(select($count > 1) | ("mean", "median", "stddev") as $name
			| entry($entry; "_\($name)"; "aggregate"; $count)
			+ {$threads, aggregate_name: $name, aggregate_unit: "time", iterations: $count}
			+ ($metric[$name] | values("\($unit)/\($entry.per)")))
	else
		# compare.py takes the mean over all entries that are no aggregates and would stop at one
		# without a time, or take 0; it pairs entries of the same unit of time, so this has none.
		entry($entry; ""; "aggregate"; 0) + {aggregate_name: "error", error_occurred: true,
			error_message: "\(.status): \(.reason)", iterations: 0, time_unit: ""}
	end;

# Metrics that are no times have the unit in the name, so that they are not compared with one.
(.groups[] | .metrics[0] as $metric | .points as $points
	| {path: "\(.label).json"},
	{json: {context: context, benchmarks: [foreach range($points | length) as $k ({};
		if $k == 0 then {family: 0, instance: 0}
		elif $points[$k].case == $points[$k - 1].case then .instance += 1
		else {family: (.family + 1), instance: 0} end;
		. as $indices | $points[$k]
		| entries($indices + {per, name: "\(.name)\(if $metric.is_time then "" else "/\($metric.unit)" end)"};
			$metric.unit))]}},
	(select($metric.is_time | not) | {warning: ("google-benchmark: \(.label): real_time holds "
		+ "\($metric.unit), as names and labels say; the format has no other unit than ns")})),
missing("google-benchmark")
