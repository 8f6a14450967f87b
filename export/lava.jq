# SPDX-License-Identifier: GPL-2.0-or-later
# Signals for the log of a LAVA job. The dispatcher splits a signal at blanks and each part at its one '=',
# ends it at '>', and stops the job at an id that it has seen: ids are slugs, unique in the whole output.
def signals($prefix): .per as $per | if .outcome == "measured" then
		"\($prefix)\(.slug)." as $id | .metrics[] | select(.value) | {id: "\($id)\(.unit)",
		result: "pass UNITS=\(.unit)/\($per) MEASUREMENT=\(.value.decimals6)"}
	else
		{id: "\($prefix)\(.slug)", result: {skipped: "skip", failed: "fail", error: "unknown"}[.outcome],
		why: ("\(.status): " + (.reason | replace("<"; "?") | replace(">"; "?")))}
	end;

# A signal has no room for a reason: that is a line before it.
(.groups | length > 1) as $are_several
| foreach (.groups[] | "<LAVA_SIGNAL_TESTSET START \(.label)>",
	((if $are_several then "\(.label)." else "" end) as $prefix | .points[] | signals($prefix)),
	"<LAVA_SIGNAL_TESTSET STOP>") as $item ({seen: {}};
	if $item | type == "string" then .lines = [$item] else
		.seen as $seen
		| first($item.id, "\($item.id)-\(range(2; infinite))" | select($seen[.] | not)) as $id
		| .seen[$id] = true
		| .lines = [($item.why // empty | "ptebench: \($id): \(.)"),
			"<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=\($id) RESULT=\($item.result)>"]
	end;
	.lines[])
