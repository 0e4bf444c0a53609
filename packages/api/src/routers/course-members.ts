import { memberFields } from '@berth/course'
import { z } from 'zod'
import { courseInput, courseProcedure } from '../course-procedure.ts'
import { router } from '../trpc.ts'

const member = z.string().min(1).max(64)
/** some thousand lines */
const csv = z.string().max(1_000_000)

export const courseMembersRouter = router({
  list: courseProcedure('roster:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.courses.members.list(ctx.at.course.id)),
  add: courseProcedure('roster:change')
    .input(courseInput({ person: memberFields.extend({ email: z.string().min(3).max(254) }) }))
    .mutation(({ ctx, input }) => ctx.courses.members.add(ctx.at, input.person)),
  change: courseProcedure('roster:change')
    .input(courseInput({ member, change: memberFields.partial() }))
    .mutation(({ ctx, input }) => ctx.courses.members.change(ctx.at, input.member, input.change)),
  remove: courseProcedure('roster:change')
    // `newCode`: the code that they came by is replaced for those still to come
    .input(courseInput({ member, newCode: z.boolean().default(false) }))
    .mutation(({ ctx, input: { member, newCode } }) =>
      ctx.courses.members.remove(ctx.at, { member, newCode }),
    ),
  endLink: courseProcedure('roster:change')
    .input(courseInput({ member }))
    .mutation(({ ctx, input }) => ctx.courses.members.endLink(ctx.at, input.member)),
  restore: courseProcedure('roster:change')
    .input(courseInput({ member }))
    .mutation(({ ctx, input }) => ctx.courses.members.restore(ctx.at, input.member)),
  invite: courseProcedure('roster:change')
    .input(
      courseInput({
        ...{ members: z.array(member).max(2_000).nullable(), mail: z.boolean() },
        again: z.boolean().default(false),
      }),
    )
    .mutation(({ ctx, input: { members, mail, again } }) =>
      ctx.courses.members.invite(ctx.at, { members, mail, again }),
    ),
  previewRoster: courseProcedure('roster:change')
    .input(courseInput({ csv }))
    .mutation(({ ctx, input }) => ctx.courses.roster.preview(ctx.at, input.csv)),
  importRoster: courseProcedure('roster:change')
    .input(courseInput({ csv }))
    .mutation(({ ctx, input }) => ctx.courses.roster.take(ctx.at, input.csv)),
  links: courseProcedure('roster:see')
    .input(courseInput({}))
    .query(({ ctx }) => ctx.courses.invites.list(ctx.at)),
  createLink: courseProcedure('roster:change')
    .input(
      courseInput({ expiresAt: z.date().nullable(), limit: z.number().int().min(1).max(2_000).nullable() }),
    )
    .mutation(({ ctx, input: { expiresAt, limit } }) =>
      ctx.courses.invites.create(ctx.at, { expiresAt, limit }),
    ),
  revokeLink: courseProcedure('roster:change')
    .input(courseInput({ id: z.string().min(1).max(64) }))
    .mutation(({ ctx, input }) => ctx.courses.invites.revoke(ctx.at, input.id)),
})
