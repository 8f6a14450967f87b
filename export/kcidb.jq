# SPDX-License-Identifier: GPL-2.0-or-later
# KCIDB (KernelCI), schema 5.0, which all of 5.x take: a test a run, point and metric.
def environment($machine): . as $run
	| ["boot_id", "cpu_model", "cpu_core", "microcode", "page_bytes", "governor", "thp_enabled",
	"kernel_cmdline", "cpus_online", "memory_total", "clock_domain", "vm_qemu"]
	| {comment: $run.description,
		misc: ((map({(.): $run.facts[.]}) | add | present) + {host: $machine})};

# Input: a metric. The prefix makes readers show seconds as 12.4 ns.
def number($per): if .value.seconds
	then {value: (.value.number / 1e9 | real), unit: "s/\($per)", prefix: "metric"}
	else {value: (.value.number | real), unit: "\(.unit)/\($per)"} end;

# Of a run's point: where it is measured a test each metric, else one. $test: what all have in common.
def tests($test; $point; $misc): if .outcome == "measured" then
		.metrics[] | select(.value)
		| {leaf: ".\(.unit)", status: "DONE", number: number($point.per),
		misc: ({processes, samples} + if .low then {"interval95_\(.unit)":
			[.low, .high | .number | real]} else {} end + $misc)}
	else
		# "ERROR": the kernel is neither right nor wrong by it.
		{leaf: "", status: {skipped: "SKIP", failed: "FAIL", error: "ERROR"}[.outcome],
		log_excerpt: .reason, misc: ({status} + $misc)}
	end
	| {id: "\($test.id)-\($point.name)\(.leaf)", origin: $test.origin, build_id: $test.build_id,
	path: "ptebench.\($point.slug)\(.leaf)", status, environment: $test.environment, misc,
	start_time: $test.start_time, log_excerpt, number} | present;

.origin as $origin | [.groups[] | .checkout_id = "\($origin):checkout-\(.checkout_hash)"
	| .build_id = "\($origin):build-\(.build_hash)"] as $groups
| {json: {version: {major: 5, minor: 0},
	checkouts: [$groups | first_by(.checkout_id)[] | {id: .checkout_id, origin: $origin,
		git_commit_name: .facts.kernel_release, comment: .facts.kernel_version} | present],
	builds: [$groups | first_by(.build_id)[] | {id: .build_id, origin: $origin, checkout_id,
		misc: (.facts | {kernel_config_fnv1a64} | present),
		architecture: (.facts.architecture // "?" | if test("^[a-z0-9_]*$") then . else null end),
		compiler: .facts.kernel_compiler} | present],
	tests: [$groups[] as $group | $group.runs[] as $run
		| ($run | environment($group.machine)) as $environment
		| {id: "\($origin):\($group.label)-\($run.name)", $origin, build_id: $group.build_id,
		$environment, start_time: $run.start_time} as $test
		| range($group.points | length) as $k | $group.points[$k] as $point
		| $run.points[$k] | select(.)
		| tests($test; $point; {run: $run.name, set: $group.set, point: $point.name,
			ptebench_version: $run.facts.ptebench_version} | present)]}}
