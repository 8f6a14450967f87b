# SPDX-License-Identifier: GPL-2.0-or-later
# Apache Otava: CSV a machine, a line a run. Otava reads no empty cell: columns are those that all runs have.
def cell: if test("[,\"]") then "\"" + replace("\""; "\"\"") + "\"" else . end;

# A kernel built from git names its commit: 6.18.0-rc1-00012-g0123456789ab.
def commit: (split("-g")[1:] | join("-g") | capture("^(?<hash>[0-9a-f]{7,40})($|[-+])").hash) // .;

# Of a machine's groups: its runs with a date, and of each its values by "UNIT POINT".
def lines: [.[] as $group | $group.runs[] | select(.start) | {start, start_time, name, kernel: $group.kernel,
	values: ([range($group.points | length) as $k | $group.points[$k].name as $name
		| .points[$k] | select(.) | .metrics[] | select(.value)
		| {key: "\(.unit) \($name)", value: .value.digits7}] | from_entries)}]
	| sort_by([.start, .name]);

def columns: [.[].points[] | .name as $name | .per as $per | .metrics[] | select(.value)
	| {key: "\(.unit) \($name)", name: "\($name).\(.unit)_per_\($per)"}] | first_by(.name);

(.groups | first_by(.machine_label)[].machine_label as $machine | map(select(.machine_label == $machine))
	| (.[].runs[] | select(.start | not)
		| {warning: "otava: the run \(.path) is left out: its name has no date"}),
	(lines as $lines | select($lines != []) | columns as $all
		| [$all[] | .key as $key | select(all($lines[]; .values[$key]))] as $columns
		| {path: "\($machine).csv"}, (["time,commit,kernel,run", ($columns[].name | cell)] | join(",")),
		($lines[] | .values as $values | [.start_time, (.kernel | commit, . | cell),
			(.name | cell), $values[$columns[].key]] | join(",")),
		(($all | length) - ($columns | length) | select(. > 0)
			| {warning: ("otava: \(.) metrics of \($machine) are left out, since a run lacks them: "
			+ "Otava reads no empty cell (give the runs that have them)")}))),
missing("otava")
