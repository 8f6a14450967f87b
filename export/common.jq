# SPDX-License-Identifier: GPL-2.0-or-later
# What all filters share. Input: the JSON of docs/EXPORTS.md. Output, by which filter.c writes files:
# "TEXT": a line; {json}: a document; {path}: begin this file; {warning}: a line on stderr.
def replace($from; $to): split($from) | join($to);

def present: with_entries(select(.value != null));

# jq has one type of number: marks those that must keep their point.
def real: {real: .};

# The first item of each value of f, in order.
def first_by(f): reduce .[] as $item ({}; ($item | f) as $key
	| if has($key) then . else .[$key] = $item end) | [.[]];

# Warnings: points that some runs did not measure, for formats that have no place for them.
def missing($format): [.groups[] as $group | range($group.points | length) as $k
	| [$group.runs[].points[$k] | select(. and .outcome != "measured")] | select(length > 0)
	| (map(select(.outcome == "failed")) + map(select(.outcome == "error")) + .)[0] as $worst
	| "\($format): \($group.label): \($group.points[$k].name) has no value in \(length) of "
		+ "\($group.runs | length) runs: \($worst.status): \($worst.reason)"]
	| {warning: .[:20][]}, (length - 20 | select(. > 0)
		| {warning: "\($format): and \(.) points more; --format ktap names them all"});

