/* The client's side of a WebSocket (RFC 6455), as far as the programs of this folder need it. */
#ifndef WEBSOCKET_H
#define WEBSOCKET_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* One connection; buffer[0..length) was read and not yet taken, and is followed by a zero byte. */
typedef struct {
    int fd;
    size_t length, size;
    unsigned char *buffer;
} client;

/* One message within a connection's buffer. */
typedef struct {
    char *text;
    size_t length;
    int opcode, deflated;
} message;

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, errno ? strerror(errno) : "no more is known");
    exit(1);
}

/* CLOCK_MONOTONIC in nanoseconds: the clock of Python's time.monotonic_ns(). */
static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void send_all(int fd, const void *bytes, size_t length) {
    for (size_t sent = 0; sent < length;) {
        ssize_t more = write(fd, (const char *)bytes + sent, length - sent);
        if (more < 0) fail("write");
        sent += more;
    }
}

/* Send a text message; its mask is zero, so that it goes out as it is. */
static void send_text(int fd, const char *text, size_t length) {
    unsigned char head[8] = {0x81};
    size_t used = 2;
    if (length < 126) {
        head[1] = 0x80 | length;
    } else {
        head[1] = 0x80 | 126, head[2] = length >> 8, head[3] = length & 255, used = 4;
    }
    unsigned char frame[8 + 65536];
    if (length > 65535) fail("a message is too long");
    memcpy(frame, head, used);
    memset(frame + used, 0, 4);
    memcpy(frame + used + 4, text, length);
    send_all(fd, frame, used + 4 + length);
}

/* Connect from the number-th place. One address has some 28,000 ports to connect from; they are
   taken from many, so that a run that follows another finds free ones. */
static int dial(int port, int number) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + number / 4000);
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port)};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof here)) fail("socket");
    if (connect(fd, (struct sockaddr *)&there, sizeof there)) fail("connect");
    return fd;
}

/* Open a WebSocket and say hello, unless it is empty; `deflate` offers RFC 7692. */
static client open_socket(int port, int number, const char *path, const char *hello, int deflate) {
    client made = {dial(port, number), 0, 16384, malloc(16384)};
    char request[1024];
    int length = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
        path, port, deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
    send_all(made.fd, request, length);
    char answer[4096];
    size_t got = 0;
    /* One byte at a time: what follows the head is for `receive`. */
    while (got < 4 || memcmp(answer + got - 4, "\r\n\r\n", 4)) {
        if (got == sizeof answer || read(made.fd, answer + got, 1) != 1) fail("handshake");
        got++;
    }
    if (memcmp(answer, "HTTP/1.1 101", 12)) fail("no WebSocket here");
    if (*hello) send_text(made.fd, hello, strlen(hello));
    return made;
}

/* Read what has come, once. */
static void receive(client *from) {
    if (from->size - from->length < 8192) {
        from->size *= 2;
        from->buffer = realloc(from->buffer, from->size);
    }
    ssize_t got = read(from->fd, from->buffer + from->length, from->size - from->length - 1);
    if (got <= 0) fail("the server hung up");
    from->length += got;
    from->buffer[from->length] = 0;
}

/* Take the message that begins at *place of the buffer, and move *place behind it; 0 if it is not
   whole yet. Servers here send no fragments, and no frame of 4 GiB. */
static int take(client *from, size_t *place, message *taken) {
    unsigned char *at = from->buffer + *place;
    size_t left = from->length - *place, head = 2, length;
    if (left < 2) return 0;
    length = at[1] & 127;
    if (length == 126) {
        if (left < 4) return 0;
        length = at[2] << 8 | at[3], head = 4;
    } else if (length == 127) {
        if (left < 10) return 0;
        length = (size_t)at[6] << 24 | at[7] << 16 | at[8] << 8 | at[9], head = 10;
    }
    if (left < head + length) return 0;
    *taken = (message){(char *)at + head, length, at[0] & 15, (at[0] & 0x40) != 0};
    *place += head + length;
    return 1;
}

/* Forget what stands before `place`. */
static void forget(client *from, size_t place) {
    memmove(from->buffer, from->buffer + place, from->length - place + 1);
    from->length -= place;
}

/* Wait for connections that have something to say; gives how many of `ready`. */
static int wait_for(int poll, struct epoll_event *ready, int most, int milliseconds) {
    int found;
    while ((found = epoll_wait(poll, ready, most, milliseconds)) < 0)
        if (errno != EINTR) fail("epoll_wait");
    return found;
}

static void watch(int poll, int fd, uint32_t number) {
    struct epoll_event wanted = {EPOLLIN, {.u32 = number}};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &wanted)) fail("epoll_ctl");
}

#endif
