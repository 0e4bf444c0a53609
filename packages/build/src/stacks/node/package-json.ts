import { z } from 'zod'

/** What is read of a package.json; what is of another shape counts as not there, as npm has it. */
const packageSchema = z.object({
  main: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).catch({}),
  engines: z.object({ node: z.string().optional() }).catch({}),
  packageManager: z.string().optional().catch(undefined),
  dependencies: z.record(z.string(), z.string()).catch({}),
  devDependencies: z.record(z.string(), z.string()).catch({}),
  workspaces: z.unknown().optional(),
})

export type PackageJson = z.infer<typeof packageSchema>

/** Undefined when it is no JSON object. */
export function readPackageJson(text: string): PackageJson | undefined {
  try {
    return packageSchema.safeParse(JSON.parse(text)).data
  } catch {
    // no JSON at all: the caller says so with the file's name
    return undefined
  }
}
