# SPDX-License-Identifier: GPL-2.0-or-later
# Kernel test robot: stats.json a run; matrix.json with an array a key, one value a run. Its tools take a
# value that is missing for 0, which is right for counts of .skip and .fail alone.
(.groups[] as $group
| [$group.runs[] | [range($group.points | length) as $k | $group.points[$k] as $point
	| .points[$k] | select(.)
	| (select(.outcome != "measured") | {value: 1,
		key: "ptebench.\($point.name).\(if .outcome == "skipped" then "skip" else "fail" end)"}),
	(.metrics[] | select(.value) | {value: (.value.number | real),
		key: "ptebench.\($point.name).\(.unit)_per_\($point.per)"})]
	| from_entries] as $stats
| [$stats[] | keys_unsorted[]] | first_by(.) as $keys
| [$keys[] as $key | [$stats[][$key]]
	| select(all(.[]; .) or (map(select(.))[0] | type) == "number")
	| {$key, value: map(. // 0)}] as $columns
| (range($stats | length) | {path: "\($group.label)/\(.)/stats.json"}, {json: $stats[.]}),
{path: "\($group.label)/matrix.json"},
{json: ({stats_source: [range($stats | length) | "\(.)/stats.json"]} + ($columns | from_entries))},
(($keys | length) - ($columns | length) | select(. > 0) | {warning: ("lkp: \($group.label)/matrix.json "
	+ "lacks \(.) metrics that not all runs have; stats.json of a run has them")})),
missing("lkp")
