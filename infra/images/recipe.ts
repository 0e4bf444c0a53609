import type { Layout } from '@berth/image'
import type { Platform } from '@berth/oci'

/** What a recipe builds with; everything it leaves on the machine is below `workDir`. */
export type BuildOptions = {
  readonly workDir: string
  /** folder of the npm package that Berth brings its own Node from */
  readonly nodePackage: string
  readonly log: (line: string) => void
}

/** One base image: makes a layout of it, for the machine's own platform. */
export type Recipe = (
  options: BuildOptions & { readonly dir: string; readonly platform: Platform },
) => Promise<Layout>

export const PATH_ENV = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
