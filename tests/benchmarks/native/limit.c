/* limit PORT: a room that does what nobody can do without: it puts each text message that somebody
   sends in a frame once, and writes that to the socket of everybody. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 65536
/* The answer to the only key that is sent here, that of RFC 6455 §1.3. */
static const char WELCOME[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static int members[MOST], count;
static char joined[MOST];

static void leave(int fd) {
    for (int i = 0; i < count; i++)
        if (members[i] == fd) members[i--] = members[--count];
    joined[fd] = 0;
    close(fd);
}

static void tell_all(const unsigned char *text, const unsigned char *mask, size_t length) {
    static unsigned char frame[MOST + 4];
    size_t head = length < 126 ? 2 : 4;
    frame[0] = 0x81, frame[1] = length;
    if (head == 4) frame[1] = 126, frame[2] = length >> 8, frame[3] = length & 255;
    for (size_t i = 0; i < length; i++) frame[head + i] = text[i] ^ mask[i & 3];
    for (int i = 0; i < count; i++)
        if (write(members[i], frame, head + length) < 0) continue;
}

/* Whole frames only: who speaks sends each in one piece, and the loopback keeps it so. */
static void hear(int fd) {
    static unsigned char said[1 << 20];
    ssize_t got = read(fd, said, sizeof said);
    if (got <= 0) {
        leave(fd);
    } else if (!joined[fd]) {
        joined[fd] = 1, members[count++] = fd;
        if (write(fd, WELCOME, strlen(WELCOME)) < 0) leave(fd);
    } else {
        for (size_t at = 0; at + 6 <= (size_t)got;) {
            size_t head = 2, length = said[at + 1] & 127;
            if (length == 126) length = said[at + 2] << 8 | said[at + 3], head = 4;
            if ((said[at] & 15) == 1) tell_all(said + at + head + 4, said + at + head, length);
            at += head + 4 + length;
        }
    }
}

int main(int words, char **word) {
    if (words != 2) return 2;
    int listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0), yes = 1;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(word[1]))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) return 1;
    struct epoll_event wanted = {EPOLLIN, {.fd = listener}}, found[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &wanted);
    for (;;) {
        int many = epoll_wait(poll, found, 256, -1);
        for (int i = 0; i < many; i++) {
            if (found[i].data.fd != listener) {
                hear(found[i].data.fd);
                continue;
            }
            struct epoll_event come = {EPOLLIN, {.fd = accept(listener, 0, 0)}};
            if (come.data.fd < 0 || come.data.fd >= MOST) return 1;
            setsockopt(come.data.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            epoll_ctl(poll, EPOLL_CTL_ADD, come.data.fd, &come);
        }
    }
}
