import {
  BROADCAST_COMMAND,
  BROADCAST_FILE,
  BROADCAST_SECONDS,
  HELPING_ACTS,
  MESSAGE_LENGTH,
  TEACHING_ACTS,
} from '@berth/sandbox'
import { z } from 'zod'
import { courseInput, courseProcedure } from '../course-procedure.ts'
import { sandboxInput, sandboxProcedure } from '../sandbox-procedure.ts'
import { router } from '../trpc.ts'

const sandboxId = z.string().min(1).max(64)
/** tiles that one window shows at once */
const seenInput = z
  .array(z.strictObject({ sandbox: sandboxId, mark: z.string().max(16).optional() }))
  .max(100)
const ids = z.array(sandboxId).min(1).max(500)

const to = { sandboxes: ids, container: z.string().max(64).nullable(), later: z.boolean() }
const fileInput = {
  ...to,
  path: z
    .string()
    .min(1)
    .max(1000)
    .refine((path) => !path.includes('\0') && !path.endsWith('/'), 'names no file'),
  base64: z.base64().max(4 * Math.ceil(BROADCAST_FILE / 3)),
}
const commandInput = {
  ...to,
  command: z.string().trim().min(1).max(BROADCAST_COMMAND),
  timeout: z.number().int().min(1).max(BROADCAST_SECONDS),
}
const broadcastId = z.string().max(64)

/** A class at work: its wall, and what is done to many at once. */
export const classesRouter = router({
  wall: courseProcedure('class:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.classes.wall(ctx.at.course.id)),
  files: courseProcedure('class:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.classes.files(ctx.at.course)),
  screens: courseProcedure('class:see')
    .input(courseInput({ seen: seenInput }))
    .query(({ ctx, input }) => ctx.classes.screens(ctx.at.course, input.seen)),
  helpAll: courseProcedure('class:help')
    .input(courseInput({ act: z.enum(HELPING_ACTS), sandboxes: ids }))
    .mutation(({ ctx, input }) => ctx.classes.all(ctx.at, { act: input.act, ids: input.sandboxes })),
  /** Takes away what students made, or gives it back. */
  resetAll: courseProcedure('class:reset')
    .input(courseInput({ act: z.enum(TEACHING_ACTS), sandboxes: ids }))
    .mutation(({ ctx, input }) => ctx.classes.all(ctx.at, { act: input.act, ids: input.sandboxes })),
  messages: courseProcedure('class:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.classes.messages(ctx.at.course.id)),
  sendMessage: courseProcedure('class:help')
    .input(courseInput({ text: z.string().trim().min(1).max(MESSAGE_LENGTH), sandboxes: ids }))
    .mutation(({ ctx, input }) =>
      ctx.classes.sendMessage(ctx.at, { text: input.text, ids: input.sandboxes }),
    ),
  /** Files and commands that were sent, and how many came to which end. */
  broadcasts: courseProcedure('class:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.classes.sent(ctx.at.course.id)),
  broadcast: courseProcedure('class:see')
    .input(courseInput({ broadcast: broadcastId }))
    .query(({ ctx, input }) => ctx.classes.broadcast(ctx.at.course.id, input.broadcast)),
  /** Written as the user that each student is; what a student changed is left alone until that is asked for. */
  sendFile: courseProcedure('class:send')
    .input(courseInput(fileInput))
    .mutation(({ ctx, input: { path, container, base64, sandboxes, later } }) =>
      ctx.classes.send(ctx.at, {
        ...{ kind: 'file', content: { path, container, base64 }, ids: sandboxes, later },
      }),
    ),
  /** Run as the user that each student is. */
  runCommand: courseProcedure('class:send')
    .input(courseInput(commandInput))
    .mutation(({ ctx, input: { command, container, timeout, sandboxes, later } }) =>
      ctx.classes.send(ctx.at, {
        ...{ kind: 'command', content: { command, container, timeout }, ids: sandboxes, later },
      }),
    ),
  settleBroadcast: courseProcedure('class:send')
    .input(courseInput({ broadcast: broadcastId, how: z.enum(['beside', 'replace', 'stop']) }))
    .mutation(({ ctx, input: { broadcast: id, how } }) => ctx.classes.settle(ctx.at, { id, how })),
  /** What was written to the student and is not read yet. */
  unread: sandboxProcedure('owner')
    .input(sandboxInput({}))
    .query(({ ctx, input }) => ctx.classes.unread(input.sandbox)),
  markRead: sandboxProcedure('owner')
    .input(sandboxInput({ message: z.string().max(64) }))
    .mutation(({ ctx, input }) => ctx.classes.markRead(input.sandbox, input.message)),
})
