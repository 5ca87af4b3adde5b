/* libteu.so from outside: the promises of libteu.h about files, locks, messages and processes. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../gen/ops.h"
#include "../lib/libteu.h"

static int failures, checks;
static uint8_t buf[8192];

static void expect(const char *title, int64_t got, int64_t wanted)
{
	checks++;
	if (got == wanted)
		return;
	printf("FAIL %s: %lld, expected %lld\n", title, (long long)got, (long long)wanted);
	failures++;
}

static void expect_text(const char *title, int64_t length, const char *wanted)
{
	expect(title, length, (int64_t)strlen(wanted));
	expect(title, length >= 0 ? memcmp(buf, wanted, strlen(wanted)) : -1, 0);
}

static int put(const char *path, const char *text, int flags)
{
	return teu_write_file(path, (const uint8_t *)text, strlen(text), 0600, flags);
}

static void reading(void)
{
	int64_t out[12];
	expect("a file is written", put("file", "hello", 0), 0);
	expect_text("a file is read", teu_read_file("file", buf, sizeof(buf), 1), "hello");
	expect_text("a buffer of exactly its size suffices", teu_read_file("file", buf, 5, 1), "hello");
	expect("a smaller buffer is too small", teu_read_file("file", buf, 4, 1), -EFBIG);
	expect("a directory cannot be read", teu_read_file(".", buf, 4, 1), -EISDIR);
	expect("what is not there cannot be read", teu_read_file("none", buf, 4, 1), -ENOENT);
	mkfifo("fifo", 0600);
	expect("a fifo does not block", teu_read_file("fifo", buf, 4, 0), -EINVAL);
	expect("a device is not a file", teu_read_file("/dev/zero", buf, 4, 1), -EINVAL);
	expect("a file of procfs is one", teu_read_file("/proc/self/stat", buf, sizeof(buf), 0) > 10, 1);
	int fd = teu_open_file("file");
	expect_text("a file is read in parts", teu_read(fd, buf, 3), "hel");
	expect_text("the second goes on where the first ended", teu_read(fd, buf, 3), "lo");
	expect("behind which is nothing", teu_read(fd, buf, 3), 0);
	teu_close(fd);
	expect("a fifo is not opened", teu_open_file("fifo"), -EINVAL);
	expect("a file has a status", teu_stat("file", 0, out), 0);
	expect("mode", out[0], S_IFREG | 0600);
	expect("size", out[4], 5);
	expect("links", out[8], 1);
}

/* A pipe into which a child writes when its reader sleeps. */
static void waiting(void)
{
	int fds[2];
	expect("a pipe", pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
	expect("it is empty", read(fds[0], buf, 1), -1);
	pid_t parent = getpid(), child = fork();
	if (child == 0) {
		char name[40];
		snprintf(name, sizeof(name), "/proc/%d/stat", parent);
		do
			memset(buf, 0, sizeof(buf));
		while (teu_read_file(name, buf, sizeof(buf) - 1, 0) > 0 && !strstr((char *)buf, ") S "));
		_exit(write(fds[1], "late", 4) != 4);
	}
	close(fds[1]);
	expect_text("whoever reads an empty pipe waits", teu_read(fds[0], buf, 8), "late");
	expect("and is told of its end", teu_read(fds[0], buf, 8), 0);
	expect("the writer has ended", waitpid(child, NULL, 0), child);
	close(fds[0]);
	expect("what is no descriptor cannot be read", teu_read(fds[0], buf, 8), -EBADF);
}

static void writing(void)
{
	struct stat st;
	umask(077);
	expect("an existing file is not made exclusively", put("file", "x", 1), -EEXIST);
	expect("appending", put("file", " world", 2), 0);
	expect_text("appended", teu_read_file("file", buf, sizeof(buf), 1), "hello world");
	expect("replacing", put("file", "new", 4), 0);
	expect_text("replaced", teu_read_file("file", buf, sizeof(buf), 1), "new");
	expect("a missing file is not made where it must exist", put("absent", "x", 8), -ENOENT);
	expect("an atomic write into no directory fails", put("none/file", "x", 4), -ENOENT);
	expect("a directory is made", teu_mkdir("dir", 0711), 0);
	stat("dir", &st);
	expect("with exactly its mode", st.st_mode & 07777, 0711);
	expect("not twice", teu_mkdir("dir", 0711), -EEXIST);
	expect("the umask is as before", (int64_t)umask(022), 077);
}

static void names(void)
{
	char here[4096], wanted[8192];
	put("dir/one", "", 0);
	put("dir/two", "", 0);
	expect("names end with NUL", teu_readdir("dir", buf, sizeof(buf)), 8);
	expect("a small buffer is too small", teu_readdir("dir", buf, 5), -EFBIG);
	expect("a file is no directory", teu_readdir("file", buf, 5), -ENOTDIR);
	symlink("dir/one", "link");
	expect_text("a link is read", teu_readlink("link", buf, sizeof(buf)), "dir/one");
	expect("a target that fills the buffer may be cut", teu_readlink("link", buf, 7), -ENAMETOOLONG);
	snprintf(wanted, sizeof(wanted), "%s/dir/one", realpath(".", here));
	expect_text("links are resolved", teu_realpath("link", buf, sizeof(buf)), wanted);
	expect("access", teu_access("file", R_OK), 0);
	expect("the type of procfs", teu_statfs_magic("/proc"), 0x9fa0);
	expect("renaming", teu_rename("dir/two", "dir/three"), 0);
	expect("removing", teu_unlink("dir/three"), 0);
	expect("removing again", teu_unlink("dir/three"), -ENOENT);
	expect("a full directory stays", teu_rmdir("dir"), -ENOTEMPTY);
}

static void locks(void)
{
	int fd = teu_lock("lock", 0);
	expect("a free lock is taken", fd >= 0, 1);
	expect("close-on-exec", fcntl(fd, F_GETFD), FD_CLOEXEC);
	expect("a held one is not", teu_lock("lock", 0), -EWOULDBLOCK);
	expect("nor within 20 ms", teu_lock("lock", 20), -EWOULDBLOCK);
	pid_t child = fork();
	if (child == 0) {
		close(fd); /* the lock belongs to the open file description: the parent still holds it */
		int got = teu_lock("lock", 5000);
		struct stat st;
		_exit(got < 0 || fstat(got, &st) < 0 || st.st_nlink != 1);
	}
	teu_unlink("lock");
	teu_close(fd);
	expect("who waits for a removed lock file gets the lock of its successor", teu_waitpid(child), 0);
}

static void messages(void)
{
	int pair[2], fd;
	int32_t passed;
	struct message m;
	socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
	expect("nothing arrives", teu_receive(pair[1], -1, 0, buf, &passed), -ETIMEDOUT);
	fd = open("file", O_RDONLY);
	expect("sending", teu_send(pair[0], MSG_RUN, 3, 4, -5, 6, fd), 0);
	close(fd);
	expect("receiving", teu_receive(pair[1], -1, 1000, buf, &passed), 1);
	memcpy(&m, buf, sizeof(m));
	expect("type", m.type, MSG_RUN);
	expect("value", m.value, -5);
	expect("pid", m.pid, 6);
	expect_text("the descriptor is another one of the same file", teu_read(passed, buf, 100), "new");
	expect("close-on-exec", fcntl(passed, F_GETFD), FD_CLOEXEC);
	teu_close(passed);
	expect("a short message", send(pair[0], "x", 1, 0), 1);
	expect("is refused", teu_receive(pair[1], -1, 1000, buf, &passed), -EPROTO);
	expect("the last word", teu_send(pair[0], MSG_DONE, 1, 1, 0, 0, -1), 0);
	expect("unread by the one who hangs up", teu_send(pair[1], MSG_RUN, 1, 1, 0, 0, -1), 0);
	close(pair[0]);
	expect("is still heard", teu_receive(pair[1], -1, 1000, buf, &passed), 1);
	expect("then the end", teu_receive(pair[1], -1, 1000, buf, &passed), 0);
	expect("nobody listens", teu_send(pair[1], MSG_RUN, 1, 1, 0, 0, -1), -EPIPE);
	close(pair[1]);
}

static void deaths(void)
{
	int pair[2];
	int32_t passed;
	socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
	pid_t child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	int pidfd = teu_pidfd_open(child);
	expect("a process lives", teu_pidfd_wait(pidfd, 0), 0);
	expect("a signal", teu_pidfd_signal(pidfd, SIGKILL), 0);
	expect("a process has ended", teu_pidfd_wait(pidfd, 5000), 1);
	expect("nobody is left to answer", teu_receive(pair[0], pidfd, 5000, buf, &passed), -ESRCH);
	teu_send(pair[1], MSG_DONE, 0, 0, 0, 0, -1);
	expect("but a message that is there wins", teu_receive(pair[0], pidfd, 5000, buf, &passed), 1);
	expect("its status", teu_waitpid(child), SIGKILL);
	expect("no process 0", teu_kill(0, SIGKILL), -ESRCH);
	expect("no process group", teu_kill(-1, SIGKILL), -ESRCH);
	close(pidfd);
	close(pair[0]);
	close(pair[1]);
}

/* A socket below directories that sun_path cannot hold. */
static void long_paths(void)
{
	char component[101] = {0};
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "sock"};
	char path[512];
	memset(component, 'd', 100);
	int sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	bind(sock, (struct sockaddr *)&address, sizeof(address));
	listen(sock, 1);
	mkdir(component, 0700);
	snprintf(path, sizeof(path), "%s/sock", component);
	rename("sock", path);
	snprintf(path, sizeof(path), "%s/../%s/sock", component, component);
	int fd = teu_connect(path);
	expect("a socket with a long path is reached", fd >= 0, 1);
	expect("a missing one is not", teu_connect("none"), -ENOENT);
	close(fd);
	close(sock);
}

static void rings(void)
{
	int fd = memfd_create("ring", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	expect("no plan, no step", teu_step(0, 0, -1), -EINVAL);
	expect("a table of its own", teu_attach(-1, -1, 1024, -1, 022), 0);
	expect("an empty memfd is no table", teu_attach(fd, -1, 1024, -1, 022), -EINVAL);
	ftruncate(fd, sizeof(struct ring));
	fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK);
	expect("one without its magic neither", teu_attach(fd, -1, 1024, -1, 022), -EINVAL);
	expect("what is no plan is refused", teu_plan(buf, sizeof(buf)), -EINVAL);
	int sealed = teu_seal(buf, 8);
	expect("what is sealed is as long as it was", lseek(sealed, 0, SEEK_END), 8);
	expect("and nobody changes it", pwrite(sealed, buf, 1, 0) < 0 && ftruncate(sealed, 9) < 0, 1);
	close(sealed);
	expect("the abi", teu_abi() == (int64_t)WIRE_ABI, 1);
	close(fd);
}

int main(void)
{
	char directory[] = "/tmp/teu-lib-test-XXXXXX", remove[64];
	if (!mkdtemp(directory) || chdir(directory) < 0)
		return 1;
	rings();
	reading();
	waiting();
	writing();
	names();
	locks();
	messages();
	deaths();
	long_paths();
	snprintf(remove, sizeof(remove), "rm -rf %s", directory);
	if (system(remove) == 0 && !failures)
		printf("ok   libteu: %d checks\n", checks);
	return failures != 0;
}
