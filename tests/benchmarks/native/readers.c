/* readers PORT PATH COUNT REPLIES HELLO MARK UNLIKE

   COUNT WebSocket connections that say HELLO and wait until each has got REPLIES numbered replies;
   then the program says "ready". From then on it notes when each publication, known by the number
   after MARK, has come to each. When its input ends it prints, a line each: the number, how many
   connections got it, and when the last one did (CLOCK_MONOTONIC, nanoseconds); then the same two
   of those publications that hold UNLIKE, which are counted apart.
   A ping of the Centrifuge protocol, {}, is answered. */
#include "websocket.h"

#define MOST 1000000
#define INPUT UINT32_MAX
static const char REPLY[] = "{\"id\":";

typedef struct { int got; long long last; } arrivals;
static struct { arrivals like, unlike; } seen[MOST];
static const char *mark, *unlike;
static int replies, input_ended;

/* One JSON object; a byte that is no digit follows `end`. */
static void hear_line(char *line, char *end, long long now) {
    size_t length = end - line;
    if (length >= strlen(REPLY) && !memcmp(line, REPLY, strlen(REPLY))) replies++;
    char *found = memmem(line, length, mark, strlen(mark));
    if (!found) return;
    long number = atol(found + strlen(mark));
    if (number < 0 || number >= MOST) fail("a number is too large");
    int apart = *unlike && memmem(line, length, unlike, strlen(unlike));
    arrivals *of = apart ? &seen[number].unlike : &seen[number].like;
    of->got++;
    of->last = now;
}

/* A message carries one object or more, parted by line breaks. */
static void hear(client *by, message *said) {
    char *end = said->text + said->length;
    long long now = nanoseconds();
    if (said->opcode == 8) fail("the server closed a connection");
    if (said->opcode != 1) return;
    if (said->length == 2 && !memcmp(said->text, "{}", 2)) {
        send_text(by->fd, "{}", 2);
        return;
    }
    for (char *line = said->text, *stop; line < end; line = stop + 1) {
        stop = memchr(line, '\n', end - line);
        if (!stop) stop = end;
        hear_line(line, stop, now);
    }
}

/* Hear what has come or comes within so many milliseconds; gives from how many. */
static int listen_once(int poll, client *clients, int milliseconds) {
    struct epoll_event events[512];
    int found = wait_for(poll, events, 512, milliseconds);
    for (int i = 0; i < found; i++) {
        if (events[i].data.u32 == INPUT) {
            input_ended = 1;
            continue;
        }
        client *one = &clients[events[i].data.u32];
        size_t place = 0;
        message said;
        receive(one);
        while (take(one, &place, &said)) hear(one, &said);
        forget(one, place);
    }
    return found;
}

static void print(long number) {
    arrivals like = seen[number].like, apart = seen[number].unlike;
    if (like.got || apart.got)
        printf("%ld %d %lld %d %lld\n", number, like.got, like.last, apart.got, apart.last);
}

int main(int count, char **words) {
    if (count != 8) return 2;
    int readers = atoi(words[3]), wanted = atoi(words[4]), poll = epoll_create1(0);
    mark = words[6], unlike = words[7];
    client *clients = calloc(readers, sizeof *clients);
    for (int i = 0; i < readers; i++) {
        clients[i] = open_socket(atoi(words[1]), i, words[2], words[5], 0);
        watch(poll, clients[i].fd, i);
        while (i % 100 == 0 && listen_once(poll, clients, 0)) continue; /* pings do not wait */
    }
    while (replies < readers * wanted)
        if (!listen_once(poll, clients, 60000)) fail("no answer");
    puts("ready");
    fflush(stdout);
    watch(poll, 0, INPUT);
    while (!input_ended) listen_once(poll, clients, 60000);
    for (long i = 0; i < MOST; i++) print(i);
    return 0;
}
