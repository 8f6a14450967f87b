// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh vm: boots kernels in QEMU in turns, collects their rows, compares them. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/die.h"
#include "base/hash.h"
#include "boot.h"
#include "boot_order.h"
#include "initrd.h"
#include "runner/signals.h"
#include "runner/wanted_points.h"
#include "sets.h"
#include "vm_options.h"

enum { PROBE_SECONDS = 20 };

struct job {
	struct vm_options options;
	const struct machine *machine;
	enum machine_accel accel;
	char *qemu_version;
	char token[16], images[VM_OPTIONS_KERNELS_MAX][64];
	char digests[VM_OPTIONS_KERNELS_MAX][HASH_BYTES];
	size_t *order, total, failed;
	char *logs[VM_OPTIONS_KERNELS_MAX]; /* of the last run of each kernel */
};

static void describe(const struct vm_options *options)
{
	for (unsigned int i = 0; i < options->kernel_count; i++) {
		const struct image *image = &options->kernels[i].image;

		printf("%s: %s, %s, %s\n", options->kernels[i].name, image_arches[image->arch],
		       image->format, *image->version ? image->version : "version unknown");
	}
}

/* Opens a file in memory, which a kill leaves nothing of. @ret_path: 64 bytes. */
static FILE *open_memory(const char *name, char *ret_path)
{
	int fd = memfd_create(name, MFD_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w+e");

	if (!file)
		die(EXIT_FAILED, "make a file in memory: %s", strerror(errno));
	snprintf(ret_path, 64, "/proc/%d/fd/%d", (int)getpid(), fd);
	return file;
}

/* Files stay open: QEMU reads them by the path of their descriptor. */
static void unpack_images(struct job *job)
{
	for (unsigned int i = 0; i < job->options.kernel_count; i++) {
		struct vm_options_kernel *kernel = &job->options.kernels[i];
		int error;

		if (!kernel->image.has_payload)
			continue;
		open_memory("kernel", job->images[i]);
		error = image_unpack(kernel->path, job->images[i]);
		if (error)
			die(EXIT_FAILED, "unpack %s: %s", kernel->path, strerror(-error));
	}
}

static struct qemu_guest guest_of(const struct job *job, size_t kernel, const char *initrd,
				  const char *append)
{
	return (struct qemu_guest) {
		.machine = job->machine,
		.accel = job->accel,
		.kernel = *job->images[kernel] ? job->images[kernel]
					       : job->options.kernels[kernel].path,
		.initrd = initrd,
		.append = append,
		.memory = job->options.memory,
		.cpu = job->options.cpu,
		.smp = job->options.smp,
	};
}

/* Boots a guest under KVM: that /dev/kvm opens proves little. */
static bool does_kvm_work(struct job *job)
{
	char path[64], *append = xasprintf(GUEST_PROBE " %s", job->options.append);
	FILE *initrd = open_memory("initrd", path);
	struct qemu_guest guest;
	struct boot_end end;

	job->accel = MACHINE_ACCEL_KVM;
	initrd_make(initrd, &job->options, &job->options.kernels[0], NULL, 0, false);
	guest = guest_of(job, 0, path, append);
	boot_run(&guest, NULL, PROBE_SECONDS, false, &stop_signal, &end);
	fclose(initrd);
	free(append);
	return end.said_hello;
}

static void choose_accel(struct job *job)
{
	bool may = job->options.accel != MACHINE_ACCEL_TCG && machine_may_have_kvm(job->machine);
	bool works = may && does_kvm_work(job);
	const char *why = may ? "a kernel did not come up under KVM within 20 s"
			      : "no usable /dev/kvm for this architecture";

	job->accel = works ? MACHINE_ACCEL_KVM : MACHINE_ACCEL_TCG;
	if (works || job->options.accel == MACHINE_ACCEL_TCG || stop_signal)
		return;
	if (job->options.accel == MACHINE_ACCEL_KVM)
		die(EXIT_CANNOT_RUN, "--accel kvm: %s (leave it out: TCG counts instructions)",
		    why);
	if (job->options.smp > 1)
		die(EXIT_CANNOT_RUN, "--smp %u: %s, and TCG counts instructions on one CPU alone",
		    job->options.smp, why);
	warn("%s: TCG counts instructions in place of time", why);
}

static void make_token(struct job *job)
{
	uint32_t number = 0;
	uint64_t seed = 0;

	if (getrandom(&number, sizeof(number), 0) < 0 || getrandom(&seed, sizeof(seed), 0) < 0)
		number = (uint32_t)getpid();
	if (!job->options.has_seed)
		job->options.seed = seed % 1000000; /* short enough to be typed again */
	snprintf(job->token, sizeof(job->token), "%08" PRIx32, number);
}

static void name_run(const struct job *job, size_t boot, char *ret_name, size_t size)
{
	char stamp[32];
	time_t now = time(NULL);

	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime(&now));
	snprintf(ret_name, size, "%s-%s-%zu", stamp, job->token, boot + 1);
}

static void close_record(const struct job *job, size_t kernel, const struct qemu_guest *guest,
			 struct guest_run *record, const struct boot_end *end)
{
	char smp[16];
	const char *const facts[][2] = {
		{ "vm_accel", machine_accels[job->accel] },
		{ "vm_machine", qemu_type(guest) },
		{ "vm_cpu", qemu_cpu(guest) },
		{ "vm_memory", guest->memory },
		{ "vm_smp", smp },
		{ "vm_qemu", job->qemu_version },
		{ GUEST_RUN_IMAGE, job->digests[kernel] },
		{ NULL, NULL },
	};
	int error;

	snprintf(smp, sizeof(smp), "%u", guest->smp);
	error = guest_run_close(record, boot_status_name(end->status), end->detail, facts);
	if (error)
		die(EXIT_FAILED, "write to %s: %s", record->path, strerror(-error));
}

static void report(const struct job *job, size_t boot, const struct guest_run *record,
		   const struct boot_end *end)
{
	char processes[40] = "";

	if (!job->options.checks)
		snprintf(processes, sizeof(processes), "%lu processes, ", record->processes);
	warn("boot %zu of %zu, %s: %s%s%s, %s%.0f s", boot + 1, job->total,
	     job->options.kernels[job->order[boot]].name, boot_status_name(end->status),
	     *end->detail ? ": " : "", end->detail, processes, end->seconds);
}

/* A guest's text must not control a terminal. */
static void print_clean(const char *kernel, const char *line)
{
	printf("%s: ", kernel);
	for (; *line && *line != '\n'; line++)
		putchar(*line < ' ' || *line > '~' ? '?' : *line);
	putchar('\n');
}

/*
 * Prints the lines of a boot's check.txt that are not ok, and its count. Return: true when the
 * count is there and no check failed.
 */
static bool print_checks(const char *kernel, const char *run)
{
	char *path = xasprintf("%s/check.txt", run), *line = NULL;
	bool has_count = false, has_failure = false;
	FILE *in = fopen(path, "re");
	size_t room = 0;

	while (in && getline(&line, &room, in) > 0) {
		const char *text = line + strspn(line, " ");
		bool is_failure = !strncmp(text, "not ok ", strlen("not ok "));
		bool is_count = !strncmp(line, "# checks: ", strlen("# checks: "));

		has_failure |= is_failure;
		has_count |= is_count;
		if (is_failure || is_count)
			print_clean(kernel, text);
	}
	if (!has_count)
		printf("%s: the checks did not come to their end\n", kernel);
	fflush(stdout);
	if (in)
		fclose(in);
	free(line);
	free(path);
	return has_count && !has_failure;
}

/*
 * The seed of a guest's order of points: the n-th boots of all kernels have the same, and no
 * others, so that the order is neither of one kernel alone nor of the whole set.
 */
static uint64_t seed_of(const struct job *job, size_t boot)
{
	uint64_t seed = job->options.seed;

	for (size_t i = 0; i < boot; i++)
		seed += job->order[i] == job->order[boot];
	return seed;
}

static void boot_once(struct job *job, size_t boot)
{
	size_t number = job->order[boot];
	const struct vm_options_kernel *kernel = &job->options.kernels[number];
	char run[64], path[64], title[96], *append;
	FILE *initrd = open_memory("initrd", path);
	struct qemu_guest guest;
	struct guest_run record;
	struct boot_end end;
	bool is_well = true;

	name_run(job, boot, run, sizeof(run));
	initrd_make(initrd, &job->options, kernel, run, seed_of(job, boot),
		    job->accel == MACHINE_ACCEL_TCG);
	append = xasprintf("%s%s%s", job->options.append,
			   *job->options.append && *kernel->append ? " " : "", kernel->append);
	guest = guest_of(job, number, path, append);
	snprintf(title, sizeof(title), "boot %zu/%zu: %.64s", boot + 1, job->total, kernel->name);
	guest.title = title;
	guest_run_open(job->options.out, kernel->name, run, &record);
	boot_run(&guest, &record, job->options.timeout_s, job->options.checks, &stop_signal, &end);
	close_record(job, number, &guest, &record, &end);
	report(job, boot, &record, &end);
	if (job->options.checks && !stop_signal)
		is_well = print_checks(kernel->name, record.path);
	free(job->logs[number]);
	job->logs[number] = xasprintf("%s/log.txt", record.path);
	job->failed += !is_well || end.status != BOOT_COMPLETE;
	fclose(initrd);
	free(append);
}

static void print_plan(const struct job *job)
{
	struct qemu_guest guest = guest_of(job, 0, "INITRD", job->options.append);
	char *argv[QEMU_ARGUMENTS_MAX];

	guest.accel =
		job->options.accel == MACHINE_ACCEL_KVM ? MACHINE_ACCEL_KVM : MACHINE_ACCEL_TCG;
	printf("order:");
	for (size_t i = 0; i < job->total; i++)
		printf(" %s", job->options.kernels[job->order[i]].name);
	printf("\nseed: %" PRIu64 "\ncommand:", job->options.seed);
	qemu_arguments(&guest, argv);
	for (int i = 0; argv[i]; i++)
		printf(strchr(argv[i], ' ') ? " '%s'" : " %s", argv[i]);
	putchar('\n');
	qemu_free_arguments(argv);
}

/* Refuses to mix two kernels in a set: compare would take them for one. */
static void check_sets(struct job *job)
{
	const struct vm_options *options = &job->options;
	struct reason reason = { "" };

	for (unsigned int i = 0; i < options->kernel_count; i++) {
		const struct vm_options_kernel *kernel = &options->kernels[i];
		int error = image_digest(kernel->path, job->digests[i]);

		if (error)
			die(EXIT_FAILED, "read %s: %s", kernel->path, strerror(-error));
		error = guest_run_check_set(options->out, kernel->name, job->digests[i], &reason);
		if (error)
			die(EXIT_USAGE,
			    "--kernel %s=%s: %s: choose another NAME or --out, or move that run "
			    "away",
			    kernel->name, kernel->path, reason.text);
	}
}

/* Looks for --only among our own points before the first boot. Points of --case need the guest. */
static void require_points(const struct vm_options *options)
{
	char *folder = xasprintf("%s/bench", options->programs);
	struct bench_exec_points points;

	if (options->only.count && !point_options_any(&options->own) && !access(folder, X_OK)) {
		bench_exec_list(folder, &points);
		wanted_points_require(&options->only, &points, options->checks ? folder : NULL,
				      true);
		bench_exec_points_free(&points);
	}
	free(folder);
}

static void plan(struct job *job)
{
	struct vm_options *options = &job->options;

	require_points(options);
	if (options->until.width > 0)
		until_plan(&options->until, options->boots);
	check_sets(job);
	make_token(job);
	job->machine = machine_of(options->arch);
	job->total = (size_t)options->kernel_count * options->boots;
	job->order = xcalloc(job->total, sizeof(*job->order));
	boot_order_make(options->kernel_count, options->boots, options->seed, job->order);
}

/* Compares each kernel's set with the first one's. Return: the exit code of the program. */
static int finish(const struct vm_options *options, size_t failed)
{
	enum die_code status = failed ? EXIT_FAILED : EXIT_DONE;

	if (!options->checks)
		status = sets_compare(options, status);
	for (unsigned int i = 0; i < options->kernel_count; i++)
		printf("results: %s/%s\n", options->out, options->kernels[i].name);
	if (failed)
		warn("boots that did not end well, or had failures: %zu", failed);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the results: %s", strerror(errno));
	return status;
}

static int boot_all(struct job *job)
{
	signals_take();
	job->qemu_version = qemu_version(job->machine);
	if (!job->qemu_version)
		die(EXIT_CANNOT_RUN, "no %s here (as root: apt-get install %s)", job->machine->qemu,
		    job->machine->package);
	unpack_images(job);
	choose_accel(job);
	for (size_t boot = 0; boot < job->total && !stop_signal; boot++) {
		boot_once(job, boot);
		if (!stop_signal && sets_are_settled(&job->options, boot + 1, job->logs))
			break;
	}
	if (stop_signal) {
		warn("interrupted; whole processes are kept");
		signals_stop_as_asked();
	}
	return finish(&job->options, job->failed);
}

int main(int argc, char **argv)
{
	static struct job job;

	vm_options_parse(argc, argv, &job.options);
	if (job.options.names_arch) {
		puts(image_arches[job.options.arch]);
		return EXIT_DONE;
	}
	if (job.options.describes) {
		describe(&job.options);
		return EXIT_DONE;
	}
	plan(&job);
	if (job.options.is_dry) {
		print_plan(&job);
		return EXIT_DONE;
	}
	return boot_all(&job);
}
