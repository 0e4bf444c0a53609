import { z } from 'zod'
import { absolutePath, texts } from './scalars.ts'

const hook = z.object({
  path: absolutePath,
  args: texts.optional(),
  env: texts.optional(),
  /** seconds */
  timeout: z.int().min(1).optional(),
})

/** config.md, `hooks`: each list in the order in which it is run. */
export const hooksSchema = z.object({
  prestart: z.array(hook).optional(),
  createRuntime: z.array(hook).optional(),
  createContainer: z.array(hook).optional(),
  startContainer: z.array(hook).optional(),
  poststart: z.array(hook).optional(),
  poststop: z.array(hook).optional(),
})
