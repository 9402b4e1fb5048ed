/* fan PORT PATH MEMBERS WINDOW SIZE DEFLATE MARK REPLIES HELLO PREFIX SUFFIX

   MEMBERS WebSocket connections in one room; the first also speaks. Each says HELLO and waits for
   REPLIES messages that begin with MARK; then the program says "ready". For each line of its input,
   a number of messages, it speaks so many times and keeps WINDOW of them on the way until each has
   reached every member; then it prints: deliveries, seconds, and the delays that half and 99 of
   100 deliveries keep, in milliseconds. A message is PREFIX@time@text SUFFIX, with SIZE bytes
   between PREFIX and SUFFIX; DEFLATE is 1 to offer compression. */
#include <zlib.h>

#include "websocket.h"

static int members, poll_fd;
static client *clients;
static z_stream inflater;
static const char *mark;
static long replies, heard, due; /* due: 0 while nobody speaks */
static long long *delays;

static message inflated(message said) {
    static unsigned char whole[1 << 20], text[1 << 22];
    memcpy(whole, said.text, said.length);
    memcpy(whole + said.length, "\0\0\xff\xff", 4);
    inflateReset(&inflater); /* every message is compressed by itself */
    inflater.next_in = whole, inflater.avail_in = said.length + 4;
    inflater.next_out = text, inflater.avail_out = sizeof text;
    if (inflate(&inflater, Z_SYNC_FLUSH) != Z_OK) fail("inflate");
    return (message){(char *)text, sizeof text - inflater.avail_out, said.opcode, 0};
}

/* Count the lines of a message that begin with `mark`. */
static void count_replies(const char *line, const char *end) {
    for (const char *stop; line < end; line = stop + 1) {
        stop = memchr(line, '\n', end - line);
        if (!stop) stop = end;
        replies += (size_t)(stop - line) >= strlen(mark) && !memcmp(line, mark, strlen(mark));
    }
}

/* A message of the wire may carry many of ours. */
static void count_ours(const char *at, const char *end, long long now) {
    for (const char *next; (at = memchr(at, '@', end - at)); at = next + 1) {
        if (!(next = memchr(at + 1, '@', end - at - 1))) return;
        if (heard == due) fail("messages came twice");
        delays[heard++] = now - atoll(at + 1);
    }
}

static void hear(client *by, message said, long long now) {
    if (said.opcode == 8) fail("the server closed a connection");
    if (said.deflated) said = inflated(said);
    if (said.length == 2 && !memcmp(said.text, "{}", 2)) send_text(by->fd, "{}", 2);
    if (due)
        count_ours(said.text, said.text + said.length, now);
    else
        count_replies(said.text, said.text + said.length);
}

/* Hear what has come; 0 if nothing did for so many milliseconds. */
static int listen_once(int milliseconds) {
    struct epoll_event events[512];
    int found = wait_for(poll_fd, events, 512, milliseconds);
    for (int i = 0; i < found; i++) {
        client *one = &clients[events[i].data.u32];
        size_t place = 0;
        message said;
        receive(one);
        long long now = nanoseconds();
        while (take(one, &place, &said)) hear(one, said, now);
        forget(one, place);
    }
    return found;
}

static void speak(const char *prefix, const char *suffix, int size) {
    char text[65536];
    int length = snprintf(text, sizeof text, "%s", prefix), end = length + size;
    length += sprintf(text + length, "@%lld@", nanoseconds());
    while (length < end) text[length++] = 'a' + rand() % 16; /* half of it can be squeezed out */
    length += sprintf(text + length, "%s", suffix);
    send_text(clients[0].fd, text, length);
}

static int by_size(const void *one, const void *other) {
    long long a = *(const long long *)one, b = *(const long long *)other;
    return (a > b) - (a < b);
}

static void run(long messages, long window, int size, char **around) {
    long said = 0;
    heard = 0, due = messages * members;
    delays = malloc(due * sizeof *delays);
    long long began = nanoseconds();
    while (heard < due) {
        for (; said < messages && (said - window + 1) * members <= heard; said++)
            speak(around[0], around[1], size);
        if (!listen_once(10000)) fail("messages were lost");
    }
    double seconds = (nanoseconds() - began) / 1e9;
    qsort(delays, due, sizeof *delays, by_size);
    printf("%ld %f %f %f\n", due, seconds, delays[due / 2] / 1e6, delays[due * 99 / 100] / 1e6);
    fflush(stdout);
    free(delays);
    due = 0;
}

int main(int count, char **words) {
    if (count != 12) return 2;
    members = atoi(words[3]), mark = words[7], poll_fd = epoll_create1(0);
    inflateInit2(&inflater, -15);
    clients = calloc(members, sizeof *clients);
    for (int i = 0; i < members; i++) {
        clients[i] = open_socket(atoi(words[1]), i, words[2], words[9], atoi(words[6]));
        watch(poll_fd, clients[i].fd, i);
    }
    while (replies < (long)members * atoi(words[8]))
        if (!listen_once(60000)) fail("no answer");
    while (listen_once(500)) continue; /* those who came are told to each other */
    puts("ready");
    fflush(stdout);
    for (long messages; scanf("%ld", &messages) == 1;)
        run(messages, atol(words[4]), atoi(words[5]), words + 10);
    return 0;
}
