/*
 * Where things come to lie in the heap. It is made twice, by a program that does the same both times. The
 * first time is a survey, in a process of its own: every block has its pages to itself, so that the kernel
 * tells which of them a call reads and writes. The second time each is put among its like: what calls write,
 * what they read, what is large, the rest. What does not live to the end is not in the heap at all. A call
 * pays a page fault for every 64 KiB that it reads of and for every page that it writes to.
 */
#include "engine.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What calls write, what all of them read, what those read that plan, what is called less often writes and
 * reads besides, and so on. */
enum kind { WRITTEN, READ, PLANNED, SELDOM_WRITTEN, SELDOM, LARGE, REST, GONE, KINDS };

#define PAGE  4096u
#define MOST  (1u << 24) /* blocks that are taken while a heap is made */
#define LISTS 64u

/* What the first making has learnt of each block, in the order in which they were taken. */
struct survey {
	uint32_t count;
	uint32_t totals[MOST];
	uint8_t kinds[MOST];
};
static struct survey *survey;
static int is_second;

/* Of the first making. */
static size_t next_page = 1;
static uint32_t *owners;	/* the block that begins in a page */
static uint8_t *allowed;	/* how a page may be touched: PROT_READ and so on */
static void *given_back[LISTS]; /* by pages */
static enum make_phase phase;
/* Of the second. */
static uint32_t taken, outside;
static size_t ends[KINDS]; /* where the next one of a kind goes, from heap_memory on */

static void refuse(const char *why)
{
	dprintf(2, "teu: cannot make the heap: %s\n", why);
	_exit(1);
}

static size_t page_of(const void *memory)
{
	return (size_t)((const uint8_t *)memory - heap_memory) / PAGE;
}

static size_t pages_of(size_t total)
{
	return (total + PAGE - 1) / PAGE;
}

static void *take_pages(size_t total)
{
	size_t pages = pages_of(total);
	uint32_t index = survey->count++;
	if (index >= MOST)
		refuse("too many blocks");
	survey->totals[index] = (uint32_t)total;
	survey->kinds[index] = pages > 1 ? LARGE : REST;
	void **list = pages < LISTS ? &given_back[pages] : NULL;
	uint8_t *at = heap_memory + next_page * PAGE;
	if (list && *list) {
		at = (uint8_t *)block_of(*list);
		memcpy(list, *list, sizeof(void *));
	} else if (next_page + pages > page_of(heap_memory_end)) {
		refuse("heap.S has too little room");
	} else {
		next_page += pages;
	}
	owners[page_of(at)] = index;
	return block_at(at, total, 0);
}

static void give_back_pages(void *memory)
{
	size_t pages = pages_of(block_of(memory)->size + sizeof(struct block));
	survey->kinds[owners[page_of(memory)]] = GONE;
	if (pages >= LISTS)
		return;
	memcpy(memory, &given_back[pages], sizeof(void *));
	given_back[pages] = memory;
}

static void *take_place(size_t total)
{
	uint32_t index = taken++;
	if (index >= survey->count || survey->totals[index] != total)
		refuse("it is not made the same way twice");
	enum kind kind = survey->kinds[index];
	if (kind == GONE) {
		uint8_t *memory = malloc(total);
		if (!memory)
			refuse("no memory");
		outside++;
		return block_at(memory, total, 0);
	}
	uint8_t *at = heap_memory + ends[kind];
	ends[kind] += total;
	return block_at(at, total, 0);
}

static void give_back_place(void *memory)
{
	if ((uint8_t *)memory >= heap_memory && (uint8_t *)memory < heap_memory_end)
		refuse("what was to stay is given back");
	outside--;
	free(block_of(memory));
}

void *make_take(size_t size)
{
	size_t total = block_total(size);
	return is_second ? take_place(total) : take_pages(total);
}

void make_give_back(void *memory)
{
	if (is_second)
		give_back_place(memory);
	else
		give_back_pages(memory);
}

/* The first touch of a page may be a read: the kernel tells of a write by coming again. */
static void touched(int signal, siginfo_t *info, void *context)
{
	(void)context;
	uint8_t *address = info->si_addr;
	size_t page = page_of(address);
	if (address < heap_memory || page >= next_page || allowed[page] & PROT_WRITE) {
		sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
		return;
	}
	uint8_t *kind = &survey->kinds[owners[page]];
	allowed[page] = allowed[page] ? PROT_READ | PROT_WRITE : PROT_READ;
	static const enum kind kinds[][2] = {
	    [MAKE_ALL] = {READ, WRITTEN},
	    [MAKE_PLANS] = {PLANNED, WRITTEN},
	    [MAKE_SELDOM] = {SELDOM, SELDOM_WRITTEN},
	};
	enum kind seen = kinds[phase][(allowed[page] & PROT_WRITE) != 0];
	if (seen < *kind)
		*kind = seen;
	mprotect(heap_memory + page * PAGE, PAGE, allowed[page]);
}

void make_begin(enum make_phase next)
{
	phase = next;
}

/* What is large stays open: it is not asked where in it a call looks. */
static void watch(void)
{
	struct sigaction action = {.sa_sigaction = touched, .sa_flags = SA_SIGINFO};
	mprotect(heap_memory + PAGE, (next_page - 1) * PAGE, PROT_NONE);
	for (size_t page = 1; page < next_page; page++) {
		size_t pages = pages_of(survey->totals[owners[page]]);
		if (!owners[page] || pages == 1)
			continue;
		mprotect(heap_memory + page * PAGE, pages * PAGE, PROT_READ | PROT_WRITE);
		memset(&allowed[page], PROT_READ | PROT_WRITE, pages);
		page += pages - 1;
	}
	sigaction(SIGSEGV, &action, NULL);
}

__attribute__((noreturn)) static void look(int (*make)(void), void (*use)(void))
{
	owners = calloc(page_of(heap_memory_end), sizeof(*owners));
	allowed = calloc(page_of(heap_memory_end), sizeof(*allowed));
	if (!owners || !allowed)
		refuse("no memory for the survey");
	survey->count = 1; /* 0: no block */
	if (make() < 0)
		_exit(1);
	heap_end(next_page * PAGE);
	watch();
	use();
	_exit(0);
}

/* Their sizes are known: one kind begins where the other ends. */
static void divide(size_t begins[KINDS])
{
	size_t at = HEAP_HEAD, sizes[KINDS] = {0};
	for (uint32_t i = 1; i < survey->count; i++)
		sizes[survey->kinds[i]] += survey->totals[i];
	for (int kind = 0; kind < GONE; kind++) {
		begins[kind] = ends[kind] = at;
		at += sizes[kind];
	}
	begins[GONE] = at;
	dprintf(1, "engine: %zu + %zu KiB written, %zu + %zu + %zu read, %zu large, %zu not touched\n",
		sizes[WRITTEN] >> 10, sizes[SELDOM_WRITTEN] >> 10, sizes[READ] >> 10, sizes[PLANNED] >> 10,
		sizes[SELDOM] >> 10, sizes[LARGE] >> 10, sizes[REST] >> 10);
}

size_t make_heap(int (*make)(void), void (*use)(void))
{
	size_t begins[KINDS];
	int status;
	survey = mmap(NULL, sizeof(*survey), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (survey == MAP_FAILED)
		refuse("no memory for the survey");
	pid_t child = fork();
	if (child == 0)
		look(make, use);
	if (child < 0 || waitpid(child, &status, 0) < 0 || status)
		refuse("the survey failed");
	divide(begins);
	is_second = 1;
	taken = 1;
	if (make() < 0)
		return 0;
	if (taken != survey->count || outside)
		refuse("it is not made the same way twice");
	for (int kind = 0; kind < GONE; kind++)
		if (ends[kind] != begins[kind + 1])
			refuse("it is not made the same way twice");
	heap_end(begins[GONE]);
	return begins[GONE];
}
