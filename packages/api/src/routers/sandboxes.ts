import type { Actor } from '@berth/auth'
import { BerthError, SANDBOX_SCRIPTS } from '@berth/core'
import { z } from 'zod'
import { courseInput, courseProcedure } from '../course-procedure.ts'
import { refuseStranger, sandboxInput, sandboxProcedure } from '../sandbox-procedure.ts'
import {
  asOwner,
  asPerson,
  nameInput,
  router,
  signedInProcedure,
  tenantInput,
  tenantProcedure,
} from '../trpc.ts'

const oneInput = sandboxInput({})

/** Labs at work: a student's own, and for who teaches those of the class. Changes answer with what is so afterwards. */
export const sandboxesRouter = router({
  /** The one that they have, a spare one, or a place in the queue. */
  start: signedInProcedure
    .input(z.strictObject({ courseLab: z.string().min(1).max(64) }))
    .mutation(async ({ ctx, input }) => {
      const { userId, label } = asPerson(ctx.actor)
      const { id } = await ctx.sandboxes.start({ userId, label }, input.courseLab)
      return ctx.sandboxes.get(id)
    }),
  /** An author's own, of the newest version of a lab that is ready. */
  trial: tenantProcedure('course:manage')
    .input(tenantInput({ lab: nameInput }))
    .mutation(async ({ ctx, input }) => {
      const version = await ctx.db.labVersion.findFirst({
        where: { lab: { name: input.lab, deletedAt: null }, state: 'ready' },
        orderBy: { number: 'desc' },
      })
      if (!version) throw new BerthError('lab.not_found', `there is no lab "${input.lab}" that is ready`)
      const { userId, label } = asOwner(ctx.actor)
      const { id } = await ctx.sandboxes.trial({ userId, label }, version)
      return ctx.sandboxes.get(id)
    }),
  mine: signedInProcedure.query(({ ctx }) => ctx.sandboxes.mine(asPerson(ctx.actor).userId)),
  ofCourse: courseProcedure('class:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.sandboxes.ofCourse(ctx.at.course.id)),
  get: sandboxProcedure('either')
    .input(oneInput)
    .query(async ({ ctx, input }) => ({
      ...(await ctx.sandboxes.get(input.sandbox)),
      ...{ as: ctx.as, me: ctx.actor.kind === 'user' ? ctx.actor.userId : null },
    })),
  instructions: sandboxProcedure('either')
    .input(sandboxInput({ language: z.string().max(20).default('en') }))
    .query(({ ctx, input }) => ctx.sandboxes.instructions(ctx.asked, input.language)),
  events: sandboxProcedure('either')
    .input(oneInput)
    .query(({ ctx, input }) => ctx.sandboxes.events(input.sandbox)),
  extend: sandboxProcedure('either')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.extend(ctx.asked)),
  /** From the beginning; the state before is kept until the next one. */
  reset: sandboxProcedure('ownerOrTeacher')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.reset(ctx.asked)),
  undoReset: sandboxProcedure('ownerOrTeacher')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.undoReset(ctx.asked)),
  pause: sandboxProcedure('either')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.pause(ctx.asked)),
  stop: sandboxProcedure('either')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.stop(ctx.asked)),
  resume: sandboxProcedure('either')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.resume(ctx.asked)),
  end: sandboxProcedure('ownerOrTeacher')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.end(ctx.asked)),
  check: sandboxProcedure('either')
    .input(sandboxInput({ name: z.string().max(64) }))
    .mutation(({ ctx, input }) => ctx.sandboxes.check(ctx.asked, input.name)),
  /** What its author wrote beside the checks, in a trial or a copy. */
  runScript: sandboxProcedure('either')
    .input(sandboxInput({ name: z.enum(SANDBOX_SCRIPTS) }))
    .mutation(({ ctx, input }) => ctx.sandboxes.runScript(ctx.asked, input.name)),
  raiseHand: sandboxProcedure('owner')
    .input(sandboxInput({ note: z.string().max(500).optional() }))
    .mutation(({ ctx, input }) => ctx.sandboxes.setHand(ctx.asked, { raised: true, note: input.note })),
  /** Who teaches says that they come. */
  takeHand: sandboxProcedure('teacher')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.setHand(ctx.asked, { raised: true, takenBy: ctx.asked.by })),
  lowerHand: sandboxProcedure('either')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.setHand(ctx.asked, { raised: false })),
  /** Its owner lets one of those that teach type into it; null: nobody any more. */
  allowDriver: sandboxProcedure('owner')
    .input(sandboxInput({ user: z.string().max(64).nullable() }))
    .mutation(async ({ ctx, input: { user } }) => {
      if (user !== null) await refuseStranger(ctx, ctx.asked.sandbox.id, user)
      await ctx.sandboxes.setDriver({ ...ctx.asked, ip: ctx.ip }, user)
    }),
  /** Who teaches asks to type beside its owner, who allows it or not. */
  askToDrive: sandboxProcedure('teacher')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.askToDrive(teaching(ctx))),
  /** A sandbox of one's own with what a student's holds at this moment, which goes on untouched. */
  copy: sandboxProcedure('teacher')
    .input(oneInput)
    .mutation(async ({ ctx }) => {
      const { userId } = asOwner(ctx.actor)
      const { id } = await ctx.sandboxes.copy({ ...ctx.asked, userId, ip: ctx.ip })
      return ctx.sandboxes.get(id)
    }),
  stopDriving: sandboxProcedure('teacher')
    .input(oneInput)
    .mutation(({ ctx }) => ctx.sandboxes.stopDriving(teaching(ctx))),
})

function teaching<Sandbox>({ actor, asked, ip }: TeachingContext<Sandbox>) {
  return { ...asked, userId: asPerson(actor).userId, ip }
}

type TeachingContext<Sandbox> = {
  readonly actor: Actor
  readonly asked: { readonly sandbox: Sandbox; readonly by: string }
  readonly ip: string | null
}
