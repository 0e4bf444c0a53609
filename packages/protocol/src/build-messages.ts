import { z } from 'zod'
import { buildOutputSchema, buildReportSchema, buildSpecSchema } from './build-spec.ts'
import { digestSchema } from './container-spec.ts'
import type { Catalog } from './message.ts'

const empty = z.strictObject({})

/** What an agent asks of control for its builds. */
export const buildMessages = {
  /** Builds that this node shall have done: asked when it connects, and when its queue names one. */
  'build.specs': {
    request: empty,
    reply: z.strictObject({ builds: z.array(buildSpecSchema).max(100) }),
  },
  'build.report': { request: buildReportSchema, reply: empty },
  /** Stored before it is acknowledged; `stop`: the build shall be given up. */
  'build.output': { request: buildOutputSchema, reply: z.strictObject({ stop: z.boolean() }) },
  /** Where the source lies and where the image goes, with bearer tokens of this one build, good for minutes. */
  'build.token': {
    request: z.strictObject({
      id: z.string(),
      /** repositories whose layers are taken over in the push, as `build.base` named them */
      mounts: z.array(z.string().max(512)).max(50).default([]),
    }),
    reply: z.strictObject({
      source: z.strictObject({ url: z.string(), token: z.string() }),
      target: z.strictObject({ url: z.string(), repository: z.string(), token: z.string() }),
    }),
  },
  /** An image that a build is based on, as its tenant may read it. Errors: image.not_found, image.wrong_platform. */
  'build.base': {
    request: z.strictObject({ id: z.string(), reference: z.string().max(512) }),
    reply: z.strictObject({
      url: z.string(),
      repository: z.string(),
      digest: digestSchema,
      token: z.string(),
    }),
  },
} as const satisfies Catalog
