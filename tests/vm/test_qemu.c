// SPDX-License-Identifier: GPL-2.0-or-later
/* qemu_pin() gives a guest's CPU a CPU of the host, with KVM alone. */
#include "fixture.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "vm/qemu.h"

static void *wait_to_be_pinned(void *argument)
{
	pthread_barrier_t *barrier = argument;

	pthread_setname_np(pthread_self(), "CPU 0/KVM");
	pthread_barrier_wait(barrier);
	pthread_barrier_wait(barrier);
	return NULL;
}

/* This process plays QEMU: one of its threads has the name of a guest's CPU. */
static void test_the_guests_cpu_is_pinned(void **state)
{
	struct qemu_guest guest = { .machine = machine_of(IMAGE_X86_64), .smp = 1 };
	struct qemu self = { .pid = getpid() };
	pthread_barrier_t barrier;
	cpu_set_t before, after;
	pthread_t thread;

	(void)state;
	CPU_ZERO(&before);
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	if (CPU_COUNT(&before) < 2)
		skip();
	pthread_barrier_init(&barrier, NULL, 2);
	assert_int_equal(pthread_create(&thread, NULL, wait_to_be_pinned, &barrier), 0);
	pthread_barrier_wait(&barrier);
	guest.accel = MACHINE_ACCEL_TCG;
	qemu_pin(&self, &guest);
	pthread_getaffinity_np(thread, sizeof(after), &after);
	assert_int_equal(CPU_COUNT(&after), CPU_COUNT(&before));
	guest.accel = MACHINE_ACCEL_KVM;
	qemu_pin(&self, &guest);
	pthread_getaffinity_np(thread, sizeof(after), &after);
	assert_int_equal(CPU_COUNT(&after), 1);
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	pthread_barrier_destroy(&barrier);
	sched_getaffinity(0, sizeof(after), &after);
	assert_true(CPU_EQUAL(&before, &after));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_guests_cpu_is_pinned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
