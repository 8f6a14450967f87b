#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Measures on many machines through Ansible: checks the options, writes a plan of boots for each machine, starts
# the playbook, and prints the table at the end. Usage: fleet.sh BUILD OPTION...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(realpath -m "$1")
typed="./run.sh fleet ${*:2}"
shift

usage()
{
	cat <<-'EOF'
	Usage: ./run.sh fleet --inventory FILE --kernels NAME[=RELEASE],... [OPTION]... [-- ANSIBLE OPTION...]
	       ./run.sh fleet --inventory FILE --set NAME [OPTION]...
	Measures on many machines through Ansible: boots kernels in turns, fetches the runs, compares them.

	  --inventory FILE   Ansible's; fleet/inventory.example says what ptebench reads there
	  --limit PATTERN    only those machines of it
	  --kernels LIST     kernels by turns, ABBA or BAAB, each in a boot of its own; a NAME is a set, and
	                     the release that uname -r reports where none is given
	  --set NAME         no reboot: one set, of the kernels that run
	  --boots N          of each kernel on each machine, 1 to 1000 (default 4; with --set: runs, 1)
	  --append [NAME:]TEXT  kernel parameters that have to be there, of one kernel or all; kexec adds them
	  --way grub|kexec   how the next boot is set (default grub; ptebench_way in the inventory wins)
	  --quick, --full, --only GLOB, --rounds N, --tune,
	  --case NAME, --size, --folio, --batch, --mixed, --threads, --vmas, --samples
	                     what is measured in each boot, as in ./run.sh run
	  --seed N           of the order of boots (default: made up; kept with the results)
	  --out DIR          where sets lie (default: results); DIR/.fleet holds plans and progress
	  --timeout S        of one run, in seconds (default 1800; 21600 with --full)
	  --reboot-timeout S (default 900)
	  --poll S           how often a machine is asked whether it is done (default 30): to ask is to disturb
	  --programs DIR     DIR/ARCH/bin/runner and DIR/ARCH/bench/*, static, in place of those built here
	  --dry-run          show the plan, and touch no machine
	  -h, --help         print this text
	  --version          print the version

	A second start goes on where the plan stands; more --boots make it longer. Exit status: that of
	compare; 1 when a machine did not do its plan; 2 usage; 77 no ansible here.
	EOF
}

wrong()
{
	echo "fleet: $1" >&2
	exit 2
}

fail()
{
	echo "fleet: $1" >&2
	exit 1
}

# OPTION VALUE MOST: prints the value.
number()
{
	if ! [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] || [ "$2" -gt "$3" ]; then
		wrong "$1 $2: give a number, 1 to $3"
	fi
	echo "$2"
}

names=()
declare -A releases=() appends=() unwanted=() folders=()
inventory='' limit=all set='' boots='' append_all='' way=grub seed='' out=results timeout='' programs=''
reboot_timeout=900 poll=30 dry=no
options=() texts=() ansible_options=()

is_name()
{
	[[ $1 =~ ^[A-Za-z0-9_+][A-Za-z0-9._+-]{0,62}$ ]]
}

add_kernels()
{
	local item name
	local -a items
	[ ${#names[@]} -eq 0 ] || wrong "--kernels: give all in one list"
	IFS=, read -r -a items <<<"$1"
	for item in "${items[@]}"; do
		name=${item%%=*}
		is_name "$name" || wrong "--kernels $item: a NAME is 1 to 63 of [A-Za-z0-9._+-], the first no dot or dash"
		[[ ${item#*=} =~ ^[A-Za-z0-9._+~-]+$ ]] || wrong "--kernels $item: RELEASE is what uname -r reports"
		[ -z "${releases[$name]:-}" ] || wrong "--kernels: $name is given twice"
		names+=("$name")
		releases[$name]=${item#*=}
	done
	[ ${#names[@]} -gt 0 ] || wrong "--kernels: give NAME or NAME=RELEASE, separated by commas"
}

# Runs when all kernels are known: --append may come before --kernels.
add_append()
{
	local text=$1 name=${1%%:*}
	[[ $text =~ ^[][A-Za-z0-9._+:,=/@%\ -]+$ ]] || wrong "--append $text: kernel parameters may have [A-Za-z0-9._+:,=/@%-] alone"
	if [[ $text == *:* ]] && [ -n "${releases[$name]:-}" ]; then
		appends[$name]+=" ${text#*:}"
	else
		append_all+=" $text"
	fi
}

add_option()
{
	case $1 in
	--only) [[ $2 =~ ^[][A-Za-z0-9._/=*?!,+-]+$ ]] || wrong "--only $2: a glob of points (./run.sh list)" ;;
	--rounds) number "$1" "$2" 1000 >/dev/null ;;
	--quick | --full | --tune) ;;
	*) [[ $2 =~ ^[][A-Za-z0-9._*?,+-]+$ ]] || wrong "$1 $2: give names or numbers with commas between them" ;;
	esac
	options+=("$@")
}

point_options=(--case --size --folio --batch --mixed --threads --vmas --samples)
with_value=(--inventory --limit --kernels --set --boots --append --way --only --rounds --seed --out --timeout
	--reboot-timeout --poll --programs "${point_options[@]}")
take_options()
{
	while [ $# -gt 0 ]; do
		case $1 in
		--help | -h)
			usage
			exit 0
			;;
		--version) exec "$build/bin/runner" --version ;;
		--dry-run) dry=yes ;;
		--quick | --tune) add_option "$1" ;;
		--full)
			add_option "$1"
			timeout=${timeout:-21600}
			;;
		--)
			shift
			ansible_options=("$@")
			return
			;;
		*)
			if [[ " ${with_value[*]} " != *" $1 "* ]]; then
				wrong "$1: not an option$("$here/../runner/nearest.sh" "$1" "see ./run.sh fleet --help" \
					"${with_value[@]}" --quick --full --tune --dry-run --help --version)"
			fi
			[ $# -ge 2 ] || wrong "$1: give a value (see ./run.sh fleet --help)"
			take_value "$1" "$2"
			shift
			;;
		esac
		shift
	done
}

take_value()
{
	case $1 in
	--inventory) inventory=$2 ;;
	--limit) limit=$2 ;;
	--kernels) add_kernels "$2" ;;
	--set)
		is_name "$2" || wrong "--set $2: give 1 to 63 of [A-Za-z0-9._+-], the first no dot or dash"
		set=$2
		;;
	--boots) boots=$(number "$1" "$2" 1000) ;;
	--append) texts+=("$2") ;;
	--way)
		[ -f "$here/nextboot-$2.sh" ] || wrong "--way $2: there is no fleet/nextboot-$2.sh"
		way=$2
		;;
	--only | --rounds) add_option "$1" "$2" ;;
	--seed)
		[[ $2 =~ ^(0|[1-9][0-9]{0,17})$ ]] || wrong "--seed $2: give a whole number"
		seed=$2
		;;
	--out) out=$2 ;;
	--timeout) timeout=$(number "$1" "$2" 604800) ;;
	--reboot-timeout) reboot_timeout=$(number "$1" "$2" 86400) ;;
	--poll) poll=$(number "$1" "$2" 3600) ;;
	--programs) programs=$(cd "$2" && pwd) || wrong "--programs $2: no such folder" ;;
	*) add_option "$1" "$2" ;;
	esac
}

check_options()
{
	local name other word text
	[ -n "$inventory" ] || wrong "--inventory: which machines? (see ./run.sh fleet --help)"
	[ -r "$inventory" ] || wrong "--inventory $inventory: it cannot be read"
	if [ -n "$set" ]; then
		[ ${#names[@]} -eq 0 ] || wrong "--set and --kernels: give one of them"
		[ ${#texts[@]} -eq 0 ] || wrong "--append: it needs reboots, and --set makes none"
		names=("$set")
		releases[$set]=
	fi
	[ ${#names[@]} -gt 0 ] || wrong "give --kernels, to boot them in turns, or --set NAME, to measure the running kernels"
	for text in "${texts[@]}"; do
		add_append "$text"
	done
	boots=${boots:-$([ -n "$set" ] && echo 1 || echo 4)}
	timeout=${timeout:-1800}
	# Parameters of another kernel alone must be absent: two kernels may differ in nothing else.
	for name in "${names[@]}"; do
		text="$append_all${appends[$name]:-}"
		appends[$name]=${text# }
	done
	for name in "${names[@]}"; do
		unwanted[$name]=
		for other in "${names[@]}"; do
			for word in ${appends[$other]}; do
				[[ " ${appends[$name]} " == *" $word "* ]] || unwanted[$name]+="$word "
			done
		done
	done
}

# Finds the names of the machines, and makes a folder name of each that cannot be a path.
find_machines()
{
	local host hosts folder
	command -v ansible-playbook >/dev/null 2>&1 || {
		echo "fleet: ansible is not there (run runner/setup.sh fleet, or as root: apt-get install ansible-core)" >&2
		exit 77
	}
	if ! hosts=$(ansible "$limit" -i "$inventory" --list-hosts 2>/dev/null); then
		wrong "--inventory $inventory: $(ansible "$limit" -i "$inventory" --list-hosts 2>&1 | tail -n 1)"
	fi
	while IFS= read -r host; do
		[[ $host != *[\"\\{}]* && $host != *[[:cntrl:]]* ]] || wrong "--inventory: the name of a machine has quotes, braces or control characters"
		folder=${host//[^A-Za-z0-9._-]/_}
		if [ "$folder" != "$host" ] || [[ $folder == .* ]] || [ ${#folder} -gt 100 ]; then
			folder=_${folder:0:80}-$(sha256sum <<<"$host" | cut -c 1-8)
		fi
		folders[$host]=$folder
	done < <(sed -n 's/^    //p' <<<"$hosts")
	[ ${#folders[@]} -gt 0 ] || wrong "--inventory $inventory, --limit $limit: no machines there"
	mapfile -t machines < <(printf '%s\n' "${!folders[@]}" | LC_ALL=C sort)
}

turns()
{
	"$build/bin/boot_order" "$1" "$seed" "$boots" "${names[@]}"
}

# Prints what must not change between starts, a line each.
describe()
{
	local name
	for name in "${names[@]}"; do
		printf 'kernel %s %s [%s]\n' "$name" "${releases[$name]}" "${appends[$name]}"
	done
	printf 'measure %s\nseed %s\n' "${options[*]}" "$seed"
}

show_plan()
{
	local host
	describe
	for host in "${machines[@]}"; do
		echo "$host: $(turns "$host" | sed -n '2,$s/.*,//p' | tr '\n' ' ')"
	done
}

# Takes the seed of the first start, and refuses another plan.
recall()
{
	[ -n "$seed" ] || seed=$(sed -n 's/^seed //p' "$tree/lab" 2>/dev/null || true)
	[ -n "$seed" ] || seed=$((RANDOM % 1000 * 1000 + RANDOM % 1000))
	if [ -e "$tree/lab" ] && ! describe | cmp -s - "$tree/lab"; then
		{ describe | diff "$tree/lab" - || true; } |
			sed -n 's/^</fleet: there:/p; s/^>/fleet: now:  /p' >&2
		wrong "$out holds another plan: choose another --out, or give the options of that plan"
	fi
}

# Writes the plan of each machine. A plan may grow at its end, and change nowhere else.
write_plans()
{
	local host folder
	describe >"$tree/lab.new"
	mv "$tree/lab.new" "$tree/lab"
	: >"$tree/machines"
	for host in "${machines[@]}"; do
		folder=$tree/${folders[$host]}
		mkdir -p "$folder"
		printf '%s' "$host" >"$folder/name"
		turns "$host" >"$folder/plan.new"
		if [ -e "$folder/plan.csv" ] &&
			! cmp -s <(head -n "$(wc -l <"$folder/plan.csv")" "$folder/plan.new") "$folder/plan.csv"; then
			fail "$host: its plan was for more boots: give at least the --boots of that plan"
		fi
		mv "$folder/plan.new" "$folder/plan.csv"
		"$here/progress.sh" "$folder" todo >"$folder/todo"
		echo "${folders[$host]}" >>"$tree/machines"
	done
}

# Prints a YAML string in which Ansible expands nothing.
text()
{
	local value=${1//\\/\\\\}
	printf '!unsafe "%s"' "${value//\"/\\\"}"
}

write_variables()
{
	local host name option
	{
		echo "fleet_out: $(text "$out")"
		echo "fleet_dir: $(text "$here")"
		echo "fleet_build: $(text "$build")"
		echo "fleet_programs: $(text "$programs")"
		echo "fleet_tree: $(text "$(cat "$tree/id")")"
		echo "fleet_owner: $(text "$(id -un) at $(uname -n)")"
		echo "fleet_way: $way"
		echo "fleet_reboots: $([ -n "$set" ] && echo false || echo true)"
		echo "fleet_timeout: $timeout"
		echo "fleet_reboot_timeout: $reboot_timeout"
		echo "fleet_poll: $poll"
		echo "fleet_options: [$(for option in "${options[@]}"; do echo "$(text "$option"),"; done)]"
		echo "fleet_kernels:"
		for name in "${names[@]}"; do
			echo "  \"$name\": {release: $(text "${releases[$name]}"), append: $(text "${appends[$name]}"), unwanted: $(text "${unwanted[$name]}")}"
		done
		echo "fleet_folders:"
		for host in "${machines[@]}"; do
			echo "  \"$host\": \"${folders[$host]}\""
		done
	} >"$tree/vars.yml"
}

# Runs the playbook. Ansible's output goes to a file; stderr shows a line for each event.
follow_plans()
{
	local status=0 watcher
	export ANSIBLE_FORKS=${ANSIBLE_FORKS:-$((${#machines[@]} < 5 ? 5 : ${#machines[@]}))}
	export ANSIBLE_PIPELINING=${ANSIBLE_PIPELINING:-1} ANSIBLE_SSH_RETRIES=${ANSIBLE_SSH_RETRIES:-2}
	export ANSIBLE_RETRY_FILES_ENABLED=0 ANSIBLE_NOCOLOR=1 ANSIBLE_STDOUT_CALLBACK=default
	: >"$tree/events.txt"
	tail -s 0.2 --pid=$$ -n +1 -f "$tree/events.txt" 2>/dev/null | sed -u '/^\.$/Q' >&2 9>&- &
	watcher=$!
	# End the watcher: it holds our stderr, and a reader of that would wait for ever.
	trap 'echo "fleet: interrupted; runs go on, and the next start fetches them" >&2
		echo . >>"$tree/events.txt"; exit 130' INT TERM
	ansible-playbook -i "$inventory" --limit "$limit" -e "@$tree/vars.yml" "${ansible_options[@]}" \
		"$here/measure.yml" >"$tree/ansible.log" 2>&1 || status=$?
	trap - INT TERM
	echo . >>"$tree/events.txt"
	wait "$watcher" || true
	return $status
}

take_options "$@"
check_options
find_machines
if [ "$dry" = yes ]; then
	tree=$out/.fleet
	recall
	show_plan
	exit 0
fi
mkdir -p "$out/.fleet" || fail "make the folder $out/.fleet (choose another with --out)"
out=$(cd "$out" && pwd)
[[ $out != *[[:cntrl:]]* ]] || wrong "--out: its name has control characters"
tree=$out/.fleet
exec 9>"$tree/.lock"
flock -n 9 || fail "another ./run.sh fleet works on $out: wait for it, or choose another --out"
[ -e "$tree/id" ] || od -An -N 8 -tx1 /dev/urandom | tr -d ' ' >"$tree/id"
recall
write_plans
write_variables
echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $typed" >>"$tree/commands.txt"
follow_plans || true
exec "$here/final_table.sh" "$build" "$out" "${names[@]}"
