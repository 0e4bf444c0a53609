/*
 * Frames of a supervisor's socket: kind u8, length u32 LE, payload of at most FRAME_MAX.
 * Mirrored in src/attach/frame.ts.
 */
#ifndef BERTH_FRAMES_H
#define BERTH_FRAMES_H

#include <stdint.h>

#define FRAME_HEADER 5
#define FRAME_MAX 4096
#define FRAME_ROOM (FRAME_HEADER + FRAME_MAX)

enum frame_kind {
	/* from the supervisor */
	FRAME_HELLO = 0, /* u32 pid, u8 tty */
	FRAME_STDOUT = 1,
	FRAME_STDERR = 2,
	FRAME_EXIT = 3, /* i32 code, i32 signal */
	/* to it */
	FRAME_ATTACH = 16, /* u8: 1 replay, 2 the output waits for this viewer */
	FRAME_STDIN = 17,
	FRAME_EOF = 18,
	FRAME_RESIZE = 19, /* u16 cols, u16 rows */
	FRAME_SIGNAL = 20, /* u32 */
};

static inline void put_u32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (8 * i));
}

static inline uint32_t get_u32(const uint8_t *at)
{
	return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint16_t get_u16(const uint8_t *at)
{
	return (uint16_t)(at[0] | at[1] << 8);
}

static inline void put_header(uint8_t *at, enum frame_kind kind, uint32_t length)
{
	at[0] = (uint8_t)kind;
	put_u32(at + 1, length);
}

#endif
