/* notify SOCKET TEXT: one datagram, sd_notify(3). Static, for a rootfs without libraries. */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (argc != 3 || fd < 0 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 2;
	strcpy(address.sun_path, argv[1]);
	long size = (long)strlen(argv[2]);
	return sendto(fd, argv[2], (size_t)size, 0, (struct sockaddr *)&address, sizeof(address)) == size ? 0
													  : 1;
}
