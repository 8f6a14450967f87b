#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The job files of schedulers have the right form, and start run.sh with options that it has.

setup()
{
	here=$(cd "${BATS_TEST_DIRNAME%/tests*}" && pwd)
	build=${PTEBENCH_BUILD:-$here/build}
	work=$(mktemp -d)
	# A stand-in for ptebench logs its command line.
	mkdir -p "$work/ptebench/ptebench"
	printf '#!/bin/bash\nprintf "%%s|" "$@" >>"%s/started"; echo >>"%s/started"\n' "$work" "$work" \
		>"$work/ptebench/run.sh"
	chmod +x "$work/ptebench/run.sh"
	cp "$work/ptebench/run.sh" "$work/ptebench/ptebench"
}

teardown()
{
	rm -rf "$work"
}

# FILE SCHEMA: checks keys by lines "PATH TYPE"; PATH has slashes, and * for each of a list. Other keys are wrong.
has_schema()
{
	command -v python3 >/dev/null && python3 -c 'import yaml' 2>/dev/null ||
		skip "no python3-yaml (it comes with ansible-core: runner/setup.sh test)"
	python3 - "$1" "$work/schema" <<-'EOF'
		import sys, yaml
		types = {"text": str, "list": list, "map": dict}
		schema = dict(line.split() for line in open(sys.argv[2]) if line.strip())
		seen = set()
		def look(value, path):
		    if path not in schema:
		        sys.exit(f"{path}: not known")
		    if not isinstance(value, types[schema[path]]):
		        sys.exit(f"{path}: not a {schema[path]}")
		    seen.add(path)
		    if isinstance(value, dict):
		        for key, inner in value.items():
		            look(inner, f"{path.rstrip('/')}/{key}")
		    if isinstance(value, list):
		        for inner in value:
		            look(inner, f"{path}/*")
		look(yaml.safe_load(open(sys.argv[1])), "/")
		if schema.keys() - seen:
		    sys.exit(f"missing: {schema.keys() - seen}")
	EOF
}

# The real ptebench accepts each command line in $work/started.
are_options_known()
{
	local verb
	while IFS='|' read -r -a words; do
		verb=${words[0]}
		words=("${words[@]:1}")
		for i in "${!words[@]}"; do
			[ "${words[$i]}" != --setup ] || unset "words[$i]"
		done
		"$build/bin/runner" "$verb" --bench-dir "$build/bench" "${words[@]}" \
			"$([ "$verb" = run ] && echo --dry-run || echo --help)" >"$work/text"
	done <"$work/started"
}

@test "jobs: Slurm's has a node for itself, and hands options on" {
	bash -n "$here/fleet/jobs/slurm.sbatch"
	grep -q '^#SBATCH --exclusive$' "$here/fleet/jobs/slurm.sbatch"
	[ "$(grep -c '^#SBATCH --[a-z-]*\(=[^ ]*\)\?$' "$here/fleet/jobs/slurm.sbatch")" -eq "$(grep -c '^#SBATCH' "$here/fleet/jobs/slurm.sbatch")" ]
	# sbatch stops reading at the first command.
	[ "$(sed -n '/^#SBATCH/=' "$here/fleet/jobs/slurm.sbatch" | tail -n 1)" -lt "$(grep -nm 1 '^[^#]' "$here/fleet/jobs/slurm.sbatch" | cut -d: -f1)" ]
	SLURM_SUBMIT_DIR=$work/ptebench bash "$here/fleet/jobs/slurm.sbatch" --set a --only 'mprotect.*'
	[ "$(cat "$work/started")" = "run|--no-plot|--set|a|--only|mprotect.*|" ]
	are_options_known
	run bash "$here/fleet/jobs/slurm.sbatch"
	[ "$status" -ne 0 ]
	[[ $output == *"start it by sbatch"* ]]
}

@test "jobs: LAVA's is a test definition, and its steps run" {
	cat >"$work/schema" <<-'EOF'
		/ map
		/metadata map
		/metadata/format text
		/metadata/name text
		/metadata/description text
		/metadata/os list
		/metadata/os/* text
		/metadata/scope list
		/metadata/scope/* text
		/params map
		/params/OPTIONS text
		/params/SET text
		/run map
		/run/steps list
		/run/steps/* text
	EOF
	has_schema "$here/fleet/jobs/lava.yaml"
	grep -q '^  format: Lava-Test Test Definition 1.0$' "$here/fleet/jobs/lava.yaml"
	mkdir "$work/bin"
	printf '#!/bin/bash\n[ "$2" = --shell ] && shift 2 && exec "$@"\n' >"$work/bin/lava-test-case"
	chmod +x "$work/bin/lava-test-case"
	python3 - "$here/fleet/jobs/lava.yaml" >"$work/steps" <<-'EOF'
		import sys, yaml
		job = yaml.safe_load(open(sys.argv[1]))
		for name, value in job["params"].items():
		    print(f"{name}='{value}'")
		print("\n".join(job["run"]["steps"]))
	EOF
	cd "$work/ptebench"
	PATH=$work/bin:$PATH bash -e "$work/steps"
	[ "$(tail -n 1 "$work/started")" = "run|--no-plot|--out|/tmp/ptebench|--set|lava|--quick|" ]
	[ "$(wc -l <"$work/started")" -eq 3 ]
	are_options_known
}

@test "jobs: tmt's is a plan with tests in it, and they run" {
	cat >"$work/schema" <<-'EOF'
		/ map
		/summary text
		/discover map
		/discover/how text
		/discover/tests list
		/discover/tests/* map
		/discover/tests/*/name text
		/discover/tests/*/test text
		/discover/tests/*/duration text
		/execute map
		/execute/how text
	EOF
	has_schema "$here/fleet/jobs/tmt.fmf"
	[ "$(cat "$here/.fmf/version")" = 1 ]
	sed -n 's/^ *test: //p' "$here/fleet/jobs/tmt.fmf" >"$work/steps"
	cd "$work/ptebench"
	TMT_TEST_DATA="$work/a b" bash -e "$work/steps"
	[ "$(tail -n 1 "$work/started")" = "run|--setup|--no-plot|--out|$work/a b|" ]
	[ "$(wc -l <"$work/started")" -eq 2 ]
	are_options_known
}

@test "jobs: LKP's is a job with one parameter, and its program takes it" {
	cat >"$work/schema" <<-'EOF'
		/ map
		/suite text
		/testcase text
		/category text
		/ptebench map
		/ptebench/tier list
		/ptebench/tier/* text
	EOF
	has_schema "$here/fleet/jobs/lkp/ptebench.yaml"
	for tier in $(sed -n 's/^    - //p' "$here/fleet/jobs/lkp/ptebench.yaml"); do
		tier=$tier BENCHMARK_ROOT=$work/ptebench TMP_RESULT_ROOT=$work bash "$here/fleet/jobs/lkp/run"
	done
	[ "$(head -n 1 "$work/started")" = "run|--no-plot|--quick|--out|$work|--set|lkp|" ]
	[ "$(wc -l <"$work/started")" -eq 2 ]
	are_options_known
}

@test "jobs: a file of another form is refused" {
	printf '/ map\n/suite text\n' >"$work/schema"
	printf 'suite: x\nsteps: []\n' >"$work/a.yaml"
	run has_schema "$work/a.yaml"
	[[ $output == *"/steps: not known"* ]] || [[ $output == *skip* ]]
	printf 'suite: [x]\n' >"$work/a.yaml"
	run has_schema "$work/a.yaml"
	[ "$status" -ne 0 ] || [[ $output == *skip* ]]
}
